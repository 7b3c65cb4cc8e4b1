import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { type ReferencedSource, type SchemaFault } from '../language.js';
import { avro } from '../avro/avro.js';
import { protobuf } from '../protobuf/protobuf.js';
import { drafts } from './drafts.js';
import { languageOf, languages } from '../languages.js';
import { jsonSchema } from './json-schema.js';
import { rootOf } from './read.js';

const read = (schema: unknown, references: readonly ReferencedSource[] = []) =>
  jsonSchema.read({
    type: 'JSON',
    text: typeof schema === 'string' ? schema : JSON.stringify(schema),
    references,
  });
const faultsOf = (
  schema: unknown,
  references?: readonly ReferencedSource[],
): readonly SchemaFault[] => {
  const result = read(schema, references);
  return result.ok ? [] : result.error;
};
const isValid = (
  schema: unknown,
  event: unknown,
  references?: readonly ReferencedSource[],
): boolean => {
  const result = read(schema, references);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return jsonSchema.compile(result.value).isValid(event);
};
const many = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('the values of an enum', () => {
  it.each([4, 6, 7, 2019, 2020])('may be objects and lists, each once, in draft %i', (number) => {
    const uri = drafts.find((draft) => draft.number === number)?.uri;
    const of = (values: readonly unknown[]) => faultsOf({ $schema: uri, enum: values });
    expect(of([{ a: 1 }, { a: 2 }, [1], [2], null])).toEqual([]);
    expect(
      of([
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]).map(({ pointer }) => pointer),
    ).toEqual(number <= 7 ? ['/enum'] : []);
  });
});

describe('the table of languages', () => {
  it('knows JSON Schema, Avro and Protobuf', () => {
    expect([languageOf('JSON'), languageOf('AVRO')]).toEqual([jsonSchema, avro]);
    expect(languageOf('PROTOBUF')).toBe(protobuf);
    expect(Object.keys(languages)).toEqual(['JSON', 'AVRO', 'PROTOBUF']);
  });
});

describe('reading a JSON Schema', () => {
  it('takes objects and booleans and nothing else', () => {
    expect([read({}).ok, read(true).ok, read(false).ok]).toEqual([true, true, true]);
    for (const text of ['5', '"a"', '[]', 'null'])
      expect(faultsOf(text)[0]?.code).toBe('SCHEMA_NOT_A_SCHEMA');
    expect(isValid(false, 1)).toBe(false);
    expect(isValid(true, 1)).toBe(true);
  });

  it('names line and column of a syntax fault', () => {
    expect(faultsOf('{\n  "type": "object",\n}')).toEqual([
      expect.objectContaining({
        code: 'SCHEMA_SYNTAX',
        line: 3,
        column: 1,
        message: expect.stringContaining('member name'),
      }),
    ]);
    expect(faultsOf('{"a":1,"a":1}')[0]).toMatchObject({
      code: 'SCHEMA_DUPLICATE_NAME',
      pointer: '/a',
    });
    expect(faultsOf('{"maximum":1e999}')[0]).toMatchObject({
      code: 'SCHEMA_NUMBER_RANGE',
      pointer: '/maximum',
    });
  });

  it.each([
    [{ type: 'strin' }, '/type'],
    [{ properties: { a: { required: 'b' } } }, '/properties/a/required'],
    [{ minLength: -1 }, '/minLength'],
    [{ properties: [] }, '/properties'],
    [{ enum: 5 }, '/enum'],
    [{ items: 5 }, '/items'],
  ])('says where %j breaks the rules of its draft', (schema, pointer) => {
    const [fault] = faultsOf(schema);
    expect(fault).toMatchObject({ code: 'SCHEMA_INVALID', pointer, line: 1 });
    expect(fault?.message).toMatch(/^By the rules of draft-07 this /);
  });

  it('lists the types there are', () => {
    expect(faultsOf({ type: 'strin' })[0]?.message).toContain('string');
  });

  it.each([
    ['http://json-schema.org/draft-04/schema#', 'draft-04'],
    ['https://json-schema.org/draft-06/schema', 'draft-06'],
    [undefined, 'draft-07'],
    ['http://json-schema.org/draft-07/schema#', 'draft-07'],
    ['https://json-schema.org/draft/2019-09/schema', '2019-09'],
    ['http://json-schema.org/draft/2020-12/schema#', '2020-12'],
  ])('takes %s for %s', (uri, name) => {
    const result = read(uri === undefined ? {} : { $schema: uri });
    expect(result.ok && rootOf(result.value).draft.name).toBe(name);
  });

  it.each(['http://example.com/my-dialect', 5])('refuses the unknown dialect %j', ($schema) => {
    expect(faultsOf({ $schema })[0]).toMatchObject({
      code: 'SCHEMA_DRAFT_UNKNOWN',
      pointer: '/$schema',
    });
  });

  it('lifts draft-03 to draft-04 and keeps the text', () => {
    const text =
      '{"$schema":"http://json-schema.org/draft-03/schema#","properties":{"a":{"type":"string","required":true},"n":{"divisibleBy":2}}}';
    const result = read(text);
    expect(result.ok && jsonSchema.canonical(result.value)).toBe(text);
    expect(isValid(text, {})).toBe(false);
    expect(isValid(text, { a: 'x', n: 3 })).toBe(false);
    expect(isValid(text, { a: 'x', n: 4 })).toBe(true);
  });

  it('tells its bounds exactly, beyond what a double holds', () => {
    const result = read('{"maximum": 9007199254740993}');
    expect(
      result.ok && String((rootOf(result.value).lossless as { maximum: unknown }).maximum),
    ).toBe('9007199254740993');
  });
});

describe('every limit refuses one beyond it', () => {
  const pattern = 'a';
  it.each<[string, () => unknown]>([
    [
      'SCHEMA_TOO_LARGE',
      () => JSON.stringify({ description: 'x'.repeat(limits.schemaBytes.value) }),
    ],
    [
      'SCHEMA_TOO_LARGE',
      () => JSON.stringify({ description: 'é'.repeat(limits.schemaBytes.value / 2) }),
    ],
    ['SCHEMA_TOO_MANY_NODES', () => ({ default: many(limits.schemaNodes.value, () => 0) })],
    [
      'SCHEMA_TOO_MANY_BRANCHES',
      () => ({ anyOf: many(limits.schemaBranches.value + 1, () => true) }),
    ],
    ['SCHEMA_ENUM_TOO_LONG', () => ({ enum: many(limits.enumValues.value + 1, (i) => i) })],
    [
      'SCHEMA_TOO_MANY_REFS',
      () => ({
        properties: Object.fromEntries(
          many(3, (i) => [
            `o${i}`,
            { properties: Object.fromEntries(many(700, (j) => [`p${j}`, { $ref: '#' }])) },
          ]),
        ),
      }),
    ],
    [
      'SCHEMA_TOO_MANY_PATTERNS',
      () => ({
        properties: Object.fromEntries(
          many(limits.schemaPatterns.value + 1, (i) => [`p${i}`, { pattern }]),
        ),
      }),
    ],
    ['PATTERN_TOO_LONG', () => ({ pattern: 'a'.repeat(limits.patternCharacters.value + 1) })],
    [
      'SCHEMA_TOO_WIDE',
      () => ({
        default: {
          a: Object.fromEntries(many(limits.schemaProperties.value + 1, (i) => [`p${i}`, 0])),
        },
      }),
    ],
  ])('%s', (code, schema) => {
    expect(faultsOf(schema()).map((fault) => fault.code)).toEqual([code]);
  });

  it('SCHEMA_TOO_MANY_REFERENCES', () => {
    const references = many(limits.referenceCount.value + 1, (i) => ({
      name: `r${i}`,
      text: '{}',
    }));
    expect(faultsOf({}, references)[0]?.code).toBe('SCHEMA_TOO_MANY_REFERENCES');
    expect(faultsOf({}, references.slice(1))).toEqual([]);
  });

  it('and the limits hold for referenced schemas, which are named', () => {
    const name = 'a.json';
    expect(
      faultsOf({}, [{ name, text: `{"description":"${'x'.repeat(limits.schemaBytes.value)}"}` }])[0]
        ?.message,
    ).toMatch(/^In the referenced schema "a.json"/);
    expect(faultsOf({}, [{ name, text: '{' }])[0]?.code).toBe('SCHEMA_SYNTAX');
    expect(faultsOf({}, [{ name, text: '{"type":"x"}' }])[0]).toMatchObject({
      code: 'SCHEMA_INVALID',
      pointer: '/type',
      line: 1,
    });
  });
});

describe('patterns', () => {
  it('are refused with their name and place when they are not linear', () => {
    expect(faultsOf({ patternProperties: { '(?=x)/a': {} } })).toEqual([
      expect.objectContaining({
        code: 'PATTERN_UNSUPPORTED',
        pointer: '/patternProperties/(?=x)~1a',
        message: expect.stringContaining('"(?=x)"'),
      }),
    ]);
    expect(
      faultsOf({ properties: { a: { pattern: `(?!${'a'.repeat(200)})` } } })[0]?.message,
    ).toContain('…');
  });

  it('are not looked for in enums, constants and annotations', () => {
    expect(
      faultsOf({
        enum: [{ pattern: '(?=a)', $ref: 'x' }],
        default: { pattern: '(?=a)' },
        'x-note': { $ref: 'nowhere' },
      }),
    ).toEqual([]);
  });
});

describe('references', () => {
  const address = {
    name: 'address.json',
    text: '{"$id":"https://acme.com/address.json","definitions":{"zip":{"pattern":"^\\\\d{5}$"}},"properties":{"zip":{"$ref":"#/definitions/zip"},"next":{"$ref":"more.json"}}}',
  };
  const more = { name: 'more.json', text: '{"type":"integer"}' };

  it('lead to registered schemas by the name in the text, and on from there', () => {
    const schema = {
      properties: {
        home: { $ref: 'address.json' },
        zip: { $ref: 'address.json#/definitions/zip' },
      },
    };
    expect(
      isValid(schema, { home: { zip: '12345', next: 1 }, zip: '12345' }, [address, more]),
    ).toBe(true);
    expect(isValid(schema, { home: { zip: 'x' } }, [address, more])).toBe(false);
    expect(isValid(schema, { home: { next: 'x' } }, [address, more])).toBe(false);
    expect(isValid(schema, { zip: 'x' }, [address, more])).toBe(false);
  });

  it('lead to a registered schema by its own address too', () => {
    expect(isValid({ $ref: 'https://acme.com/address.json' }, { zip: 'x' }, [address, more])).toBe(
      false,
    );
  });

  it('lead to registered booleans', () => {
    expect(isValid({ not: { $ref: 'all.json' } }, 1, [{ name: 'all.json', text: 'true' }])).toBe(
      false,
    );
  });

  it('may form circles through parts of the event', () => {
    const tree = { properties: { children: { items: { $ref: '#' } }, name: { type: 'string' } } };
    expect(isValid(tree, { name: 'a', children: [{ name: 'b', children: [] }] })).toBe(true);
    expect(isValid(tree, { children: [{ children: [{ name: 5 }] }] })).toBe(false);
  });

  it.each([
    {
      definitions: { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } },
      $ref: '#/definitions/a',
    },
    { $ref: '#' },
    { allOf: [{ $ref: '#' }] },
    { properties: { a: { anyOf: [{ type: 'null' }, { not: { $ref: '#/properties/a' } }] } } },
  ])('may not form a circle that looks at no part of the event: %j', (schema) => {
    expect(faultsOf(schema).map(({ code }) => code)).toEqual(['REF_CYCLE']);
  });

  it('reach keywords no draft knows, with their patterns checked', () => {
    expect(isValid({ 'x-parts': { a: { type: 'string' } }, $ref: '#/x-parts/a' }, 5)).toBe(false);
    expect(faultsOf({ 'x-parts': { a: { pattern: '(?=a)' } }, $ref: '#/x-parts/a' })[0]?.code).toBe(
      'PATTERN_UNSUPPORTED',
    );
    expect(faultsOf({ 'x-parts': [5], $ref: '#/x-parts/0' })[0]?.code).toBe('REF_NOT_REGISTERED');
  });

  it('reach the official meta-schemas, which are part of the program', () => {
    expect(isValid({ $ref: 'http://json-schema.org/draft-07/schema#' }, { type: 'string' })).toBe(
      true,
    );
    expect(isValid({ $ref: 'http://json-schema.org/draft-07/schema#' }, { type: 5 })).toBe(false);
    expect(
      isValid(
        { $ref: 'https://json-schema.org/draft/2020-12/schema' },
        { properties: { a: { type: 5 } } },
      ),
    ).toBe(false);
    expect(faultsOf({ $ref: 'https://json-schema.org/draft/2020-12/nothing' })[0]?.code).toBe(
      'REF_NOT_REGISTERED',
    );
  });

  it('refuse a use of what was not read here', () => {
    const source = { type: 'JSON', text: '{}', references: [] } as const;
    expect(() => jsonSchema.canonical({ source, root: {} })).toThrow('is read before it is used');
  });
});
