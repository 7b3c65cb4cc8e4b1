import {
  type Assumption,
  checkCompatibility,
  type CompatibilityReport,
  type Verdict,
} from '#compat';
import type { CompatibilityMode } from '#contract';
import type { SchemaSource } from '#schema';
import type { OldVersion } from './baseline/baseline.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import type { Found, Locate } from './files/read-found.js';

/** What a person may say against what the contract says. */
export interface CompareOptions {
  readonly mode?: CompatibilityMode;
  readonly assumption?: Assumption;
}

/** One file and what became of it. Without older versions there is no report: nothing can break. */
export interface Compared {
  /** The contract's id, or the file's name. */
  readonly name: string;
  readonly path: string;
  /** Where the text of the new schema stands. */
  readonly schemaPath: string;
  readonly owner?: string;
  readonly source: SchemaSource;
  readonly locate: Locate;
  readonly old: readonly OldVersion[];
  readonly report?: CompatibilityReport;
  /** Remarks that decide nothing. */
  readonly notes: readonly string[];
}

export function compare(
  found: Found,
  old: readonly OldVersion[],
  options: CompareOptions,
): Compared {
  const { path, schemaPath, contract, source, locate } = found;
  const owner = contract ? { owner: contract.owner.team } : {};
  const about = { name: contract?.id ?? path, path, schemaPath, ...owner, source, locate, old };
  if (old.length === 0) return { ...about, notes: [] };
  const mode = options.mode ?? contract?.compatibility.mode ?? 'BACKWARD';
  const assumption = options.assumption ?? assumptionOf(found, old);
  const report = checkCompatibility({ old, new: source, mode, assumption });
  return { ...about, report, notes: notesOn(found, old) };
}

/**
 * Where both versions keep undeclared fields out, the gateway makes it true that nobody sends them.
 * A baseline that holds schemas and no contracts cannot speak against the new contract.
 */
function assumptionOf({ contract }: Found, old: readonly OldVersion[]): Assumption {
  const everyone = [
    contract,
    ...old.map((each) => each.contract).filter((each) => each !== undefined),
  ];
  return everyone.every((each) => each?.undeclared === 'refuse') ? 'declared-only' : 'open-world';
}

function notesOn({ contract }: Found, old: readonly OldVersion[]): readonly string[] {
  const before = old.at(-1)?.contract;
  if (!contract || !before) return [];
  const was = before.compatibility.mode;
  const is = contract.compatibility.mode;
  const notes = [];
  if (before.id !== contract.id)
    notes.push(
      `Its id was "${before.id}" and becomes "${contract.id}": readers know it by its id.`,
    );
  if (was !== is)
    notes.push(`Its compatibility mode was ${was} and becomes ${is}: a reviewer should know.`);
  return notes;
}

/** Which verdicts stop a pipeline. */
export type FailOn = 'breaking' | 'undecided';

const codes: Readonly<Record<Verdict, ExitCode>> = {
  compatible: exitCodes.pass,
  incompatible: exitCodes.findings,
  undecided: exitCodes.undecided,
};

export function exitCodeOf({ report }: Compared, failOn: FailOn): ExitCode {
  if (!report || (report.verdict === 'undecided' && failOn === 'breaking')) return exitCodes.pass;
  return codes[report.verdict];
}
