import type { Contract } from '#contract';
import type { DeclaredConsumption } from '#registry';
import type { SeenProducer } from '../store/tally-rows.js';
import type { Parties } from './party-book.js';
import type { SeenGroup } from './read-groups.js';

export interface ProducerParty {
  readonly name: string;
  readonly isDeclared: boolean;
  readonly isSeen: boolean;
  /** What its events name as their source, where the contract says so. */
  readonly source?: string;
  readonly accepted: number;
  readonly refused: number;
  readonly lastSeen?: string;
  readonly versions: readonly number[];
}

export interface ConsumerNeed {
  readonly path: string;
  readonly values?: readonly (string | number | boolean | null)[];
  readonly onUnknown: 'fail' | 'ignore';
}

export interface ConsumerParty {
  readonly name: string;
  readonly isDeclared: boolean;
  readonly isSeen: boolean;
  readonly team?: string;
  readonly contact?: string;
  readonly needs: readonly ConsumerNeed[];
  readonly environments: readonly string[];
  readonly attestedUntil?: string;
  /** When it said so last. */
  readonly declaredAt?: string;
  /** The day until which it stood by its list is over. */
  readonly isOverdue: boolean;
  readonly where?: 'kafka' | 'log';
  readonly members?: number;
  readonly lag?: number;
  readonly lastSeen?: string;
}

export interface PartiesOfEvent {
  readonly producers: readonly ProducerParty[];
  readonly consumers: readonly ConsumerParty[];
}

type Promised = Pick<Contract, 'id' | 'channel' | 'producers'>;

/** Declared and observed, put together by name: each party once. `today` is a day, `YYYY-MM-DD`. */
export const partiesOf = (contract: Promised, parties: Parties, today: string): PartiesOfEvent => ({
  producers: producersOf(contract, parties.writers.of(contract.id)),
  consumers: consumersOf(
    parties.consumptions.get(contract.id) ?? [],
    parties.groups.get(contract.channel.topic) ?? [],
    today,
  ),
});

function producersOf(
  { producers }: Promised,
  seen: readonly SeenProducer[],
): readonly ProducerParty[] {
  const open = new Map(seen.map((each) => [each.name, each]));
  const declared = producers.map(({ principal, source }): ProducerParty => {
    const mine = [principal, source].flatMap((name) => (name && open.get(name)) || []);
    for (const { name } of mine) open.delete(name);
    return {
      name: principal ?? source ?? '',
      isDeclared: true,
      isSeen: mine.length > 0,
      ...(source !== undefined && { source }),
      accepted: mine.reduce((sum, { accepted }) => sum + accepted, 0),
      refused: mine.reduce((sum, { refused }) => sum + refused, 0),
      ...lastOf(mine.map(({ lastSeen }) => lastSeen)),
      versions: [...new Set(mine.flatMap(({ versions }) => versions))].sort((a, b) => b - a),
    };
  });
  const strangers = [...open.values()].map(
    ({ name, accepted, refused, lastSeen, versions }): ProducerParty => ({
      ...{ name, isDeclared: false, isSeen: true, accepted, refused, versions },
      lastSeen: lastSeen.toISOString(),
    }),
  );
  return [...declared, ...strangers];
}

function consumersOf(
  declared: readonly DeclaredConsumption[],
  groups: readonly SeenGroup[],
  today: string,
): readonly ConsumerParty[] {
  const open = new Map(groups.map((group) => [group.name, group]));
  const known = declared.map(({ consumption, declaredAt }): ConsumerParty => {
    const { consumer, owner, needs, environments, attestedUntil } = consumption;
    const group = open.get(consumer);
    open.delete(consumer);
    return {
      name: consumer,
      isDeclared: true,
      team: owner.team,
      ...(owner.contact !== undefined && { contact: owner.contact }),
      needs: Object.entries(needs).map(([path, need]) => ({ path, ...need })),
      environments,
      declaredAt: declaredAt.toISOString(),
      ...(attestedUntil !== undefined && { attestedUntil }),
      isOverdue: attestedUntil !== undefined && attestedUntil < today,
      ...seenAs(group),
    };
  });
  const strangers = [...open.values()].map((group): ConsumerParty => ({
    ...{ name: group.name, isDeclared: false, needs: [], environments: [], isOverdue: false },
    ...seenAs(group),
  }));
  return [...known, ...strangers];
}

function seenAs(group: SeenGroup | undefined) {
  if (!group) return { isSeen: false };
  const { where, members, lag, lastSeen } = group;
  return { isSeen: true, where, members, lag, ...(lastSeen && lastOf([lastSeen])) };
}

function lastOf(moments: readonly Date[]): { readonly lastSeen?: string } {
  const times = moments.map((moment) => moment.getTime());
  return times.length > 0 ? { lastSeen: new Date(Math.max(...times)).toISOString() } : {};
}
