import type { Finding } from '#kernel';
import type { CompatibilityMode } from '#contract';
import type { KeywordReading } from '#schema';
import type { Direction } from './modes.js';

/** `compatible` is a proof, `incompatible` carries an executed witness, `undecided` says why not. */
export type Verdict = 'compatible' | 'incompatible' | 'undecided';

/**
 * What is taken for granted about writers: `open-world` nothing beyond the schema; `declared-only`
 * that they send no field the schema does not declare; `defaults-applied` that readers fill in
 * defaults. Each is a rewrite of the schema before the same procedure.
 */
export type Assumption = 'open-world' | 'declared-only' | 'defaults-applied';

/** The new schema against one older version, one direction. */
export interface Comparison {
  readonly oldVersion: number;
  readonly direction: Direction;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** For `undecided`: what could not be decided, with a pointer. */
  readonly undecidedBecause?: string;
}

/** The worst comparison is the verdict: incompatible over undecided over compatible. */
export interface CompatibilityReport {
  readonly verdict: Verdict;
  readonly mode: CompatibilityMode;
  readonly assumption: Assumption;
  /** Where keywords of JSON Schema were not read strictly. */
  readonly reading?: KeywordReading;
  readonly comparisons: readonly Comparison[];
  /** Where a window left older versions out. */
  readonly window?: WindowReport;
}

/** Which older versions were not compared, for no event of them can be met any more. */
export interface WindowReport {
  /** As the contract says it: `P30D`, `versions:5`, `retention`. */
  readonly window: string;
  readonly inside: number;
  readonly leftOut: readonly number[];
}
