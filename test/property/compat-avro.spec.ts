import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import avsc from 'avsc';
import fc from 'fast-check';
import type { CompatibilityReport } from '#compat';
import { avro, avroRootOf, decodeAvro, encodeAvro, sampleNearlyValid } from '#schema';
import { coveringData, DatumResolver } from '../support/avro-datum-oracle.js';
import { compare, pairs, read, type Schema } from '../support/avro-pairs.js';
import {
  AT_LENGTH,
  drawn,
  LAW_DEADLINE_MS,
  LAW_SEED,
  lawRuns,
  type Survivors,
  tellNight,
} from '../support/law-runs.js';

/**
 * Laws of the compatibility engine for Avro. Two judges that share no code with it look on: a
 * resolver of single data written from the specification (`test/support`), and avsc. Only schemas and bytes
 * made here reach avsc, which is no match for hostile ones.
 */
const witnessesOf = (report: CompatibilityReport): unknown[] =>
  report.comparisons.flatMap(({ findings }) =>
    findings.flatMap(({ witness }) => (witness ? [JSON.parse(witness.event)] : [])),
  );

// ── the other judge: avsc ───────────────────────────────────────────────────────────────────

/** avsc wants union defaults to be of the first branch and has no single-branch or empty unions. */
const OPTIONS = { wrapUnions: true } as const;

function avscTypes(old: Schema, changed: Schema): [avsc.Type, avsc.Type] | undefined {
  try {
    return [old, changed].map((each) =>
      avsc.Type.forSchema(structuredClone(each) as avsc.Schema, { ...OPTIONS }),
    ) as [avsc.Type, avsc.Type];
  } catch {
    return undefined;
  }
}

function avscAccepts([writer, reader]: [avsc.Type, avsc.Type]): boolean {
  try {
    reader.createResolver(writer);
    return true;
  } catch {
    return false;
  }
}

const tally = {
  pairs: 0,
  compatible: 0,
  incompatible: 0,
  undecided: 0,
  avsc: 0,
  avscAgrees: 0,
  beyondAvsc: 0,
};

/**
 * How many of so many events of the writer both judges found readable, and how many of them differ.
 * One that was met before would only be judged the same again.
 */
function survives(old: Schema, changed: Schema, events: number): Survivors {
  const [writer, reader] = [read(old), read(changed)];
  const [from, to] = [avroRootOf(writer).type, avroRootOf(reader).type];
  const [judge, validator] = [new DatumResolver(old, changed), avro.compile(reader)];
  const met = new Set<string>();
  for (let seed = 0; seed < events; seed++) {
    const event = avro.sample(writer, LAW_SEED + seed);
    if (event === undefined) return { drawn: seed, different: met.size };
    const bytes = encodeAvro(from, event as never);
    const before = met.size;
    if (met.add(Buffer.from(bytes).toString('latin1')).size === before) continue;
    const decoded = decodeAvro(from, to, bytes);
    const isRead = decoded.ok && judge.takes(event) && validator.isValid(decoded.value);
    if (!isRead) expect({ old, changed, event, decoded }).toBe('read by both');
  }
  return { drawn: events, different: met.size };
}

describe('laws of the compatibility engine for Avro', () => {
  it('sound: what is called compatible reads every event thrown at it [covers 60]', () => {
    fc.assert(
      fc.property(pairs, ([old, changed]) => {
        const report = compare(old, changed);
        tally[report.verdict]++;
        if (report.verdict === 'compatible') survives(old, changed, 20);
      }),
      lawRuns(1_500),
    );
  });

  it('witness: what is called incompatible shows an event that really fails, to both judges', () => {
    fc.assert(
      fc.property(pairs, ([old, changed]) => {
        const report = compare(old, changed);
        const shown = witnessesOf(report);
        expect(shown.length > 0).toBe(report.verdict === 'incompatible');
        const writer = read(old);
        const judge = new DatumResolver(old, changed);
        for (const event of shown) {
          expect([event, avro.compile(writer).explain(event)]).toEqual([event, []]);
          expect([event, judge.takes(event)]).toEqual([event, false]);
        }
      }),
      lawRuns(1_500),
    );
  });

  it('agrees with every datum, case by case, and with avsc wherever that judges data', () => {
    fc.assert(
      fc.property(pairs, ([old, changed]) => {
        const judge = new DatumResolver(old, changed);
        const refused = coveringData(old).find((datum) => !judge.takes(datum));
        const { verdict } = compare(old, changed);
        const expected = refused === undefined ? 'compatible' : 'incompatible';
        expect([old, changed, refused, verdict]).toEqual([old, changed, refused, expected]);
        tally.pairs++;
        const types = avscTypes(old, changed);
        if (!types) return;
        tally.avsc++;
        const accepts = avscAccepts(types);
        if (accepts === (verdict === 'compatible')) tally.avscAgrees++;
        else {
          // avsc looks at parts of schemas that no datum reaches; every datum was looked at above.
          expect([old, changed, verdict, accepts]).toEqual([old, changed, 'compatible', false]);
          tally.beyondAvsc++;
        }
      }),
      lawRuns(1_500),
    );
  });

  it('an event that is nearly valid for the reader, and breaks it, is foreseen', () => {
    const met = { read: 0, refused: 0 };
    fc.assert(
      fc.property(pairs, fc.nat(1_000), ([old, changed], seed) => {
        const [writer, reader] = [read(old), read(changed)];
        const near = sampleNearlyValid(avro, reader, seed);
        if (!near || !avro.compile(writer).isValid(near.event)) return;
        const [from, to] = [avroRootOf(writer).type, avroRootOf(reader).type];
        const isRead = decodeAvro(from, to, encodeAvro(from, near.event)).ok;
        met[isRead ? 'read' : 'refused']++;
        const isTaken = new DatumResolver(old, changed).takes(near.event);
        expect([old, changed, near, isRead]).toEqual([old, changed, near, isTaken]);
        if (!isRead) expect(compare(old, changed).verdict).toBe('incompatible');
      }),
      lawRuns(1_000),
    );
    expect(Math.min(met.read, met.refused)).toBeGreaterThan(10);
  });

  it('decided: none of these pairs is left open, and both answers are frequent', () => {
    expect(tally.compatible).toBeGreaterThan(200);
    expect(tally.incompatible).toBeGreaterThan(200);
    expect(tally.undecided).toBe(0);
    expect(tally.avsc).toBeGreaterThan(500);
    tellNight('Avro against single data', tally);
  });

  it('reflexive: a schema is compatible with itself, however it is written', () => {
    fc.assert(
      fc.property(pairs, ([old]) => {
        const normal = JSON.parse(avro.normalize(read(old))) as Schema;
        expect(compare(old, normal).verdict).toBe('compatible');
        expect(compare(normal, old).verdict).toBe('compatible');
      }),
      lawRuns(300),
    );
  });

  it('what is written is read back, by us and by avsc, byte for byte', () => {
    fc.assert(
      fc.property(pairs, fc.nat(1_000), ([old], seed) => {
        const schema = read(old);
        const event = avro.sample(schema, seed);
        if (event === undefined) return;
        expect(avro.compile(schema).explain(event)).toEqual([]);
        const { type } = avroRootOf(schema);
        const bytes = encodeAvro(type, event as never);
        const back = decodeAvro(type, type, bytes);
        expect(back).toEqual({ ok: true, value: event });
        const theirs = avscTypes(old, old)?.[0];
        if (!theirs || /\d{16}/.test(bigDigits(event))) return;
        expect(
          Buffer.from(bytes).equals(theirs.toBuffer(theirs.fromString(JSON.stringify(event)))),
        ).toBe(true);
      }),
      lawRuns(500),
    );
  });
});

describe('at length', () => {
  it(
    'no event out of thousands refutes what is called compatible, and no verdict lacks its event',
    () => {
      const count = { compatible: 0, incompatible: 0, undecided: 0 };
      const length = { pairs: 0, events: 0, different: 0 };
      for (const [old, changed] of drawn(pairs, LAW_SEED + 1)) {
        if (isDeepStrictEqual(old, changed)) continue;
        const report = compare(old, changed);
        count[report.verdict]++;
        expect(witnessesOf(report).length > 0).toBe(report.verdict === 'incompatible');
        if (report.verdict !== 'compatible') continue;
        const survived = survives(old, changed, AT_LENGTH.events);
        length.events += survived.drawn;
        length.different += survived.different;
        if (survived.drawn === AT_LENGTH.events && ++length.pairs === AT_LENGTH.pairs) break;
      }
      tellNight('Avro at length', { ...count, ...length });
      expect(count.undecided).toBe(0);
      expect(length.different).toBeGreaterThan(AT_LENGTH.pairs);
    },
    LAW_DEADLINE_MS,
  );
});

const bigDigits = (event: unknown) =>
  JSON.stringify(event, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
