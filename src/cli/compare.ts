import {
  type Assumption,
  checkCompatibility,
  type CompatibilityReport,
  describeMeaning,
  lookBackOf,
  type MeaningFinding,
  type Verdict,
} from '#compat';
import { type CompatibilityMode, keywordReadingOf } from '#contract';
import { type KeywordReading, type SchemaSource, STRICT_READING } from '#schema';
import type { OldPromise, OldVersion } from './baseline/baseline.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import type { Found, Locate } from './files/read-found.js';

/** What a person may say against what the contract says. */
export interface CompareOptions {
  readonly mode?: CompatibilityMode;
  readonly assumption?: Assumption;
  readonly formats?: KeywordReading['formats'];
  readonly enums?: KeywordReading['enums'];
  /** From when a window looks back; without it every version counts. */
  readonly nowMs?: number;
}

/** One file and what became of it. Without older versions there is no report: nothing can break. */
export interface Compared {
  /** The contract's id, or the file's name. */
  readonly name: string;
  readonly path: string;
  /** Where the text of the new schema stands. */
  readonly schemaPath: string;
  readonly owner?: string;
  /** Where the registry keeps it; a schema alone has none. */
  readonly subject?: string;
  /** Only versions of this compatibility group were compared. */
  readonly group?: string;
  readonly source: SchemaSource;
  readonly locate: Locate;
  readonly old: readonly OldVersion[];
  /** How keywords of JSON Schema are read. */
  readonly reading: KeywordReading;
  readonly report?: CompatibilityReport;
  /** What changed in the contract itself. */
  readonly meaning: readonly MeaningFinding[];
  readonly locateInContract?: Locate;
  /** The contract `meaning` was compared with. */
  readonly promise?: OldPromise;
  /** Remarks that decide nothing. */
  readonly notes: readonly string[];
}

export function compare(
  found: Found,
  older: readonly OldVersion[],
  options: CompareOptions,
): Compared {
  const { path, schemaPath, contract, source, locate, locateInContract } = found;
  const group = contract?.compatibility.group;
  // What has no contract says nothing of groups, so nothing is left out for its sake.
  const old = contract ? older.filter((each) => each.group === group) : older;
  const owner = contract
    ? { owner: contract.owner.team, subject: contract.schema.subject, ...inGroup(group) }
    : {};
  const places = { path, schemaPath, locate, ...(locateInContract ? { locateInContract } : {}) };
  const promise = older.at(-1)?.promise;
  const before = promise?.contract;
  const meaning =
    contract && before && contract !== before
      ? describeMeaning({ old: before, new: contract })
      : [];
  const about = {
    name: contract?.id ?? path,
    ...places,
    ...owner,
    ...(promise ? { promise } : {}),
    source,
    old,
    reading: readingOf(contract, options),
    meaning,
    notes: older.length > old.length ? [leftOut(older.length - old.length, group)] : [],
  };
  if (old.length === 0) return about;
  const mode = options.mode ?? contract?.compatibility.mode ?? 'BACKWARD';
  const assumption = options.assumption ?? assumptionOf(found, old);
  const { reading } = about;
  const lookBack =
    contract && options.nowMs !== undefined
      ? { lookBack: { ...lookBackOf(contract, before), nowMs: options.nowMs } }
      : {};
  const examples = [...(contract?.examples ?? []), ...(before?.examples ?? [])];
  const report = checkCompatibility({
    old,
    new: source,
    mode,
    assumption,
    reading,
    examples,
    ...lookBack,
  });
  return { ...about, report };
}

function readingOf(
  contract: Found['contract'],
  { formats, enums }: CompareOptions,
): KeywordReading {
  const promised = contract ? keywordReadingOf(contract) : STRICT_READING;
  return { formats: formats ?? promised.formats, enums: enums ?? promised.enums };
}

const inGroup = (group: string | undefined) => (group === undefined ? {} : { group });

const leftOut = (count: number, group: string | undefined): string =>
  `${count} older ${count === 1 ? 'version is' : 'versions are'} of another compatibility group and not compared with ${group === undefined ? 'this one, which has none' : `"${group}"`}.`;

/**
 * Where both versions keep undeclared fields out, the gateway makes it true that nobody sends them.
 * A baseline that holds schemas and no contracts cannot speak against the new contract.
 */
export function assumptionOf(
  { contract }: Pick<Found, 'contract'>,
  old: readonly OldVersion[],
): Assumption {
  const everyone = [
    contract,
    ...old.map((each) => each.contract).filter((each) => each !== undefined),
  ];
  return everyone.every((each) => each?.undeclared === 'refuse') ? 'declared-only' : 'open-world';
}

/** The worst of what changed in the schema and in its meaning; none where nothing is older. */
export function verdictOf({ report, meaning }: Compared): Verdict | undefined {
  return meaning.some(({ severity }) => severity === 'breaking') ? 'incompatible' : report?.verdict;
}

/** What stops a pipeline; each includes those before it. */
export const failOns = ['breaking', 'undecided', 'warning'] as const;
export type FailOn = (typeof failOns)[number];

const codes: Readonly<Record<Verdict, ExitCode>> = {
  compatible: exitCodes.pass,
  incompatible: exitCodes.findings,
  undecided: exitCodes.undecided,
};

export function exitCodeOf(compared: Compared, failOn: FailOn): ExitCode {
  const verdict = verdictOf(compared);
  if (!verdict || (verdict === 'undecided' && failOn === 'breaking')) return exitCodes.pass;
  return codes[verdict];
}
