import type { Finding } from '#kernel';
import type { KeywordReading, SchemaSource } from '#schema';
import type { Direction } from './modes.js';
import type { Assumption, Verdict } from './report.js';

/** One old schema against the new one, in one direction. */
export interface Pair {
  readonly old: SchemaSource;
  readonly new: SchemaSource;
  readonly direction: Direction;
  readonly assumption: Assumption;
  readonly stepsMax: number;
  /** How keywords that can be read in two ways are read. */
  readonly reading: KeywordReading;
  /** Events the contract shows, as JSON values; those that break are made to look like them. */
  readonly examples: readonly unknown[];
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly undecidedBecause?: string;
}

/** What every schema language brings to the table. Never throws for a schema from outside. */
export type Judge = (pair: Pair) => Judgement;
