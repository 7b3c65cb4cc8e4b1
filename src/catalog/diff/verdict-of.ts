import type { DescribedChange } from '#registry';
import type { DirectionVerdict } from '../answers.js';

/** One direction the engine had no time for is as undecided as the other. */
export function verdictOf(
  { report }: DescribedChange,
  direction: 'backward' | 'forward',
): DirectionVerdict {
  const one = report.comparisons.find((each) => each.direction === direction);
  const { verdict, undecidedBecause } = one ??
    report.comparisons[0] ?? { verdict: 'compatible' as const };
  return { verdict, ...(undecidedBecause !== undefined && { undecidedBecause }) };
}
