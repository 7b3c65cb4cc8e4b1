import { Injectable } from '@nestjs/common';
import type { RequestHeaders } from '#kernel';
import { CatalogIndex, type CatalogSnapshot } from '../discover/catalog-index.js';
import type { IndexEntry } from '../discover/index-entry.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { PartyBook } from '../parties/party-book.js';
import type { SeenGroup } from '../parties/read-groups.js';
import { GatewayPulse } from './gateway-pulse.js';
import type { HealthAnswer, HealthEvent } from './health-answer.js';
import { ReadTallies } from './read-tallies.js';
import { troublesOf } from './troubles-of.js';

const GROUPS_SHOWN = 50;
const STOPPED_SHOWN = 20;

/** How everything fares: what is wrong first, then the numbers it is read from. */
@Injectable()
export class CheckHealth {
  private readonly modes = new KeptAnswers<HealthAnswer['modes']>(1, Infinity);

  constructor(
    private readonly read: ReadTallies,
    private readonly pulse: GatewayPulse,
    private readonly index: CatalogIndex,
    private readonly book: PartyBook,
  ) {}

  async check(headers: RequestHeaders): Promise<HealthAnswer> {
    const [gateway, tallied, snapshot, parties] = await Promise.all([
      this.pulse.feel(headers),
      this.read.read(),
      this.index.current(),
      this.book.current(),
    ]);
    const { byId, entries, steppedBack } = snapshot;
    const { contracts, backlog, ...counts } = tallied;
    const events = await Promise.all(
      contracts.map(async ({ id, ...fares }): Promise<HealthEvent> => {
        const entry = byId.get(id);
        const tier = gateway.isReachable ? await this.pulse.tierOf(id, headers) : undefined;
        const hasSteppedBack = steppedBack.has(id);
        const mode = hasSteppedBack ? 'warn' : (entry?.contract.enforcement.mode ?? 'off');
        const name = entry?.row.name ?? id;
        return { id, name, mode, hasSteppedBack, ...(tier && { tier }), ...fares };
      }),
    );
    const facts = {
      gateway,
      ...counts,
      events,
      modes: this.modes.of(entries, '', () => modesOf(entries)),
      relay: [...backlog].map(([topic, waiting]) => ({ topic, events: waiting })),
      groups: worstFirst([...parties.groups.values()].flat()),
      stopped: stoppedIn(snapshot),
    };
    return { troubles: troublesOf(facts), ...facts };
  }
}

const stoppedIn = ({ rolloutsStopped, byId }: CatalogSnapshot): HealthAnswer['stopped'] =>
  [...rolloutsStopped]
    .map(([id, stop]) => ({ id, name: byId.get(id)?.row.name ?? id, ...stop }))
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, STOPPED_SHOWN);

const modesOf = (entries: readonly IndexEntry[]): HealthAnswer['modes'] =>
  [...Map.groupBy(entries, ({ contract }) => contract.enforcement.mode)].map(([mode, all]) => ({
    mode,
    contracts: all.length,
  }));

const worstFirst = (groups: readonly SeenGroup[]): HealthAnswer['groups'] =>
  groups
    .toSorted((a, b) => b.lag - a.lag || (a.name < b.name ? -1 : 1))
    .slice(0, GROUPS_SHOWN)
    .map(({ lastSeen, ...group }) => ({
      ...group,
      ...(lastSeen && { lastSeen: lastSeen.toISOString() }),
    }));
