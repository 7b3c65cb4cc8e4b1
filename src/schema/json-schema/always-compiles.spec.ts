import { describe, expect, it } from '@jest/globals';
import type { ReadSchema } from '../language.js';
import { alwaysCompiles } from './always-compiles.js';
import { compileFaults, compileJsonSchema } from './compile.js';
import { inOneDialect } from './one-dialect.js';
import { readJsonSchema, rootOf } from './read.js';

const many = <T>(size: number, of: (i: number) => T): T[] =>
  Array.from({ length: size }, (_, i) => of(i));
const named = (size: number, of: (i: number) => unknown) =>
  Object.fromEntries(many(size, (i) => [`p${i}`, of(i)]));
const nested = (depth: number, around: (inner: object) => object): object =>
  depth === 0 ? { type: 'string' } : around(nested(depth - 1, around));

/** Schemas that grow in one way each, the ways that make code long, wide or deep. */
const SHAPES: Readonly<Record<string, (size: number) => object>> = {
  'a chain of references': (size) => ({
    $ref: '#/$defs/p0',
    $defs: named(size + 1, (i) =>
      i === size ? {} : { items: { $ref: `#/$defs/p${i + 1}` }, minItems: 1 },
    ),
  }),
  'references to one another': (size) => ({
    $ref: '#/$defs/p0',
    $defs: named(size, (i) => ({
      properties: named(4, (j) => ({ $ref: `#/$defs/p${(i + j + 1) % size}` })),
    })),
  }),
  'one small definition in many places': (size) => ({
    properties: named(size, () => ({ $ref: '#/$defs/small' })),
    $defs: {
      small: { type: 'string', minLength: 1, maxLength: 9, pattern: '^a+$', format: 'date' },
    },
  }),
  properties: (size) => ({ properties: named(size, (i) => ({ type: 'string', minLength: i })) }),
  'patterns of names': (size) => ({
    patternProperties: Object.fromEntries(many(size, (i) => [`^p${i}`, { minimum: i }])),
    additionalProperties: false,
  }),
  alternatives: (size) => ({ oneOf: many(size, (i) => ({ required: [`p${i}`] })) }),
  'deep properties': (size) =>
    nested(Math.min(size, 60), (a) => ({ properties: { a }, required: ['a'] })),
  'deep negations': (size) => nested(Math.min(size, 60), (not) => ({ not })),
  'deep alternatives': (size) =>
    nested(Math.min(size, 60), (inner) => ({ oneOf: [inner, { type: 'null' }] })),
  'deep conditions': (size) =>
    nested(Math.min(size, 60), (inner) => ({ if: { minLength: 1 }, then: inner, else: false })),
  'deep items': (size) => nested(Math.min(size, 60), (items) => ({ items, uniqueItems: true })),
  'names that must be there': (size) => ({ required: many(size, (i) => `p${i}`) }),
  'names that need others': (size) => ({ dependentRequired: { a: many(size, (i) => `p${i}`) } }),
  'names that need schemas': (size) => ({
    dependentSchemas: named(size, (i) => ({ required: [`q${i}`] })),
  }),
  values: (size) => ({ enum: many(size, (i) => ({ i })) }),
  'one large value': (size) => ({ const: many(size, (i) => [i]) }),
};

const readOf = (schema: object) => {
  const read = readJsonSchema({ type: 'JSON', text: JSON.stringify(schema), references: [] });
  return read.ok ? read.value : undefined;
};

/** The greatest of a shape that is not compiled to know that it could be. */
function greatestOf(shape: (size: number) => object) {
  let greatest: { size: number; read: ReadSchema } | undefined;
  for (let [size, step] = [1_024, 512]; step >= 1; step = Math.floor(step / 2)) {
    const read = readOf(shape(size));
    const isSmall = read && alwaysCompiles(inOneDialect(rootOf(read).documents));
    if (isSmall) greatest = { size, read };
    size += isSmall ? step : -step;
  }
  return greatest;
}

describe('a schema that is small enough', () => {
  it.each(Object.entries(SHAPES))('compiles at its greatest: %s', (_, shape) => {
    const greatest = greatestOf(shape);
    expect(greatest?.size).toBeGreaterThan(10);
    if (greatest) expect(compileJsonSchema(greatest.read)).toMatchObject({ ok: true });
  });

  it('is not one that would be written out a hundred thousand times', () => {
    const levels = many(60, (i) => ({ not: { $ref: `#/$defs/p${i}` } }));
    const read = readOf({
      $defs: named(60, (i) => ({ anyOf: [...levels.slice(i + 1), true] })),
      anyOf: levels,
    });
    if (read) expect(alwaysCompiles(inOneDialect(rootOf(read).documents))).toBe(false);
    else throw new Error('it can be read');
  });

  it('has no faults, and one that is too complex has the faults of compiling it', () => {
    const small = readOf({ type: 'string' });
    const wide = { properties: named(900, () => true) };
    const chain = (levels: number): object => (levels === 0 ? wide : { not: chain(levels - 1) });
    const ways = (name: string, count: number) =>
      many(count, (i) => ({ $ref: `#/definitions/${name}${'/not'.repeat(i)}` }));
    const large = readOf({
      definitions: { deep: chain(60), next: chain(60) },
      anyOf: [...ways('deep', 55), ...ways('next', 60)],
    });
    const middling = readOf({ properties: named(300, () => ({ type: 'string' })) });
    expect([small, middling].map((read) => read && compileFaults(read))).toEqual([[], []]);
    expect(large && compileFaults(large)).toMatchObject([{ code: 'SCHEMA_TOO_COMPLEX' }]);
    expect(large && compileJsonSchema(large)).toEqual({
      ok: false,
      error: large && compileFaults(large),
    });
  });
});
