import type { Finding } from '#kernel';

/** Whom a change of meaning hurts: those who write the events, or those who read them. */
export type Side = 'producers' | 'consumers';

/** Events, one after the other, that the two contracts treat differently. */
export interface Evidence {
  /** JSON texts in the order in which they are sent. */
  readonly events: readonly string[];
  /** What becomes of them under the old contract, and under the new one. */
  readonly before: string;
  readonly now: string;
}

/**
 * A change of what a contract means, beyond the shape of its events. `oldPath` and `newPath` are
 * JSON Pointers into the two contract documents.
 */
export interface MeaningFinding extends Finding {
  readonly hurts: readonly Side[];
  readonly evidence?: Evidence;
}
