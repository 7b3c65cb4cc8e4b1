import { Injectable } from '@nestjs/common';
import type { RequestHeaders } from '#kernel';
import { CatalogIndex } from '../discover/catalog-index.js';
import { HOUR_MINUTES } from '../live/traffic-window.js';
import { PartyBook, type SeenGroup } from '../parties/party-book.js';
import type { MinuteTotal } from '../store/gateway-tallies.js';
import { GatewayPulse } from './gateway-pulse.js';
import type { HealthAnswer, HealthEvent } from './health-answer.js';
import { ReadTallies } from './read-tallies.js';
import { troublesOf } from './troubles-of.js';

const MINUTE_MS = 60_000;
const GROUPS_SHOWN = 50;

/** How everything fares: what is wrong first, then the numbers it is read from. */
@Injectable()
export class CheckHealth {
  constructor(
    private readonly read: ReadTallies,
    private readonly pulse: GatewayPulse,
    private readonly index: CatalogIndex,
    private readonly book: PartyBook,
  ) {}

  async check(headers: RequestHeaders): Promise<HealthAnswer> {
    const [gateway, tallied, { byId, entries, steppedBack }, parties] = await Promise.all([
      this.pulse.feel(headers),
      this.read.read(),
      this.index.current(),
      this.book.current(),
    ]);
    const { first, minutes, contracts, backlog, quarantine, ...counts } = tallied;
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
    const modes = Map.groupBy(entries, ({ contract }) => contract.enforcement.mode);
    const facts = {
      gateway,
      ...counts,
      series: series(minutes, first),
      events,
      modes: [...modes].map(([mode, all]) => ({ mode, contracts: all.length })),
      relay: [...backlog].map(([topic, waiting]) => ({ topic, events: waiting })),
      groups: worstFirst([...parties.groups.values()].flat()),
      quarantine,
    };
    return { troubles: troublesOf(facts), ...facts };
  }
}

const worstFirst = (groups: readonly SeenGroup[]): HealthAnswer['groups'] =>
  groups
    .toSorted((a, b) => b.lag - a.lag || (a.name < b.name ? -1 : 1))
    .slice(0, GROUPS_SHOWN)
    .map(({ lastSeen, ...group }) => ({
      ...group,
      ...(lastSeen && { lastSeen: lastSeen.toISOString() }),
    }));

function series(minutes: readonly MinuteTotal[], first: number): HealthAnswer['series'] {
  const [accepted, refused] = [
    new Array<number>(HOUR_MINUTES).fill(0),
    new Array<number>(HOUR_MINUTES).fill(0),
  ];
  for (const { minute, ...counts } of minutes) {
    const place = minute - first;
    if (place < 0 || place >= HOUR_MINUTES) continue;
    accepted[place] = counts.accepted;
    refused[place] = counts.refused;
  }
  return { from: new Date(first * MINUTE_MS).toISOString(), accepted, refused };
}
