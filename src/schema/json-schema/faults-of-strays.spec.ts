import { describe, expect, it } from '@jest/globals';
import { drafts } from './drafts.js';
import { jsonSchema } from './json-schema.js';
import { keywords } from './keywords.js';

const read = (schema: unknown) =>
  jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references: [] });
const placesOf = (schema: unknown): readonly string[] => {
  const result = read(schema);
  return result.ok
    ? []
    : result.error.map(({ code, pointer, document = '' }) => `${code} ${document}#${pointer}`);
};

describe('what a reference leads to and no keyword calls a schema', () => {
  it('is held against the schema of its draft, with its place in the text', () => {
    const schema = { $ref: '#/default', default: { type: 'text', allOf: 3 } };
    const result = read(schema);
    expect(result).toMatchObject({
      ok: false,
      error: [
        { code: 'SCHEMA_INVALID', pointer: '/default/type', line: 1, column: 39 },
        { code: 'SCHEMA_INVALID', pointer: '/default/allOf', line: 1, column: 54 },
      ],
    });
  });

  it('may say anything where nothing leads to it', () => {
    expect(placesOf({ default: { allOf: 3 }, 'x-own': { type: 'text' } })).toEqual([]);
    expect(placesOf({ $defs: { a: { type: 'text' } } })).toEqual([]);
  });

  it('is checked in `$defs` where the draft knows no such keyword', () => {
    const schema = { properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { type: 'text' } } };
    expect(placesOf(schema)).toEqual(['SCHEMA_INVALID #/$defs/a/type']);
    const inside = {
      properties: { b: { $ref: '#/$defs/a/properties/b' } },
      $defs: { a: { properties: { b: { type: 'text' }, c: { type: 'text' } } } },
    };
    expect(placesOf(inside)).toEqual(['SCHEMA_INVALID #/$defs/a/properties/b/type']);
    const named = { $ref: 'a.json', $defs: { a: { $id: 'a.json', type: 'text' } } };
    expect(placesOf(named)).toEqual(['SCHEMA_INVALID #/$defs/a/type']);
  });

  it('is told once, however many references lead into it, in whatever order', () => {
    const schema = {
      allOf: [
        { $ref: '#/x-own/not' },
        { $ref: '#/x-own' },
        { $ref: '#/x-own' },
        { $ref: '#/x-own/not' },
      ],
      'x-own': { not: { minLength: -1 }, items: true, $defs: { unseen: { type: 'text' } } },
    };
    expect(placesOf(schema)).toEqual(['SCHEMA_INVALID #/x-own/not/minLength']);
  });

  it('is told without a line where an official text says it', () => {
    const address = 'http://json-schema.org/draft-04/schema';
    const schema = { $ref: `${address}#/dependencies` };
    const result = read(schema);
    expect(placesOf(schema)).toEqual([
      `SCHEMA_INVALID ${address}#/dependencies`,
      `SCHEMA_INVALID ${address}#/dependencies/exclusiveMaximum`,
      `SCHEMA_INVALID ${address}#/dependencies/exclusiveMinimum`,
    ]);
    expect(JSON.stringify(result)).not.toContain('"line"');
  });

  /** Of every type, and near what some keyword wants. */
  const JUNK = [
    null,
    true,
    -1,
    'text',
    [],
    [3],
    ['text'],
    [{}],
    {},
    { a: 3 },
    { a: {} },
    { a: [] },
  ];

  it.each(drafts)('never breaks the compiler of $name, whatever it is', ({ uri }) => {
    const own = Object.fromEntries(
      keywords.flatMap(({ name }) => JUNK.map((value, i) => [`${name}${i}`, { [name]: value }])),
    );
    const thrown = Object.entries(own).filter(([, stray]) => {
      const schema = { $schema: uri, items: { $ref: '#/x-own' }, 'x-own': stray };
      const result = read(schema);
      return result.ok && !jsonSchema.tryCompile(result.value).ok;
    });
    expect(thrown).toEqual([]);
  });
});
