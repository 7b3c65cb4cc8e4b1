import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkCompatibility, type CompatibilityReport } from '#compat';
import type { SchemaSource } from '#schema';
import { lawRuns } from '../../support/law-runs.js';
import { foreignMessage, readProto } from '../../support/protobuf-es.js';
import { printModel, ProtoDrawing } from '../../support/proto-drawing.js';
import { EventDrawing, ReadingOracle } from '../../support/protobuf-reading-oracle.js';

/**
 * `buf breaking` under its rules WIRE against this engine, on pairs of files that are drawn and changed. The two mean
 * different things by "breaking": a rule of buf speaks of a change, a verdict here of an event. So
 * wherever they differ, bytes decide, read by a third: what we call broken is misread by another
 * library, and of what only buf calls broken no event that is thrown at it is.
 */
const run = promisify(execFile);
const BUF = resolve('node_modules/.bin/buf');
const { numRuns: PAIRS, seed: SEED } = lawRuns(200);

/** Rules of buf that a change may offend though no event breaks, and why none does. */
const CARE: Readonly<Record<string, string>> = {
  FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED: 'Who knows the field no more keeps it unread.',
  ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED:
    'An open enum keeps the number; what no field holds is never sent.',
  FIELD_SAME_ONEOF: 'One field alone in a oneof has no rival, and one outside of it loses nothing.',
  FIELD_SAME_DEFAULT: 'A default is not sent; who reads an unset field has its own.',
  FIELD_WIRE_COMPATIBLE_CARDINALITY: 'A message that requires itself is never sent.',
  FIELD_WIRE_COMPATIBLE_TYPE:
    'A message of the same inside, or one left unopened as bytes; and a map that is renamed, for its entries are named after it.',
  MESSAGE_SAME_REQUIRED_FIELDS: 'A message that requires itself is never sent.',
};

interface Drawn {
  readonly old: string;
  readonly changed: string;
}

function drawn(): readonly Drawn[] {
  const below = (limit: number) => Math.floor(random() * limit);
  const drawing = new ProtoDrawing(below);
  const pairs: Drawn[] = [];
  while (pairs.length < PAIRS) {
    const before = drawing.model();
    const made = { old: printModel(before), changed: printModel(drawing.mutated(before)) };
    if (made.old !== made.changed && isValid(made.old) && isValid(made.changed)) pairs.push(made);
  }
  return pairs;
}

function isValid(text: string): boolean {
  try {
    return readProto(text) !== undefined;
  } catch {
    return false;
  }
}

/** mulberry32: the same numbers in every run. */
let state = SEED;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

const inPackage = (text: string, index: number) => text.replace('package t;', `package t${index};`);

/** The rules of buf that each pair offends; all pairs in one run. */
async function bufSays(pairs: readonly Drawn[]): Promise<readonly (readonly string[])[]> {
  const home = await mkdtemp(join(tmpdir(), 'concordat-buf-'));
  const config = 'version: v2\nbreaking:\n  use:\n    - WIRE\n';
  for (const side of ['old', 'changed'] as const) {
    await mkdir(join(home, side));
    await writeFile(join(home, side, 'buf.yaml'), config);
    for (const [index, pair] of pairs.entries())
      await writeFile(join(home, side, `pair${index}.proto`), inPackage(pair[side], index));
  }
  const args = ['breaking', 'changed', '--against', 'old', '--error-format', 'json'];
  const env = { ...process.env, HOME: home };
  const output = await run(BUF, args, { cwd: home, env, maxBuffer: 2 ** 26 }).then(
    ({ stdout }) => stdout,
    (error: { stdout?: string }) => error.stdout ?? '',
  );
  await rm(home, { recursive: true });
  const found: string[][] = pairs.map(() => []);
  for (const line of output.split('\n').filter(Boolean)) {
    const { path = '', type } = JSON.parse(line) as { path?: string; type: string };
    found[Number(/pair(\d+)\.proto/.exec(path)?.[1])]?.push(type);
  }
  return found;
}

const sourceOf = (text: string): SchemaSource => ({ type: 'PROTOBUF', text, references: [] });

const judged = ({ old, changed }: Drawn): CompatibilityReport =>
  checkCompatibility({
    old: [{ version: 1, source: sourceOf(old) }],
    new: sourceOf(changed),
    mode: 'FULL',
    assumption: 'open-world',
  });

const oracleOf = (writer: string, reader: string, message: string) =>
  new ReadingOracle(
    foreignMessage(readProto(writer), `t.${message}`),
    foreignMessage(readProto(reader), `t.${message}`),
  );

/** What the shown events of a broken pair are to a third reader; each must be misread. */
function unexplained({ old, changed }: Drawn, report: CompatibilityReport): readonly string[] {
  return report.comparisons.flatMap(({ direction, findings }) =>
    findings.flatMap(({ witness, ruleId }) => {
      if (!witness?.bytes && witness?.bytes !== '') return [];
      const message = /(?:of|empty) "(\w+)"/.exec(witness.reason)?.[1] ?? 'Event';
      const [writer, reader] = direction === 'backward' ? [old, changed] : [changed, old];
      const oracle = oracleOf(writer, reader, message);
      const bytes = Buffer.from(witness.bytes, 'hex');
      const why = oracle.misreads(bytes);
      return why === undefined ? [`${ruleId} ${witness.bytes}`] : [];
    }),
  );
}

/** Events of both schemas that a third reader takes for something else. */
function misread({ old, changed }: Drawn): readonly string[] {
  const drawing = new EventDrawing((limit) => Math.floor(random() * limit));
  return [
    [old, changed],
    [changed, old],
  ].flatMap(([writer = '', reader = '']) => {
    const oracle = oracleOf(writer, reader, 'Event');
    return Array.from({ length: 20 }, () => drawing.bytes(oracle.writer)).flatMap((bytes) => {
      const why = bytes && oracle.misreads(bytes);
      return why === undefined ? [] : [why];
    });
  });
}

describe('buf breaking, WIRE', () => {
  const pairs = drawn();
  const reports = pairs.map(judged);
  let said: readonly (readonly string[])[] = [];
  const tally = { both: 0, neither: 0, onlyBuf: 0, onlyWe: 0 };
  beforeAll(async () => {
    said = await bufSays(pairs);
  }, 120_000);

  it('agrees, or bytes say why not', () => {
    for (const [index, pair] of pairs.entries()) {
      const report = reports[index];
      const rules = said[index] ?? [];
      if (!report) throw new Error('every pair is judged');
      const isBroken = report.verdict === 'incompatible';
      expect([pair, report.verdict !== 'undecided']).toEqual([pair, true]);
      if (isBroken) expect([pair, unexplained(pair, report)]).toEqual([pair, []]);
      if (isBroken) tally[rules.length > 0 ? 'both' : 'onlyWe']++;
      else tally[rules.length > 0 ? 'onlyBuf' : 'neither']++;
      if (isBroken || rules.length === 0) continue;
      expect([pair, rules, misread(pair)]).toEqual([pair, rules, []]);
      const told = report.comparisons.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId));
      expect([pair, told.length > 0, rules.filter((rule) => CARE[rule] === undefined)]).toEqual([
        ...[pair, true, []],
      ]);
    }
    // Enough of each kind, or the comparison says nothing.
    expect(Math.min(tally.both, tally.neither, tally.onlyBuf, tally.onlyWe)).toBeGreaterThan(5);
  }, 120_000);
});
