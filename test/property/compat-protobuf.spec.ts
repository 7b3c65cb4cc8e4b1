import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Comparison, checkCompatibility } from '#compat';
import { protobuf, type SchemaSource } from '#schema';
import { foreignMessage, readProto } from '../support/protobuf-es.js';
import { EventDrawing, liesOtherwise, ReadingOracle } from '../support/protobuf-reading-oracle.js';
import { ProtoDrawing, type ProtoModel, printModel } from '../support/proto-drawing.js';

/**
 * Laws of the compatibility engine for Protobuf. Another library looks on: it reads the same bytes
 * under both schemas, and `test/support/protobuf-reading-oracle.ts` says whether they say the same.
 *
 * CONCORDAT_LAW_RUNS multiplies the pairs (nightly: 100). A failure prints its seed and path.
 */
const RUNS = Number(process.env.CONCORDAT_LAW_RUNS ?? 1);
const SEED = Number(process.env.CONCORDAT_LAW_SEED ?? 20261126);
const run = (pairs: number) => ({ numRuns: pairs * RUNS, seed: SEED });

const sourceOf = (text: string): SchemaSource => ({ type: 'PROTOBUF', text, references: [] });

function compare(
  old: string,
  changed: string,
  mode: 'BACKWARD' | 'FORWARD' = 'BACKWARD',
): Comparison {
  const { comparisons } = checkCompatibility({
    old: [{ version: 1, source: sourceOf(old) }],
    new: sourceOf(changed),
    mode,
    assumption: 'open-world',
  });
  const [comparison] = comparisons;
  if (!comparison) throw new Error('nothing was compared');
  return comparison;
}

const isReadable = (model: ProtoModel) => protobuf.read(sourceOf(printModel(model))).ok;

const chances = fc
  .infiniteStream(fc.nat(1_000_000))
  .map((stream) => (limit: number) => (stream.next().value as number) % limit);

const pairs = chances
  .map((below): [ProtoModel, ProtoModel, (limit: number) => number] => {
    const drawing = new ProtoDrawing(below);
    const old = drawing.model();
    let changed = drawing.mutated(old);
    for (let more = below(3); more > 0; more--) changed = drawing.mutated(changed);
    return [old, changed, below];
  })
  .filter(([old, changed]) => isReadable(old) && isReadable(changed));

const foreign = new Map<string, ReturnType<typeof foreignMessage>>();
function foreignOf(text: string, message: string) {
  const key = `${message} ${text}`;
  const known = foreign.get(key) ?? foreignMessage(readProto(text), `t.${message}`);
  foreign.set(key, known);
  return known;
}

function oracleOf(old: string, changed: string, message = 'Event'): ReadingOracle {
  return new ReadingOracle(foreignOf(old, message), foreignOf(changed, message));
}

const witnesses = ({ findings }: Comparison) =>
  findings.flatMap(({ witness, ruleId }) => (witness ? [{ ruleId, ...witness }] : []));

describe('laws of the compatibility engine for Protobuf', () => {
  const tally = { compatible: 0, incompatible: 0, undecided: 0 };

  it('sound: what is called compatible says the same to both, in every event thrown at it', () => {
    fc.assert(
      fc.property(pairs, ([before, after, below]) => {
        const [old, changed] = [printModel(before), printModel(after)];
        const { verdict, undecidedBecause } = compare(old, changed);
        expect([old, changed, undecidedBecause]).toEqual([old, changed, undefined]);
        tally[verdict]++;
        if (verdict !== 'compatible') return;
        const oracle = oracleOf(old, changed);
        for (let i = 0; i < 15; i++) {
          const bytes = new EventDrawing(below).bytes(oracle.writer);
          if (!bytes) return;
          const hex = Buffer.from(bytes).toString('hex');
          expect([old, changed, hex, oracle.misreads(bytes)]).toEqual([
            old,
            changed,
            hex,
            undefined,
          ]);
        }
      }),
      run(500),
    );
    expect(tally.undecided).toBe(0);
    expect(Math.min(tally.compatible, tally.incompatible)).toBeGreaterThan(100);
  }, 300_000);

  it('witness: what is called incompatible shows bytes that the other library misreads too', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const [old, changed] = [printModel(before), printModel(after)];
        const comparison = compare(old, changed);
        const shown = witnesses(comparison);
        expect(shown.length > 0).toBe(comparison.verdict === 'incompatible');
        for (const { bytes = '', event, reason, ruleId } of shown) {
          // Any message may be an event.
          const oracle = oracleOf(old, changed, /(?:of|empty) "(\w+)"/.exec(reason)?.[1]);
          const sent = Buffer.from(bytes, 'hex');
          const why = oracle.misreads(sent) ?? liesOtherwise(sent, oracle.reader);
          expect([old, changed, ruleId, event, bytes, typeof why]).toEqual([
            ...[old, changed, ruleId, event, bytes, 'string'],
          ]);
        }
      }),
      run(1_000),
    );
  }, 300_000);

  it('reflexive: no change breaks nobody, whatever is around it', () => {
    fc.assert(
      fc.property(pairs, ([model]) => {
        const text = printModel(model);
        const { verdict, findings } = compare(text, `${text}// the same\n`);
        expect([text, verdict, findings]).toEqual([text, 'compatible', []]);
      }),
      run(250),
    );
  }, 120_000);

  it('forward is backward the other way round', () => {
    fc.assert(
      fc.property(pairs, ([before, after]) => {
        const [old, changed] = [printModel(before), printModel(after)];
        const [one, other] = [compare(old, changed, 'FORWARD'), compare(changed, old)];
        expect([old, changed, one.verdict]).toEqual([old, changed, other.verdict]);
        const events = (list: Comparison) =>
          witnesses(list)
            .map(({ bytes }) => bytes)
            .sort();
        expect(events(one)).toEqual(events(other));
      }),
      run(250),
    );
  }, 120_000);
});

const KINDS = [
  ...['double', 'float', 'int32', 'int64', 'uint32', 'uint64', 'sint32', 'sint64'],
  ...['fixed32', 'fixed64', 'sfixed32', 'sfixed64', 'bool', 'string', 'bytes'],
  ...['Inner', 'Open', 'Closed'],
];
const FORMS: Readonly<Record<string, (kind: string) => string>> = {
  single: (kind) => `${kind} a = 1;`,
  implicit: (kind) => `${kind} a = 1 [features.field_presence = IMPLICIT];`,
  packed: (kind) => `repeated ${kind} a = 1;`,
  expanded: (kind) => `repeated ${kind} a = 1 [features.repeated_field_encoding = EXPANDED];`,
  map: (kind) => `map<string, ${kind}> a = 1;`,
};
const REST = `
  message Inner { int32 n = 1; }
  enum Open { ZERO = 0; ONE = 1; }
  enum Closed { option features.enum_type = CLOSED; NIL = 0; EINS = 1; FIVE = 5; }`;
const withField = (field: string) =>
  `edition = "2023"; package t; message Event { ${field} } ${REST}`;

describe('every kind of field read as every other', () => {
  const cases = KINDS.flatMap((kind) =>
    Object.keys(FORMS).flatMap((form) => {
      const text = withField(FORMS[form]?.(kind) ?? '');
      return protobuf.read(sourceOf(text)).ok ? [{ kind, form, text }] : [];
    }),
  );

  it.each(cases)(
    '$form $kind: broken exactly where an event shows it',
    ({ text: old }) => {
      for (const { text: changed } of cases) {
        const { verdict } = compare(old, changed);
        const oracle = oracleOf(old, changed);
        const drawing = new EventDrawing((limit) => Math.floor(random() * limit));
        const misread = Array.from({ length: 20 }, () => drawing.bytes(oracle.writer)).find(
          (bytes) => bytes && oracle.misreads(bytes) !== undefined,
        );
        const isBroken = misread ? 'incompatible' : 'compatible';
        // What is rare among drawn events may be missed, what is shown may not.
        if (misread || verdict !== 'incompatible')
          expect([old, changed, verdict]).toEqual([old, changed, isBroken]);
      }
    },
    60_000,
  );
});

/** mulberry32: the same numbers in every run. */
let state = SEED;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
