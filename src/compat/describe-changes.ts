import type { Finding } from '#kernel';
import { checkCompatibility, type CompatibilityQuestion } from './check.js';
import type { Direction } from './modes.js';

/** Every change between two schemas with what was decided about it in one direction. */
export interface DescribedChanges {
  readonly direction: Direction;
  /** Breaking first, then what deserves a look, then what is safe or only describes. */
  readonly findings: readonly Finding[];
  readonly undecidedBecause?: string;
}

/**
 * What changed from one schema to the next, each change classified by proof, in both directions:
 * the list behind `concordat diff` and the catalog's history.
 */
export function describeChanges(
  question: Pick<CompatibilityQuestion, 'old' | 'new' | 'assumption' | 'reading' | 'stepsMax'>,
): readonly DescribedChanges[] {
  const { comparisons } = checkCompatibility({ ...question, mode: 'FULL' });
  return comparisons.map(({ direction, findings, undecidedBecause }) => ({
    direction,
    findings,
    ...(undecidedBecause !== undefined && { undecidedBecause }),
  }));
}
