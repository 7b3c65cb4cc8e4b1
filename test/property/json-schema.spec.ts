import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonSchema, type ReadSchema } from '#schema';
import type { Json } from '../../src/schema/json.js';
import { isPlainlyValid } from '../../src/schema/json-schema/is-plainly-valid.js';
import { rootOf } from '../../src/schema/json-schema/read.js';
import { LAW_SEED, lawRuns } from '../support/law-runs.js';

const runs = lawRuns(200);

const read = (text: string): ReadSchema => {
  const result = jsonSchema.read({ type: 'JSON', text, references: [] });
  if (!result.ok) throw new Error(`${text}: ${JSON.stringify(result.error)}`);
  return result.value;
};

const name = fc.constantFrom('a', 'b', '1', '0', 'ü/~', 'constructor');
const schema: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.constant({}),
    fc.record({ type: fc.constantFrom('string', 'integer', 'boolean', 'null', 'number') }),
    fc.record(
      {
        type: fc.constant('string'),
        minLength: fc.nat(5),
        format: fc.constantFrom('date', 'uuid', 'email', 'other'),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({
      type: fc.constant('string'),
      pattern: fc.constantFrom('^[a-c]{2,4}$', '^\\d+-x$', '(yes|no)', '^\\p{Lu}\\w*$', '^\\-.$'),
    }),
    fc.record(
      {
        type: fc.constant('integer'),
        minimum: fc.integer({ min: -9, max: 9 }),
        multipleOf: fc.constantFrom(1, 2, 3),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constant('number'),
        exclusiveMinimum: fc.integer({ min: 0, max: 5 }),
        multipleOf: fc.constantFrom(0.1, 0.25),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({
      enum: fc.uniqueArray(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
    fc.record({
      const: fc
        .jsonValue({ maxDepth: 1 })
        .filter((value) => !JSON.stringify(value).includes('__proto__')),
    }),
    fc.record(
      { type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(2) },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(name, tie('schema'), { maxKeys: 3 }),
        required: fc.uniqueArray(name, { maxLength: 2 }),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({
      items: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
      minItems: fc.constant(1),
      type: fc.constant('array'),
    }),
  ),
})).schema;

/** The same schema written with other white space and the members of objects in another order. */
const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  );
};

describe(`laws of JSON Schema texts (seed ${LAW_SEED})`, () => {
  it('canonical is idempotent and blind to white space', () => {
    fc.assert(
      fc.property(schema, (value) => {
        const once = jsonSchema.canonical(read(JSON.stringify(value, null, 3)));
        expect(once).toBe(JSON.stringify(value));
        expect(jsonSchema.canonical(read(once))).toBe(once);
      }),
      runs,
    );
  });

  it('normalize is idempotent and blind to the order of keys', () => {
    fc.assert(
      fc.property(schema, (value) => {
        const once = jsonSchema.normalize(read(JSON.stringify(value)));
        expect(jsonSchema.normalize(read(once))).toBe(once);
        expect(jsonSchema.normalize(read(JSON.stringify(shuffled(value))))).toBe(once);
        expect(JSON.parse(once)).toEqual(value);
      }),
      runs,
    );
  });

  it('a sample is valid, the same for the same seed, and nearly always found', () => {
    let found = 0;
    fc.assert(
      fc.property(schema, fc.nat(1_000), (value, chance) => {
        const one = read(JSON.stringify(value));
        const event = jsonSchema.sample(one, chance);
        if (event === undefined) return;
        found++;
        expect(jsonSchema.compile(one).explain(event)).toEqual([]);
        expect(jsonSchema.sample(one, chance)).toEqual(event);
      }),
      { ...runs, numRuns: 100 },
    );
    expect(found).toBeGreaterThan(85);
  });

  it('what looking tells of an event, a validator tells too, and mostly it tells', () => {
    const told = { fits: 0, doesNot: 0, nothing: 0 };
    fc.assert(
      fc.property(schema, fc.jsonValue({ maxDepth: 3 }), fc.nat(1_000), (value, any, seed) => {
        const one = read(JSON.stringify(value));
        const validator = jsonSchema.compile(one);
        for (const event of [any, jsonSchema.sample(one, seed)] as (Json | undefined)[]) {
          if (event === undefined) continue;
          const verdict = isPlainlyValid(event, rootOf(one).documents);
          told[verdict === undefined ? 'nothing' : verdict ? 'fits' : 'doesNot']++;
          if (verdict !== undefined) expect(verdict).toBe(validator.isValid(event));
        }
      }),
      runs,
    );
    expect(told.fits + told.doesNot).toBeGreaterThan(2 * told.nothing);
    expect(Math.min(told.fits, told.doesNot)).toBeGreaterThan(0);
  });

  it('explain finds a reason exactly when isValid refuses', () => {
    fc.assert(
      fc.property(schema, fc.jsonValue({ maxDepth: 3 }), (value, event) => {
        const validator = jsonSchema.compile(read(JSON.stringify(value)));
        expect(validator.explain(event).length === 0).toBe(validator.isValid(event));
      }),
      runs,
    );
  });

  it('the tree of any schema can be drawn', () => {
    fc.assert(
      fc.property(schema, (value) =>
        expect(jsonSchema.tree(read(JSON.stringify(value))).path).toBe(''),
      ),
      runs,
    );
  });
});
