import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Comparison } from '#compat';
import { protobuf } from '#schema';
import {
  AT_LENGTH,
  drawn,
  LAW_TIMES,
  LAW_SEED,
  lawRuns,
  NIGHT_MS,
  type Survivors,
  tellNight,
} from '../support/law-runs.js';
import { foreignMessage, readProto } from '../support/protobuf-es.js';
import { EventDrawing, ReadingOracle } from '../support/protobuf-reading-oracle.js';
import { compare, pairs, sourceOf } from '../support/proto-pairs.js';
import { printModel } from '../support/proto-drawing.js';

/**
 * Laws of the compatibility engine for Protobuf. Another library looks on: it reads the same bytes
 * under both schemas, and `test/support/protobuf-reading-oracle.ts` says whether they say the same.
 */
const DEADLINE_MS = LAW_TIMES > 1 ? NIGHT_MS : 300_000;
const foreign = new Map<string, ReturnType<typeof foreignMessage>>();
function foreignOf(text: string, message: string) {
  const key = `${message} ${text}`;
  const known = foreign.get(key) ?? foreignMessage(readProto(text), `t.${message}`);
  if (foreign.size > 1_000) foreign.clear(); // a night draws more than memory holds
  foreign.set(key, known);
  return known;
}

function oracleOf(old: string, changed: string, message = 'Event'): ReadingOracle {
  return new ReadingOracle(foreignOf(old, message), foreignOf(changed, message));
}

const witnesses = ({ findings }: Comparison) =>
  findings.flatMap(({ witness, ruleId }) => (witness ? [{ ruleId, ...witness }] : []));

/** How many of so many drawn events say the same to both sides, and how many of them differ. */
function survives(
  old: string,
  changed: string,
  below: (limit: number) => number,
  events: number,
): Survivors {
  const oracle = oracleOf(old, changed);
  const drawing = new EventDrawing(below);
  const met = new Set<string>();
  for (let seen = 0; seen < events; seen++) {
    const bytes = drawing.bytes(oracle.writer);
    if (!bytes) return { drawn: seen, different: met.size };
    const before = met.size;
    if (met.add(Buffer.from(bytes).toString('latin1')).size === before) continue;
    const why = oracle.misreads(bytes);
    const told = { old, changed, bytes: Buffer.from(bytes).toString('hex'), why };
    if (why !== undefined) expect(told).toBe('read as it was written');
  }
  return { drawn: events, different: met.size };
}

describe('laws of the compatibility engine for Protobuf', () => {
  const tally = { compatible: 0, incompatible: 0, undecided: 0 };

  it(
    'sound: what is called compatible says the same to both, in every event thrown at it',
    () => {
      fc.assert(
        fc.property(pairs, ([before, after, below]) => {
          const [old, changed] = [printModel(before), printModel(after)];
          const { verdict, undecidedBecause } = compare(old, changed);
          expect([old, changed, undecidedBecause]).toEqual([old, changed, undefined]);
          tally[verdict]++;
          if (verdict !== 'compatible') return;
          survives(old, changed, below, 15);
        }),
        lawRuns(500),
      );
      expect(tally.undecided).toBe(0);
      expect(Math.min(tally.compatible, tally.incompatible)).toBeGreaterThan(100);
    },
    DEADLINE_MS,
  );

  it(
    'witness: what is called incompatible shows bytes that the other library misreads too',
    () => {
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
            const why = oracle.misreads(sent);
            expect([old, changed, ruleId, event, bytes, typeof why]).toEqual([
              ...[old, changed, ruleId, event, bytes, 'string'],
            ]);
          }
        }),
        lawRuns(1_000),
      );
    },
    DEADLINE_MS,
  );

  it(
    'reflexive: no change breaks nobody, whatever is around it',
    () => {
      fc.assert(
        fc.property(pairs, ([model]) => {
          const text = printModel(model);
          const { verdict, findings } = compare(text, `${text}// the same\n`);
          expect([text, verdict, findings]).toEqual([text, 'compatible', []]);
        }),
        lawRuns(250),
      );
    },
    DEADLINE_MS,
  );

  it(
    'forward is backward the other way round',
    () => {
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
        lawRuns(250),
      );
    },
    DEADLINE_MS,
  );
});

describe('at length', () => {
  it(
    'no event out of thousands refutes what is called compatible, and no verdict lacks its event',
    () => {
      const count = { compatible: 0, incompatible: 0, undecided: 0 };
      const length = { pairs: 0, events: 0, different: 0 };
      for (const [before, after, below] of drawn(pairs, LAW_SEED + 1)) {
        const [old, changed] = [printModel(before), printModel(after)];
        if (old === changed) continue;
        const comparison = compare(old, changed);
        count[comparison.verdict]++;
        expect(witnesses(comparison).length > 0).toBe(comparison.verdict === 'incompatible');
        if (comparison.verdict !== 'compatible') continue;
        const survived = survives(old, changed, below, AT_LENGTH.events);
        length.events += survived.drawn;
        length.different += survived.different;
        if (survived.drawn === AT_LENGTH.events && ++length.pairs === AT_LENGTH.pairs) break;
      }
      tellNight('Protobuf at length', { ...count, ...length });
      expect(count.undecided).toBe(0);
      expect(length.different).toBeGreaterThan(AT_LENGTH.pairs);
    },
    DEADLINE_MS,
  );
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
    DEADLINE_MS,
  );
});

/** mulberry32: the same numbers in every run. */
let state = LAW_SEED;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
