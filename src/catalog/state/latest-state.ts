import type { EntityWord, Semantics } from '#contract';

/** What the log last said of one entity, and where. */
export interface LatestState extends EntityWord {
  readonly key: string;
  /** JSON; `null` where the entity is deleted. */
  readonly value: string | null;
  readonly contractId: string;
  readonly contractVersion: number;
  readonly eventId: string | null;
  readonly partition: number;
  readonly offset: number;
  readonly loggedAt: Date;
}

/** An event of the log about an entity, and how its contract settles who wrote last. */
export interface LoggedWord {
  readonly state: LatestState;
  readonly conflict: Semantics['conflict'];
}

/** One folding of the log from its start. */
export interface StateBuild {
  readonly n: string;
  readonly contractId: string;
  readonly topic: string;
  readonly state: 'building' | 'serving' | 'gone';
  readonly begunAt: Date;
  readonly begunBy: string;
  readonly servesFrom: Date | null;
  /** Events of the topic it looked at. */
  readonly folded: number;
  /** Events of the contract in which nobody could find an entity. */
  readonly unread: number;
  /** Events that left the log before they were looked at. */
  readonly expired: number;
}

/** How many events of the log a build has not looked at yet. */
export const lagOf = (positions: readonly StatePosition[]): number =>
  positions.reduce((sum, { nextOffset, endOffset }) => sum + endOffset - nextOffset, 0);

/** How far a build came in one partition, and how far the log reaches there. */
export interface StatePosition {
  readonly partition: number;
  readonly nextOffset: number;
  readonly endOffset: number;
}
