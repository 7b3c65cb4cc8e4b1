import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CompatibilityReport } from '#compat';
import { jsonSchema, sampleNearlyValid } from '#schema';
import { isNight, LAW_SEED, lawRuns, NIGHT_MS, tellNight } from '../support/law-runs.js';
import {
  compare,
  events,
  isRefuted,
  pairs,
  type Schema,
  schemas,
  validatorOf,
} from '../support/schema-pairs.js';

/**
 * Laws of the compatibility engine for JSON Schema, judged by the validator the gateway runs. The
 * engine never sees these events; it has to be right about all of them.
 */
function witnessesOf(report: CompatibilityReport): unknown[] {
  return report.comparisons.flatMap(({ findings }) =>
    findings.flatMap(({ witness }) => (witness ? [JSON.parse(witness.event) as unknown] : [])),
  );
}

const verdicts = { compatible: 0, incompatible: 0, undecided: 0 };

describe('laws of the compatibility engine for JSON Schema', () => {
  it('sound: what is called compatible survives every event thrown at it [covers 60]', () => {
    fc.assert(
      fc.property(
        pairs,
        fc.array(events, { minLength: 60, maxLength: 60 }),
        ([old, changed], thrown) => {
          const report = compare(old, changed);
          verdicts[report.verdict]++;
          if (report.verdict !== 'compatible') return;
          const [writer, reader] = [validatorOf(old), validatorOf(changed)];
          for (const event of thrown) {
            if (!writer.isValid(event) || reader.isValid(event)) continue;
            const refuted = isRefuted(event, old, changed);
            expect(refuted ? { event } : 'survives').toBe('survives');
          }
        },
      ),
      lawRuns(250),
    );
  });

  it('witness: what is called incompatible shows an event that one side accepts and the other refuses', () => {
    fc.assert(
      fc.property(pairs, ([old, changed]) => {
        const report = compare(old, changed);
        const shown = witnessesOf(report);
        expect(shown.length > 0).toBe(report.verdict === 'incompatible');
        const [writer, reader] = [validatorOf(old), validatorOf(changed)];
        for (const event of shown) {
          expect([event, writer.isValid(event), reader.isValid(event)]).toEqual([
            event,
            true,
            false,
          ]);
        }
      }),
      lawRuns(250),
    );
  });

  it('no event that is nearly valid for the reader refutes what is called compatible', () => {
    let met = 0;
    fc.assert(
      fc.property(pairs, fc.nat(1_000), ([old, changed], seed) => {
        if (compare(old, changed).verdict !== 'compatible') return;
        const text = JSON.stringify(changed);
        const reader = jsonSchema.read({ type: 'JSON', text, references: [] });
        const near = reader.ok && sampleNearlyValid(jsonSchema, reader.value, seed);
        if (!near) return;
        met++;
        const isTaken = validatorOf(old).isValid(near.event);
        const isCaught = isTaken && isRefuted(near.event, old, changed);
        expect(isCaught ? near : 'survives').toBe('survives');
      }),
      lawRuns(150),
    );
    expect(met).toBeGreaterThan(20);
  });

  it('decided: hardly any of these pairs is left open', () => {
    const { compatible, incompatible, undecided } = verdicts;
    expect(compatible).toBeGreaterThan(20);
    expect(incompatible).toBeGreaterThan(20);
    expect(undecided / (compatible + incompatible + undecided)).toBeLessThan(0.02);
  });

  it('reflexive: a schema is compatible with itself, however its members are ordered', () => {
    fc.assert(
      fc.property(schemas, (schema) => {
        expect(compare(schema, reordered(schema)).verdict).toBe('compatible');
      }),
      lawRuns(200),
    );
  });

  it('metamorphic: rewriting a schema into an equivalent one keeps every verdict', () => {
    const rewrites = fc.constantFrom<(schema: Schema) => Schema>(
      reordered,
      (schema) => ({ allOf: [schema] }),
      (schema) => ({ anyOf: [schema, false] }),
      (schema) => ({ not: { not: schema } }),
      (schema) => ({ $ref: '#/definitions/it', definitions: { it: schema } }),
      (schema) => ({ if: schema, then: true, else: false }),
    );
    fc.assert(
      fc.property(pairs, rewrites, rewrites, ([old, changed], first, second) => {
        const plain = compare(old, changed).verdict;
        expect(compare(first(old), second(changed)).verdict).toBe(plain);
      }),
      lawRuns(120),
    );
  });

  it('sound under declared-only: no event without undeclared fields breaks', () => {
    fc.assert(
      fc.property(pairs, ([old, changed]) => {
        const open = compare(old, changed).verdict;
        const declared = compare(old, changed, 'declared-only');
        // The assumption only takes events away, so it never makes a safe change unsafe.
        if (open === 'compatible') expect(declared.verdict).toBe('compatible');
        const [writer, reader] = [validatorOf(old), validatorOf(changed)];
        for (const event of witnessesOf(declared)) {
          expect([writer.isValid(event), reader.isValid(event)]).toEqual([true, false]);
        }
      }),
      lawRuns(120),
    );
  });
});

function reordered(schema: Schema): Schema {
  if (typeof schema !== 'object') return schema;
  return Object.fromEntries(Object.entries(schema).reverse());
}

/** By night 5,000 pairs are each met by 10,000 events, by day a five-hundredth of that work. */
describe('at length', () => {
  const [pairCount, eventCount] = isNight ? [5_000, 10_000] : [100, 1_000];

  it(
    'no event out of thousands refutes what is called compatible, and no verdict lacks its event',
    () => {
      const pool = fc.sample(events, { numRuns: eventCount, seed: LAW_SEED });
      const count = { compatible: 0, incompatible: 0, undecided: 0 };
      let survived = 0;
      for (const [old, changed] of fc.sample(pairs, { numRuns: pairCount, seed: LAW_SEED + 1 })) {
        const report = compare(old, changed);
        count[report.verdict]++;
        expect(witnessesOf(report).length > 0).toBe(report.verdict === 'incompatible');
        if (report.verdict !== 'compatible') continue;
        const [writer, reader] = [validatorOf(old), validatorOf(changed)];
        for (const event of pool) {
          if (!writer.isValid(event)) continue;
          survived++;
          if (reader.isValid(event)) continue;
          const refuted = isRefuted(event, old, changed);
          expect(refuted ? { old, changed, event } : 'survives').toBe('survives');
        }
      }
      tellNight('JSON Schema at length', { ...count, survived });
      expect(survived).toBeGreaterThan(eventCount);
    },
    isNight ? NIGHT_MS : undefined,
  );
});

/** Every pair of these schemas over every one of these events: nothing is left to chance. */
describe('exhaustively on a small universe', () => {
  const universe: Schema[] = [
    true,
    false,
    {},
    { type: 'object' },
    { type: 'string' },
    { type: 'integer' },
    { type: 'number' },
    { type: ['integer', 'null'] },
    { enum: [1, 'a'] },
    { const: 1 },
    { minimum: 1 },
    { type: 'number', maximum: 0 },
    { type: 'string', maxLength: 1 },
    { pattern: '^a' },
    { type: 'object', properties: { a: { type: 'string' } } },
    { required: ['a'] },
    { type: 'object', additionalProperties: false },
    { type: 'object', properties: { a: true }, additionalProperties: false },
    { propertyNames: { const: 'a' } },
    { minProperties: 1 },
    { type: 'array', items: { type: 'integer' } },
    { items: [{ type: 'string' }] },
    { contains: { const: 1 } },
    { type: 'array', uniqueItems: true },
    { minItems: 1, maxItems: 1 },
    { oneOf: [{ type: 'integer' }, { type: 'number' }] },
    { anyOf: [{ type: 'string' }, { required: ['a'] }] },
    { not: { type: 'object' } },
    { if: { type: 'object' }, then: { required: ['a'] } },
    { multipleOf: 2 },
  ];
  const values: unknown[] = [
    null,
    true,
    false,
    0,
    1,
    2,
    -1,
    0.5,
    '',
    'a',
    'ab',
    'b',
    [],
    [1],
    ['a'],
    [1, 1],
    ['a', 1],
    [null],
    {},
    { a: 1 },
    { a: 'a' },
    { b: 1 },
    { a: 'a', b: 1 },
    { a: null },
  ];

  it('the verdict of every pair agrees with every event', () => {
    const validators = universe.map(validatorOf);
    let undecided = 0;
    for (const [i, old] of universe.entries()) {
      for (const [j, changed] of universe.entries()) {
        const { verdict } = compare(old, changed);
        if (verdict === 'undecided') undecided++;
        const broken = values.find(
          (value) => validators[i]?.isValid(value) && !validators[j]?.isValid(value),
        );
        const isRefuted = verdict === 'compatible' && broken !== undefined;
        expect(isRefuted ? { old, changed, broken } : 'agrees').toBe('agrees');
      }
    }
    expect(undecided).toBe(0);
  });
});
