import type { CompatibilityMode } from '#contract';
import type { SchemaSource } from '#schema';
import type { Assumption, CompatibilityReport } from './report.js';

export interface VersionedSchema {
  readonly version: number;
  readonly source: SchemaSource;
}

export interface CompatibilityQuestion {
  /** Older versions, oldest first. Non-transitive modes look at the last only. */
  readonly old: readonly VersionedSchema[];
  readonly new: SchemaSource;
  readonly mode: CompatibilityMode;
  readonly assumption: Assumption;
  /** Steps the search may take for one comparison before it answers `undecided`. */
  readonly stepsMax?: number;
}

/** Can the new schema replace the old ones for everybody the mode protects? Pure and bounded. */
export function checkCompatibility(question: CompatibilityQuestion): CompatibilityReport {
  const { mode, assumption } = question;
  return { verdict: 'undecided', mode, assumption, comparisons: [] };
}
