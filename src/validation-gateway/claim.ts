import type { Candidate, EntityState, Identity, Resumed, Settlement } from '#event-log';
import type { Refusal, Waived } from './verdict.js';

/** What a guard found when it looked at what is known; `undefined` finds nothing wrong. */
export interface Ruled {
  readonly refusal: Refusal | undefined;
  /** The refusal of a contract that only observes or warns. */
  readonly waived: Waived | undefined;
}

/**
 * What can only be settled beside what was admitted before, in one transaction with the append.
 * An event without a claim leaves without a database being asked.
 */
export interface Claim {
  readonly identity: Identity | undefined;
  readonly entity: { readonly scope: string; readonly key: string } | undefined;
  readonly settle: (known: EntityState | undefined) => Settlement<Ruled>;
  /** Told what is known before it is settled. */
  readonly look?: Candidate<Ruled>['look'];
  /** Settles what waited for the entity, whose turn comes with this event. */
  readonly resume?: (asked: string, known: EntityState) => Resumed;
}
