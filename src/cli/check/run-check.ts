import { isAbsolute, relative } from 'node:path';
import { modes } from '#compat';
import { type CompatibilityMode, readContract } from '#contract';
import { problem } from '#kernel';
import type { Baseline, Lost } from '../baseline/baseline.js';
import { compare, type CompareOptions, type FailOn } from '../compare.js';
import type { Waiver } from '../config/waivers.js';
import { type ExitCode, exitCodes, worstOf } from '../exit-codes.js';
import { DiskTree } from '../files/disk-tree.js';
import { findFiles, type FoundPath, isContractPath } from '../files/find-files.js';
import { findConsumptions } from '../files/find-consumptions.js';
import { type Found, readFound } from '../files/read-found.js';
import { sayLinks } from '../files/say-links.js';
import { type Io, today } from '../io.js';
import { cliProblems } from '../problems.js';
import { breaksIn, type CheckedContract, type CheckResult } from './check-result.js';
import { checkedContract } from './checked-contract.js';
import { type ReadersOf, withHurtReaders } from './hurt-readers.js';
import { limitFindings } from './limit-findings.js';
import { withRefusedExamples } from './refused-examples.js';
import { removedContract } from './removed-contract.js';
import { type Replayed, replayRecorded } from './replay-recorded.js';
import { waive } from './waive.js';

export interface CheckQuestion extends CompareOptions {
  readonly paths: readonly string[];
  readonly baseline: Baseline;
  /** Of a schema without a contract, where nothing else says it. */
  readonly defaultMode?: CompatibilityMode;
  /** Only these files are compared, with what belongs to them. */
  readonly changed?: { readonly since: string; readonly paths: ReadonlySet<string> };
  readonly waivers: readonly Waiver[];
  readonly waiversPath: string;
  readonly failOn: FailOn;
  /** A file of events that were really sent. */
  readonly recording?: string;
  /** Findings shown of each contract. */
  readonly findingsMax?: number;
}

interface Work {
  readonly at: FoundPath;
  readonly file: Found;
}

/** The one engine behind `check`, `explain` and every format. */
export async function runCheck(io: Io, question: CheckQuestion): Promise<CheckResult> {
  const { baseline, changed, waivers, waiversPath, failOn } = question;
  const disk = new DiskTree(io.cwd);
  const paths = question.paths.map((path) =>
    isAbsolute(path) ? relative(io.cwd, path) || '.' : path,
  );
  const all = await readAll(disk, paths, baseline);
  const work = all.filter(({ file }) => isTouched(file, changed?.paths));
  await baseline.prepare?.(work.map(({ file }) => file));
  const compared = await compareAll(io, work, question);
  const lost = await lostIn(disk, { paths, baseline, all });
  if (all.length + lost.length === 0)
    throw problem(cliProblems.NOTHING_FOUND, { paths, links: [...disk.links] });
  sayLinks(io, disk.links, paths);
  const isEverythingChecked = changed === undefined;
  const { contracts, faults, notes } = waive([...compared, ...lost.map(removedContract)], waivers, {
    today: today(io),
    isEverythingChecked,
  });
  const result: CheckResult = {
    baseline: baseline.label,
    ...(changed ? { changedSince: changed.since } : {}),
    ...{ failOn, contracts, waivers: { path: waiversPath, expired: faults, unused: notes } },
    exitCode: worstOf([
      ...contracts.map((each) => exitCodeOf(each, failOn)),
      faults.length > 0 ? exitCodes.findings : exitCodes.pass,
    ]),
  };
  const { findingsMax } = question;
  return findingsMax === undefined ? result : limitFindings(result, findingsMax);
}

async function compareAll(
  io: Io,
  work: readonly Work[],
  question: CheckQuestion,
): Promise<readonly CheckedContract[]> {
  const replayed: Replayed[] = [];
  const readersOf = readersIn(new DiskTree(io.cwd), question.baseline);
  for (const each of work) {
    const compared = await compareOne(each, question);
    const eventType = each.file.contract?.envelope?.type;
    const known = eventType === undefined ? {} : { eventType };
    const { file } = each;
    const shown = withRefusedExamples(checkedContract(compared), file);
    const asked = { file, compared, readersOf, today: today(io) };
    const checked = await withHurtReaders(shown, asked);
    replayed.push({ checked, compared, ...known });
  }
  const { recording } = question;
  if (recording === undefined) return replayed.map(({ checked }) => checked);
  return replayRecorded(io.cwd, recording, replayed);
}

/** Who declares it in these files, and who told the registry; a file says what will be told. */
function readersIn(disk: DiskTree, baseline: Baseline): ReadersOf {
  let here: ReturnType<typeof findConsumptions> | undefined;
  return async (id) => {
    here ??= findConsumptions(disk, ['.']);
    const inFiles = (await here).map(({ consumption }) => consumption);
    const mine = inFiles.filter(({ of }) => of === id);
    const named = new Set(mine.map(({ consumer }) => consumer));
    const told = (await baseline.consumersOf?.(id)) ?? [];
    return [...mine, ...told.filter(({ consumer }) => !named.has(consumer))];
  };
}

async function compareOne({ at, file }: Work, question: CheckQuestion) {
  const { baseline, defaultMode, ...options } = question;
  const mode = options.mode ?? (file.contract ? undefined : defaultMode);
  const { assumption, nowMs } = options;
  const { isTransitive } = modes[mode ?? file.contract?.compatibility.mode ?? 'BACKWARD'];
  return compare(file, await baseline.counterpartOf(file, at, { isNewestEnough: !isTransitive }), {
    ...(mode === undefined ? {} : { mode }),
    ...(assumption === undefined ? {} : { assumption }),
    ...(nowMs === undefined ? {} : { nowMs }),
  });
}

/** Files read side by side. */
const AT_ONCE = 32;

/** A schema a contract names is judged with its contract, not a second time by itself. */
async function readAll(
  disk: DiskTree,
  paths: readonly string[],
  baseline: Baseline,
): Promise<readonly Work[]> {
  const there: string[] = [];
  for (const path of paths) if (!(await isGone(disk, path, baseline))) there.push(path);
  const wanted = { isSchemaWanted: true, isNothingAllowed: true };
  const found = await findFiles(disk, there, wanted);
  const isContract = ({ path }: FoundPath): boolean => isContractPath(path);
  const first = await readMany(disk, found.filter(isContract), baseline);
  const named = new Set(first.map(({ file }) => file.schemaPath));
  const alone = found.filter((at) => !isContract(at) && !named.has(at.path));
  const others = await readMany(disk, alone, baseline);
  // A file that was named may be a contract whatever it is called.
  const late = new Set(
    others.filter(({ file }) => file.contract).map(({ file }) => file.schemaPath),
  );
  const all = [...first, ...others.filter(({ file }) => file.contract || !late.has(file.path))];
  const order = new Map(found.map(({ path }, i) => [path, i]));
  return all.sort((a, b) => (order.get(a.at.path) ?? 0) - (order.get(b.at.path) ?? 0));
}

async function readMany(
  disk: DiskTree,
  found: readonly FoundPath[],
  baseline: Baseline,
): Promise<readonly Work[]> {
  const all: Work[] = [];
  for (let from = 0; from < found.length; from += AT_ONCE) {
    const some = found.slice(from, from + AT_ONCE);
    const options = { resolve: baseline.references, isKnown: baseline.isKnown };
    const read = some.map((at) => readFound(disk, at.path, options));
    // The first fault in the order of the files is the one that is said, whichever came first.
    for (const [i, file] of (await Promise.allSettled(read)).entries()) {
      if (file.status === 'rejected') throw file.reason;
      all.push({ at: some[i] as FoundPath, file: file.value });
    }
  }
  return all;
}

/** Not here, but in the baseline: removed rather than misspelt. */
async function isGone(disk: DiskTree, path: string, baseline: Baseline): Promise<boolean> {
  if ((await disk.filesBelow(path)) !== undefined || (await disk.text(path)) !== undefined)
    return false;
  return (await baseline.knew?.(path)) === true;
}

const isTouched = (
  { path, schemaPath, referencedPaths }: Found,
  changed: ReadonlySet<string> | undefined,
): boolean => !changed || [path, schemaPath, ...referencedPaths].some((each) => changed.has(each));

interface Surroundings {
  readonly paths: readonly string[];
  readonly baseline: Baseline;
  readonly all: readonly Work[];
}

/** A contract that went to a folder nobody asked about is not lost. */
async function lostIn(
  disk: DiskTree,
  { paths, baseline, all }: Surroundings,
): Promise<readonly Lost[]> {
  const lost =
    (await baseline.lost?.(
      paths,
      all.map(({ file }) => file),
    )) ?? [];
  if (lost.every(({ contract }) => contract === undefined)) return lost;
  const elsewhere = new Set<string>();
  const old = new Set(lost.map(({ where }) => where));
  const here = ((await disk.filesBelow('.')) ?? []).filter(isContractPath);
  for (const path of here.filter((each) => !old.has(each))) {
    const text = (await disk.text(path)) ?? '';
    const read = lost.some(({ name }) => text.includes(name)) ? readContract(text) : undefined;
    if (read?.ok) elsewhere.add(read.value.id);
  }
  return lost.filter(({ name }) => !elsewhere.has(name));
}

function exitCodeOf(contract: CheckedContract, failOn: FailOn): ExitCode {
  const { verdict, findings } = contract;
  if (breaksIn(contract).length > 0 || verdict === 'incompatible') return exitCodes.findings;
  if (failOn === 'warning' && findings.some(({ severity }) => severity === 'warning'))
    return exitCodes.findings;
  return verdict === 'undecided' && failOn !== 'breaking' ? exitCodes.undecided : exitCodes.pass;
}
