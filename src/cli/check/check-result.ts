import type {
  Assumption,
  Direction,
  Evidence,
  MeaningFinding,
  Side,
  Verdict,
  WindowReport,
} from '#compat';
import type { CompatibilityMode } from '#contract';
import type { Finding, Severity } from '#kernel';
import type { KeywordReading } from '#schema';
import type { Waiver } from '../config/waivers.js';
import type { FailOn } from '../compare.js';
import type { ExitCode } from '../exit-codes.js';

/**
 * `waived`: it breaks, and somebody answers for each break by name until a day. `refused`: it breaks
 * no reader, and what it shows as its own events is none.
 */
export type CheckVerdict = Verdict | 'new' | 'removed' | 'waived' | 'refused';

export interface PlaceInFile {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** How much a finding of a check weighs; `refused` stops it as a break does, and breaks no reader. */
export type CheckSeverity = Severity | 'refused';

/** A finding, and where a person can open it. */
export interface CheckFinding extends Omit<Finding, 'severity'> {
  readonly severity: CheckSeverity;
  readonly direction?: Direction;
  readonly oldVersion?: number;
  readonly oldPlace?: PlaceInFile;
  readonly newPlace?: PlaceInFile;
  readonly waiver?: Waiver;
  /** Of a change of meaning: whom it hurts, and the events that show it. */
  readonly hurts?: readonly Side[];
  readonly evidence?: Evidence;
}

/** A comparison that was neither proved nor refuted. */
export interface CheckDoubt {
  readonly direction: Direction;
  readonly oldVersion: number;
  readonly because: string;
}

/** One contract, or one schema alone, and what became of it. */
export interface CheckedContract {
  /** The contract's id, or the file's name. */
  readonly name: string;
  /** Of the new file; of the old one where it was removed. */
  readonly path: string;
  readonly schemaPath: string;
  readonly owner?: string;
  readonly subject?: string;
  /** Only versions of this compatibility group were compared. */
  readonly group?: string;
  readonly verdict: CheckVerdict;
  readonly mode?: CompatibilityMode;
  readonly assumption?: Assumption;
  /** Where keywords of JSON Schema were not read strictly. */
  readonly reading?: KeywordReading;
  /** Where the window of the contract left older versions out. */
  readonly window?: WindowReport;
  readonly against: readonly { readonly version: number; readonly where: string }[];
  readonly findings: readonly CheckFinding[];
  readonly doubts: readonly CheckDoubt[];
  /** Remarks that decide nothing. */
  readonly notes: readonly string[];
}

/** Everything every printer prints. */
export interface CheckResult {
  /** What was compared with, in words. */
  readonly baseline: string;
  /** Set where only what changed since was looked at. */
  readonly changedSince?: string;
  readonly failOn: FailOn;
  readonly contracts: readonly CheckedContract[];
  /** Sentences about the waivers that ran out, and about those that cover nothing. */
  readonly waivers: {
    readonly path: string;
    readonly expired: readonly string[];
    readonly unused: readonly string[];
  };
  readonly exitCode: ExitCode;
}

/** Whether a finding stops the check, unless somebody answers for it. */
export const isStopping = ({ severity }: CheckFinding): boolean =>
  severity === 'breaking' || severity === 'refused';

/** What is broken or refused and nobody answers for. */
export const breaksIn = ({ findings }: CheckedContract): readonly CheckFinding[] =>
  findings.filter((each) => isStopping(each) && !each.waiver);

export const waivedIn = ({ findings }: CheckedContract): readonly CheckFinding[] =>
  findings.filter(({ waiver }) => waiver);

/** It is about what the contract shows, and about no change. */
export const isRefusal = ({ severity }: CheckFinding): boolean => severity === 'refused';

/** What is about changes, whose weight is that of the change. */
export const isOfChange = (finding: CheckFinding): finding is CheckFinding & Finding =>
  finding.severity !== 'refused';

/** Changes of the contract itself, whose places are in the contract documents. */
export const meaningIn = ({
  findings,
}: CheckedContract): readonly (CheckFinding & MeaningFinding)[] =>
  findings
    .filter(isOfChange)
    .flatMap((each) => (each.hurts ? [{ ...each, hurts: each.hurts }] : []));

/** Changes that break nobody. */
export const othersIn = ({ findings }: CheckedContract): readonly CheckFinding[] =>
  findings.filter((each) => !isStopping(each));
