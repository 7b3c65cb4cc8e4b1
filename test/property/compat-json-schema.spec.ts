import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkCompatibility, type CompatibilityReport } from '#compat';
import { jsonSchema, type SchemaSource, type Validator } from '#schema';
import { compileSchema } from 'json-schema-library';

/**
 * Laws of the compatibility engine for JSON Schema, judged by the validator the gateway runs. The
 * engine never sees these events; it has to be right about all of them.
 *
 * CONCORDAT_LAW_RUNS multiplies the pairs (nightly: 100). A failure prints its seed and path.
 */
const RUNS = Number(process.env.CONCORDAT_LAW_RUNS ?? 1);
const SEED = Number(process.env.CONCORDAT_LAW_SEED ?? 20261123);
const run = (pairs: number) => ({ numRuns: pairs * RUNS, seed: SEED });

type Schema = boolean | { [keyword: string]: unknown };

const sourceOf = (schema: Schema): SchemaSource => ({
  type: 'JSON',
  text: JSON.stringify(schema),
  references: [],
});

function validatorOf(schema: Schema): Validator {
  const read = jsonSchema.read(sourceOf(schema));
  if (!read.ok) throw new Error(`${JSON.stringify(schema)}: ${read.error[0]?.message}`);
  return jsonSchema.compile(read.value);
}

/**
 * No validator is always right: ajv accepts `[]` for `{"contains":…,"items":[…]}`, for instance. So
 * an event refutes a proof when a second, independent validator says the same.
 */
function isRefuted(event: unknown, old: Schema, changed: Schema): boolean {
  const secondOpinion = (schema: Schema): boolean =>
    compileSchema(DRAFT_07(schema)).validate(event).valid;
  return secondOpinion(old) && !secondOpinion(changed);
}
const DRAFT_07 = (schema: Schema): object => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  ...(typeof schema === 'object' ? schema : { allOf: [schema] }),
});

const compare = (
  old: Schema,
  changed: Schema,
  assumption: 'open-world' | 'declared-only' = 'open-world',
) =>
  checkCompatibility({
    old: [{ version: 1, source: sourceOf(old) }],
    new: sourceOf(changed),
    mode: 'BACKWARD',
    assumption,
  });

const names = fc.constantFrom('a', 'b', 'ab', 'S_x');
const scalars = fc.constantFrom<unknown>(
  null,
  true,
  false,
  0,
  1,
  2,
  -1,
  0.5,
  3,
  7,
  '',
  'a',
  'b',
  'ab',
  '12',
  'x-1',
);
const small = fc.integer({ min: 0, max: 3 });
const types = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object');
const patterns = fc.constantFrom('^a', 'b$', '^[a-z]+$', '^\\d+$', '^(a|b)*$', 'x');

/** One keyword with a value that is right for it. */
const keyword = (inner: fc.Arbitrary<Schema>): fc.Arbitrary<{ [name: string]: unknown }> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ properties: fc.dictionary(names, inner, { maxKeys: 3 }) }),
    },
    fc.record({ enum: fc.uniqueArray(scalars, { minLength: 1, maxLength: 4 }) }),
    fc.record({ const: scalars }),
    fc.record({ minimum: fc.integer({ min: -2, max: 5 }) }),
    fc.record({ maximum: fc.integer({ min: -2, max: 5 }) }),
    fc.record({ exclusiveMinimum: fc.integer({ min: -2, max: 5 }) }),
    fc.record({ multipleOf: fc.constantFrom(1, 2, 3, 0.5) }),
    fc.record({ minLength: small }),
    fc.record({ maxLength: small }),
    fc.record({ pattern: patterns }),
    fc.record({ required: fc.uniqueArray(names, { minLength: 1, maxLength: 2 }) }),
    fc.record({ additionalProperties: inner }),
    fc.record({
      patternProperties: fc.dictionary(fc.constantFrom('^S_', 'b$'), inner, { maxKeys: 2 }),
    }),
    fc.record({
      propertyNames: fc.oneof(fc.record({ maxLength: small }), fc.record({ pattern: patterns })),
    }),
    fc.record({ minProperties: small }),
    fc.record({ maxProperties: small }),
    fc.record({
      dependencies: fc.dictionary(names, fc.oneof(fc.uniqueArray(names, { maxLength: 2 }), inner), {
        maxKeys: 1,
      }),
    }),
    fc.record({ items: inner }),
    fc.record({ items: fc.array(inner, { minLength: 1, maxLength: 2 }), additionalItems: inner }),
    fc.record({ minItems: small }),
    fc.record({ maxItems: small }),
    fc.record({ uniqueItems: fc.boolean() }),
    fc.record({ contains: inner }),
    fc.record({ anyOf: fc.array(inner, { minLength: 1, maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(inner, { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(inner, { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: inner }),
    fc.record({ if: inner, then: inner, else: inner }),
  );

const schemaAt = (depth: number): fc.Arbitrary<Schema> => {
  if (depth === 0)
    return fc.oneof({ weight: 1, arbitrary: fc.boolean() }, { weight: 5, arbitrary: leaf });
  const parts = fc.array(keyword(schemaAt(depth - 1)), { minLength: 1, maxLength: 3 });
  return parts.map((each) => Object.assign({}, ...each) as Schema);
};
const leaf: fc.Arbitrary<Schema> = fc.oneof(
  fc.record({ type: types }),
  fc.record({ const: scalars }),
  fc.record({ type: fc.constant('string'), maxLength: small }),
  fc.record({ type: fc.constant('integer'), minimum: fc.integer({ min: -1, max: 3 }) }),
  fc.record({ enum: fc.uniqueArray(scalars, { minLength: 1, maxLength: 3 }) }),
);
const schemas = schemaAt(2);

/** A schema and a near relative of it: most real changes are small. */
const pairs = fc
  .tuple(schemas, keyword(schemaAt(1)), schemas, fc.nat(5))
  .map(([old, extra, other, kind]): [Schema, Schema] => {
    if (kind === 0) return [old, other];
    if (typeof old === 'boolean') return [old, extra];
    const keys = Object.keys(old);
    const { [keys[kind % keys.length] ?? '']: _dropped, ...less } = old;
    if (kind === 1) return [old, less];
    if (kind === 2) return [old, { ...old, ...extra }];
    if (kind === 3) return [{ ...old, ...extra }, old];
    if (kind === 4) return [old, { anyOf: [old, other] }];
    return [
      { ...old, ...extra },
      { ...less, ...extra },
    ];
  });

/** Events over the same few names and values, so that they meet the schemas' edges. */
const events = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  ),
})).value;

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
      run(250),
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
      run(250),
    );
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
      run(200),
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
      run(120),
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
      run(120),
    );
  });
});

function reordered(schema: Schema): Schema {
  if (typeof schema !== 'object') return schema;
  return Object.fromEntries(Object.entries(schema).reverse());
}

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
