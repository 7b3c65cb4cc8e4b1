import fc from 'fast-check';
import { checkCompatibility } from '#compat';
import { jsonSchema, type SchemaSource, type Validator } from '#schema';
import { compileSchema } from 'json-schema-library';

/** Drawn schemas, pairs of near relatives and events over the same few names and values. */
export type Schema = boolean | { [keyword: string]: unknown };

export const sourceOf = (schema: Schema): SchemaSource => ({
  type: 'JSON',
  text: JSON.stringify(schema),
  references: [],
});

export function validatorOf(schema: Schema): Validator {
  const read = jsonSchema.read(sourceOf(schema));
  if (!read.ok) throw new Error(`${JSON.stringify(schema)}: ${read.error[0]?.message}`);
  return jsonSchema.compile(read.value);
}

/**
 * No validator is always right: ajv accepts `[]` for `{"contains":…,"items":[…]}`, for instance. So
 * an event refutes a proof when a second, independent validator says the same.
 */
export function isRefuted(event: unknown, old: Schema, changed: Schema): boolean {
  const secondOpinion = (schema: Schema): boolean =>
    compileSchema(DRAFT_07(schema)).validate(event).valid;
  return secondOpinion(old) && !secondOpinion(changed);
}
const DRAFT_07 = (schema: Schema): object => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  ...(typeof schema === 'object' ? schema : { allOf: [schema] }),
});

export const compare = (
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
export const keyword = (inner: fc.Arbitrary<Schema>): fc.Arbitrary<{ [name: string]: unknown }> =>
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

export const schemaAt = (depth: number): fc.Arbitrary<Schema> => {
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
export const schemas = schemaAt(2);

/** A schema and a near relative of it: most real changes are small. */
export const pairs = fc
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
export const events = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  ),
})).value;
