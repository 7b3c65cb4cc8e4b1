import { describe, expect, it } from '@jest/globals';
import { ok } from '#kernel';
import { jsonSchema, type ReferencedSource } from '#schema';
import { undeclaredFieldsIn } from './undeclared-fields.js';

function found(schema: unknown, value: unknown, references: readonly ReferencedSource[] = []) {
  const read = jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const prepared = { schema: read.value, id: 1, payload: jsonSchema.payload(read.value)! };
  return undeclaredFieldsIn({ prepared, read: () => ok({ value, undeclared: [] }) });
}

const OF_2019 = { $schema: 'https://json-schema.org/draft/2019-09/schema' };
const OF_2020 = { $schema: 'https://json-schema.org/draft/2020-12/schema' };

const props = (...names: string[]) => ({
  properties: Object.fromEntries(names.map((name) => [name, true])),
});

describe('undeclared fields', () => {
  it('names what no schema mentions, at any depth, with escaped pointers', () => {
    const schema = { properties: { a: props('b'), list: { items: props('x') }, free: true } };
    expect(
      found(schema, { a: { b: 1, 'c/d~': 2 }, list: [{ x: 1 }, { y: 2 }], z: 3, free: { any: 1 } }),
    ).toEqual(['/a/c~1d~0', '/list/1/y', '/z']);
  });

  it('an open map declares its names; silence does not; false declares none', () => {
    for (const rest of [true, {}, { type: 'string' }])
      expect(found({ ...props('a'), additionalProperties: rest }, { a: 1, b: 2 })).toEqual([]);
    expect(found(props('a'), { a: 1, b: 2 })).toEqual(['/b']);
    const open = { ...OF_2020, ...props('a'), unevaluatedProperties: { type: 'string' } };
    expect(found(open, { b: '' })).toEqual([]);
    expect(found({ allOf: [props('a')], additionalProperties: false }, { b: 1 })).toEqual(['/b']);
    expect(found({ additionalProperties: props('x') }, { k: { x: 1, y: 2 } })).toEqual(['/k/y']);
  });

  it('a pattern declares the names it matches', () => {
    expect(
      found({ patternProperties: { '^x-': props('v') } }, { 'x-1': { v: 1, w: 2 }, y: 1 }),
    ).toEqual(['/x-1/w', '/y']);
  });

  it('what a schema says of all other names it does not say of those it lists', () => {
    const others = props('x');
    const listed = {
      properties: { free: true, known: props('k') },
      patternProperties: { '^p': {} },
    };
    for (const rest of [{ additionalProperties: others }, { unevaluatedProperties: others }]) {
      const schema = {
        ...OF_2020,
        ...listed,
        ...rest,
      };
      expect(found(schema, { free: { y: 1 }, p1: { y: 1 }, known: { k: 1 } })).toEqual([]);
      expect(found(schema, { known: { x: 1 }, other: { x: 1, y: 1 } })).toEqual([
        '/known/x',
        '/other/y',
      ]);
      expect(found({ ...schema, allOf: [rest] }, { free: { x: 1, y: 1 } })).toEqual(['/free/y']);
    }
  });

  it('a place whose schemas speak of no member is free-form', () => {
    expect(found({ type: 'object' }, { a: { b: 1 } })).toEqual([]);
    expect(
      found({ properties: { a: { type: 'object', required: ['b'] } } }, { a: { b: 1 } }),
    ).toEqual([]);
  });

  it('any branch that may apply declares: allOf, anyOf, oneOf, if, then, else, dependencies', () => {
    const schema = {
      ...OF_2020,
      allOf: [props('a')],
      anyOf: [props('b'), {}],
      oneOf: [props('c')],
      if: props('d'),
      then: props('e'),
      else: props('f'),
      dependentSchemas: { a: props('g') },
    };
    expect(found(schema, { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1 })).toEqual(['/h']);
  });

  it('words a draft does not know declare nothing', () => {
    const later = [{ dependentSchemas: { a: props('b') } }, { unevaluatedProperties: true }];
    for (const word of later) {
      expect(found({ ...props('a'), ...word }, { a: 1, b: 1 })).toEqual(['/b']);
      expect(found({ ...OF_2019, ...props('a'), ...word }, { a: 1, b: 1 })).toEqual([]);
    }
    const OF_4 = { $schema: 'http://json-schema.org/draft-04/schema#' };
    const any = (name: string) => ({ properties: { [name]: {} } });
    const conditional = { ...any('a'), if: {}, then: any('b') };
    expect(found({ ...OF_4, ...conditional }, { b: 1 })).toEqual(['/b']);
    expect(found(conditional, { b: 1 })).toEqual([]);
    // Of members it says nothing that draft-07 understands: what is there is free-form.
    expect(found({ unevaluatedProperties: false }, { b: 1 })).toEqual([]);
    expect(found({ ...OF_2019, unevaluatedProperties: false }, { b: 1 })).toEqual(['/b']);
    const first = { properties: { list: { prefixItems: [props('a')], items: props('b') } } };
    expect(found(first, { list: [{ a: 1 }] })).toEqual(['/list/0/a']);
    expect(found({ ...OF_2020, ...first }, { list: [{ a: 1 }] })).toEqual([]);
  });

  it('references that only a later draft follows hide nothing', () => {
    for (const [word, draft] of [
      ['$dynamicRef', OF_2020],
      ['$recursiveRef', OF_2019],
    ] as const) {
      const schema = { ...props('a'), [word]: '#' };
      expect(found(schema, { b: 1 })).toEqual(['/b']);
      expect(found({ ...draft, ...schema }, { b: 1 })).toEqual([]);
    }
  });

  it('what only a not mentions is not declared', () => {
    expect(found({ ...props('a'), not: { required: ['b'], ...props('b') } }, { b: 1 })).toEqual([
      '/b',
    ]);
  });

  it('follows references: local, recursive, and into other subjects', () => {
    const tree = {
      $ref: '#/$defs/node',
      $defs: {
        node: { properties: { name: true, children: { items: { $ref: '#/$defs/node' } } } },
      },
    };
    expect(found(tree, { name: 1, children: [{ children: [{ nam: 1 }] }] })).toEqual([
      '/children/0/children/0/nam',
    ]);
    const other = { name: 'other.json', text: JSON.stringify(props('x')) };
    expect(
      found({ properties: { o: { $ref: 'other.json' } } }, { o: { x: 1, y: 1 } }, [other]),
    ).toEqual(['/o/y']);
  });

  it('names like those of Object.prototype are names like others', () => {
    const value: unknown = JSON.parse('{"__proto__":{"x":1},"constructor":1,"a":1}');
    expect(found(props('a'), value)).toEqual(['/__proto__', '/constructor']);
  });

  it('lists no more than the limit of violations', () => {
    const value = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`n${i}`, 1]));
    expect(found(props('a'), value)).toHaveLength(20);
  });
});
