import type { Evidence } from '#registry';

/** Fewer say nothing: one test event that is refused must not switch a contract off. */
const ENOUGH = 20;

/**
 * Whether a change of the contract made refusals jump. Where as much was refused before it, the
 * change is not to blame, and stepping back would let pass what was rightly refused.
 */
export const hasJumped = (since: Evidence, before: Evidence, limit: number): boolean =>
  since.judged >= ENOUGH && shareOf(since) > limit && shareOf(before) <= limit;

const shareOf = ({ judged, wouldRefuse }: Evidence): number =>
  judged === 0 ? 0 : wouldRefuse / judged;
