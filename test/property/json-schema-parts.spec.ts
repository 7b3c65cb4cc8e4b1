import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonSchema } from '#schema';
import { LAW_SEED, lawRuns } from '../support/law-runs.js';

const draft2020 = 'https://json-schema.org/draft/2020-12/schema';

type Value = unknown;
interface Node {
  readonly [word: string]: unknown;
}
type Schema = boolean | Node;

/** What the specification says, word by word: the parts looked at, or nothing where it refuses. */
function judged(schema: Schema, value: Value, root: Schema): Set<string> | undefined {
  if (typeof schema === 'boolean') return schema ? new Set() : undefined;
  const seen = new Set<string>();
  const fits = (inner: unknown, part: Value): boolean =>
    judged(inner as Schema, part, root) !== undefined;
  let isFit = true;
  const need = (holds: boolean): void => void (isFit &&= holds);
  const join = (inner: unknown): boolean => {
    const parts = judged(inner as Schema, value, root);
    for (const part of parts ?? []) seen.add(part);
    return parts !== undefined;
  };
  const list = (word: string): readonly unknown[] => (schema[word] as unknown[] | undefined) ?? [];
  const look = (part: string | number, inner: unknown): void => {
    need(fits(inner, (value as Record<string, unknown>)[part]));
    seen.add(String(part));
  };

  if ('const' in schema) need(value === schema.const);
  if ('type' in schema) need(typeOf(value) === schema.type);
  if ('$ref' in schema)
    need(join(schema.$ref === '#' ? root : ((root as Node).$defs as Node | undefined)?.d));
  for (const inner of list('allOf')) need(join(inner));
  if ('anyOf' in schema) need(list('anyOf').filter(join).length > 0);
  if ('oneOf' in schema) need(list('oneOf').filter(join).length === 1);
  if ('not' in schema) need(!fits(schema.not, value));
  if ('if' in schema) {
    const next = join(schema.if) ? schema.then : schema.else;
    if (next !== undefined) need(join(next));
  }
  if (Array.isArray(value)) {
    const prefix = list('prefixItems');
    for (const [i, inner] of prefix.entries()) if (i < value.length) look(i, inner);
    for (const i of value.keys())
      if ('items' in schema && i >= prefix.length) look(i, schema.items);
    if ('contains' in schema) {
      const found = [...value.keys()].filter((i) => fits(schema.contains, value[i]));
      for (const i of found) seen.add(String(i));
      need(found.length >= ((schema.minContains as number | undefined) ?? 1));
      need(found.length <= ((schema.maxContains as number | undefined) ?? Infinity));
    }
    if (schema.uniqueItems === true)
      need(new Set(value.map((item) => JSON.stringify(item))).size === value.length);
    if ('unevaluatedItems' in schema)
      for (const i of value.keys()) if (!seen.has(String(i))) look(i, schema.unevaluatedItems);
  } else if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value);
    const properties = (schema.properties ?? {}) as Node;
    const patterns = (schema.patternProperties ?? {}) as Node;
    const declared = (name: string): unknown[] => [
      ...(name in properties ? [properties[name]] : []),
      ...Object.keys(patterns)
        .filter((text) => new RegExp(text, 'u').test(name))
        .map((text) => patterns[text]),
    ];
    for (const name of names) for (const inner of declared(name)) look(name, inner);
    for (const name of names)
      if ('additionalProperties' in schema && declared(name).length === 0)
        look(name, schema.additionalProperties);
    for (const [name, inner] of Object.entries((schema.dependentSchemas ?? {}) as Node))
      if (names.includes(name)) need(join(inner));
    if ('unevaluatedProperties' in schema)
      for (const name of names) if (!seen.has(name)) look(name, schema.unevaluatedProperties);
  }
  return isFit ? seen : undefined;
}

const typeOf = (value: Value): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

const name = fc.constantFrom('a', 'b', 'c');
/** Of many words a few, so that one word often stands in the way of the next. */
const { closed } = fc.letrec<{ schema: Schema; closed: Schema; node: Schema }>((tie) => {
  const inner = tie('schema');
  const words = {
    type: fc.constantFrom('array', 'object', 'number'),
    const: fc.constantFrom(0, 1, 'x'),
    prefixItems: fc.array(inner, { minLength: 1, maxLength: 3 }),
    items: inner,
    contains: inner,
    minContains: fc.nat(2),
    maxContains: fc.nat(2),
    uniqueItems: fc.constant(true),
    properties: fc.dictionary(name, inner, { maxKeys: 2 }),
    patternProperties: fc.dictionary(fc.constantFrom('^a', 'b|c'), inner, { maxKeys: 1 }),
    additionalProperties: inner,
    dependentSchemas: fc.dictionary(name, inner, { maxKeys: 1 }),
    allOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
    anyOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
    oneOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
    not: inner,
    if: inner,
    then: inner,
    else: inner,
    unevaluatedItems: inner,
    unevaluatedProperties: inner,
    $ref: fc.constant('#/$defs/d'),
  };
  const names = Object.keys(words) as (keyof typeof words)[];
  const node = fc
    .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
    .chain((some) => fc.record(Object.fromEntries(some.map((word) => [word, words[word]]))));
  return {
    node,
    schema: fc.oneof(
      { maxDepth: 3 },
      fc.boolean(),
      fc.constantFrom<Schema>({ const: 0 }, { const: 1 }, { type: 'number' }),
      node,
      node,
    ),
    closed: fc.tuple(node, inner, fc.boolean()).map(([schema, rest, isList]) => ({
      ...(schema as Node),
      [isList ? 'unevaluatedItems' : 'unevaluatedProperties']: rest,
    })),
  };
});
/** A definition without references of its own, or one that goes round through a part. */
const definition: fc.Arbitrary<Schema> = fc.constantFrom<Schema>(
  { properties: { a: true }, prefixItems: [{ const: 0 }] },
  { properties: { a: { $ref: '#' } }, prefixItems: [{ $ref: '#' }] },
  {
    if: { type: 'object' },
    then: { properties: { b: { const: 1 } } },
    else: { contains: { const: 1 } },
  },
  { anyOf: [{ properties: { c: { $ref: '#/$defs/d' } }, type: 'object' }, { items: true }] },
);
const { event } = fc.letrec((tie) => ({
  event: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(0, 1, 'x'),
    fc.array(tie('event'), { maxLength: 3 }),
    fc.dictionary(name, tie('event'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

describe(`laws of the parts a schema looks at (seed ${LAW_SEED})`, () => {
  it('what is refused is what the specification refuses, and explain always answers', () => {
    let accepted = 0;
    let total = 0;
    fc.assert(
      fc.property(
        closed,
        definition,
        fc.array(event, { minLength: 8, maxLength: 8 }),
        (one, d, events) => {
          const root = { $schema: draft2020, ...(one as Node), $defs: { d } };
          const read = jsonSchema.read({
            type: 'JSON',
            text: JSON.stringify(root),
            references: [],
          });
          // `#` and `d` may lead to each other without looking at a part.
          if (!read.ok) return expect(read.error.map(({ code }) => code)).toEqual(['REF_CYCLE']);
          const validator = jsonSchema.compile(read.value);
          for (const value of [[], {}, [[]], ...events]) {
            const isFit = judged(root, value, root) !== undefined;
            total++;
            if (isFit) accepted++;
            const told = { value, isFit, isExplained: !isFit };
            expect({
              value,
              isFit: validator.isValid(value),
              isExplained: validator.explain(value).length > 0,
            }).toEqual(told);
          }
        },
      ),
      lawRuns(300),
    );
    // Neither always nor never: a law about one answer only would be empty.
    expect(accepted / total).toBeGreaterThan(0.1);
    expect(accepted / total).toBeLessThan(0.9);
  });
});
