import type { Contract } from '#contract';
import type { Parties } from '../parties/party-book.js';
import { partiesOf } from '../parties/parties-of.js';
import type { ConflictTally } from '../store/conflict-tallies.js';

export interface ReviewedEvent {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly domain?: string;
}

/** An entity that more than one writer changes, over all events about it. */
export interface ManyWriters {
  readonly entity: string;
  readonly events: readonly ReviewedEvent[];
  readonly writers: readonly string[];
  readonly policies: readonly string[];
  readonly judged: number;
  readonly conflicts: number;
  /** Of the events judged, 0 to 1; 0 where there were none. */
  readonly conflictRate: number;
}

export interface Review {
  readonly day: string;
  /** Somebody counts as reading within so many days. */
  readonly days: number;
  readonly inForce: number;
  readonly unread: readonly (ReviewedEvent & {
    readonly topic: string;
    /** Who declares to read it and was not seen either. */
    readonly declared: readonly string[];
  })[];
  readonly silent: readonly (ReviewedEvent & {
    /** Who sends it, as the contract says. */
    readonly producers: readonly string[];
  })[];
  readonly manyWriters: readonly ManyWriters[];
  readonly refused: readonly (ReviewedEvent & {
    readonly judged: number;
    readonly refused: number;
  })[];
  readonly overdue: readonly {
    readonly consumer: string;
    readonly team: string;
    readonly of: string;
    readonly attestedUntil: string;
  }[];
}

/** Everything a review is made of, as of one moment. */
export interface Reviewed {
  readonly contracts: readonly Contract[];
  readonly firstPublished: ReadonlyMap<string, Date>;
  readonly parties: Parties;
  readonly week: readonly ConflictTally[];
}

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** From this share of refused events on, a contract is worth a look. */
const REFUSED_SHARE = 0.01;

const IN_FORCE: ReadonlySet<string> = new Set(['active', 'deprecated', 'sunset']);

/** What a team should look at again: what nobody reads or sends, who disagrees, what is refused. */
export function reviewOf(
  { contracts, firstPublished, parties, week }: Reviewed,
  { nowMs, days }: { readonly nowMs: number; readonly days: number },
): Review {
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const inForce = contracts.filter(({ status }) => IN_FORCE.has(status));
  const tallies = new Map(week.map((tally) => [tally.contractId, tally]));
  const isOlderThan = ({ id }: Contract, age: number) =>
    (firstPublished.get(id)?.getTime() ?? nowMs) <= nowMs - age * DAY_MS;
  const isRead = ({ channel }: Contract) =>
    (parties.groups.get(channel.topic) ?? []).some(
      ({ members, lastSeen }) =>
        members > 0 || (lastSeen && new Date(lastSeen).getTime() > nowMs - days * DAY_MS),
    );
  return {
    ...{ day, days, inForce: inForce.length },
    unread: inForce
      .filter((contract) => isOlderThan(contract, days) && !isRead(contract))
      .map((contract) => ({
        ...eventOf(contract),
        topic: contract.channel.topic,
        declared: (parties.consumptions.get(contract.id) ?? []).map(
          ({ consumption }) => consumption.consumer,
        ),
      })),
    silent: inForce
      .filter((contract) => isOlderThan(contract, WEEK_DAYS) && !tallies.get(contract.id)?.judged)
      .map((contract) => ({
        ...eventOf(contract),
        producers: contract.producers.flatMap(({ principal, source }) => principal ?? source ?? []),
      })),
    manyWriters: manyWritersOf(inForce, { parties, tallies, day }),
    refused: inForce
      .flatMap((contract) => {
        const { judged = 0, refused = 0 } = tallies.get(contract.id) ?? {};
        const isWorthALook = refused > 0 && refused >= judged * REFUSED_SHARE;
        return isWorthALook ? [{ ...eventOf(contract), judged, refused }] : [];
      })
      .sort((one, other) => other.refused / other.judged - one.refused / one.judged),
    overdue: [...parties.consumptions.values()].flat().flatMap(({ consumption }) => {
      const { consumer, owner, of, attestedUntil } = consumption;
      const isOver = attestedUntil !== undefined && attestedUntil < day;
      return isOver ? [{ consumer, team: owner.team, of, attestedUntil }] : [];
    }),
  };
}

function eventOf({ id, name, owner, domain }: Contract): ReviewedEvent {
  return { id, name, owner: owner.team, ...(domain !== undefined && { domain }) };
}

interface Around {
  readonly parties: Parties;
  readonly tallies: ReadonlyMap<string, ConflictTally>;
  readonly day: string;
}

/** Those with the highest share of conflicts first. */
function manyWritersOf(
  contracts: readonly Contract[],
  { parties, tallies, day }: Around,
): readonly ManyWriters[] {
  const byEntity = Map.groupBy(contracts, ({ semantics }) => semantics.entity?.type);
  const rows = [...byEntity].flatMap(([entity, about]) => {
    if (entity === undefined) return [];
    const writers = about.flatMap((contract) =>
      partiesOf(contract, parties, day)
        .producers.filter(({ isDeclared, accepted }) => isDeclared || accepted > 0)
        .map(({ name }) => name),
    );
    const found = about.flatMap(({ id }) => tallies.get(id) ?? []);
    const judged = found.reduce((sum, each) => sum + each.judged, 0);
    const conflicts = found.reduce((sum, each) => sum + each.conflicts, 0);
    return {
      entity,
      events: about.map(eventOf),
      writers: [...new Set(writers)].sort(),
      policies: [...new Set(about.map(({ semantics }) => semantics.conflict?.policy ?? 'none'))],
      ...{ judged, conflicts, conflictRate: judged === 0 ? 0 : conflicts / judged },
    };
  });
  return rows
    .filter(({ writers }) => writers.length > 1)
    .sort((one, other) => other.conflictRate - one.conflictRate);
}
