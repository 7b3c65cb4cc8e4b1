import { describe, expect, it } from '@jest/globals';
import type { Json } from '../json.js';
import { isPlainlyValid } from './is-plainly-valid.js';
import { jsonSchema } from './json-schema.js';
import { rootOf } from './read.js';

const DRAFT_04 = 'http://json-schema.org/draft-04/schema#';
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema';

function readOf(schema: unknown) {
  const read = jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

/** What is told of each event; a validator must not say otherwise. */
function told(schema: unknown, ...events: readonly Json[]) {
  const read = readOf(schema);
  const validator = jsonSchema.compile(read);
  return events.map((event) => {
    const verdict = isPlainlyValid(event, rootOf(read).documents);
    if (verdict !== undefined)
      expect([JSON.stringify(event), verdict]).toEqual([
        JSON.stringify(event),
        validator.isValid(event),
      ]);
    return verdict;
  });
}

describe('an event that is judged by looking', () => {
  it.each<[string, unknown, Json[], Json[]]>([
    ['types', { type: ['integer', 'null'] }, [1, null], [1.5, 'a', [], {}, true]],
    ['numbers', { type: 'number' }, [1, 1.5], ['1', null]],
    ['objects and lists', { type: ['object', 'array'] }, [{}, []], [null, 'a']],
    ['lists of values', { enum: ['a', 1, null] }, ['a', 1, null], ['b', 2, {}, []]],
    ['lists of deep values, of a simple one', { enum: [{ a: 1 }, 'a'] }, ['a'], ['b']],
    ['constants', { const: 'a' }, ['a'], ['b', {}]],
    ['bounds', { minimum: 1, maximum: 3 }, [1, 3, 'a'], [0, 4]],
    ['open bounds', { exclusiveMinimum: 1, exclusiveMaximum: 3 }, [2, 'a'], [1, 3]],
    [
      'open bounds of draft-04',
      { $schema: DRAFT_04, minimum: 1, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: true },
      [2, 'a'],
      [1, 3],
    ],
    ['characters', { minLength: 2, maxLength: 3 }, ['ab', '😀😀😀', 1], ['😀', 'abcd']],
    ['items', { minItems: 1, maxItems: 2 }, [[1], [1, 2], 'a'], [[], [1, 2, 3]]],
    ['each item', { items: { type: 'string' } }, [['a'], [], 7], [[1]]],
    ['required names', { required: ['a', 'toString'] }, [{ a: 1, toString: 1 }, 7], [{ a: 1 }]],
    ['formats', { format: 'date' }, ['2026-11-27', 7], ['today']],
    ['formats that only describe', { format: 'colour' }, ['green'], []],
    ['members', { properties: { a: { type: 'string' }, b: false } }, [{ a: 'a' }, 7], [{ b: 1 }]],
    [
      'other members',
      { properties: { a: {} }, additionalProperties: false },
      [{ a: 1 }, 7],
      [{ b: 1 }],
    ],
    [
      'other members of a kind',
      { additionalProperties: { type: 'null' } },
      [{ a: null }],
      [{ b: 1 }],
    ],
    ['all of them', { allOf: [{ type: 'string' }, { minLength: 1 }] }, ['a'], ['', 1]],
    ['any of them', { anyOf: [{ type: 'string' }, { type: 'null' }] }, ['a', null], [1]],
    ['one of them', { oneOf: [{ type: 'number' }, { type: 'integer' }] }, [1.5], [1, 'a']],
    ['true', true, [1, {}], []],
    ['false', false, [], [1, {}]],
    [
      'a reference alone, in old drafts',
      {
        properties: { a: { $ref: '#/definitions/b', type: 'null' } },
        definitions: { b: { type: 'string' } },
      },
      [{ a: 'a' }],
      [{ a: null }],
    ],
    [
      'a reference and what stands beside it, in new ones',
      { $schema: DRAFT_2020, $ref: '#/$defs/b', minLength: 2, $defs: { b: { type: 'string' } } },
      ['ab'],
      ['a', 7],
    ],
  ])('fits or does not, by %s', (_, schema, fitting, others) => {
    expect(told(schema, ...fitting)).toEqual(fitting.map(() => true));
    expect(told(schema, ...others)).toEqual(others.map(() => false));
  });

  it.each<[string, unknown, Json]>([
    ['a pattern', { pattern: '^a' }, 'a'],
    [
      'a pattern of names',
      { patternProperties: { '^a': {} }, additionalProperties: false },
      { a: 1 },
    ],
    ['a deep value among others', { enum: [{ a: 1 }] }, { a: 1 }],
    ['a list of item schemas', { items: [{}, {}] }, [1]],
    [
      'what follows a list of item schemas',
      { $schema: DRAFT_2020, prefixItems: [{}], items: false },
      [1],
    ],
    [
      'a dynamic reference',
      { $schema: DRAFT_2020, $dynamicAnchor: 'a', items: { $dynamicRef: '#a' } },
      [1],
    ],
    ['any of what nobody can tell', { anyOf: [{ type: 'null' }, { pattern: 'a' }] }, 'a'],
    ['one of what nobody can tell', { oneOf: [{ type: 'string' }, { pattern: 'a' }] }, 'a'],
  ])('is left to a validator because of %s', (_, schema, event) => {
    expect(told(schema, event)).toEqual([undefined]);
  });

  it('is known not to fit where one word is enough to tell, whatever the others say', () => {
    expect(told({ pattern: '^a', type: 'null' }, 'a')).toEqual([false]);
    expect(told({ oneOf: [{}, {}, { pattern: 'a' }] }, 'a')).toEqual([false]);
    expect(told({ anyOf: [{ pattern: 'a' }, {}] }, 'b')).toEqual([true]);
  });

  it('is left to a validator where it is nested deep, and where references fan out', () => {
    const deep = { items: { $ref: '#' } };
    const nested = Array.from({ length: 60 }).reduce<Json>((inner) => [inner], []);
    expect(told(deep, nested)).toEqual([undefined]);
    const twice = (name: string) => ({ allOf: [{ $ref: name }, { $ref: name }] });
    const definitions = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`d${i}`, twice(`#/definitions/d${i + 1}`)]),
    );
    const fan = readOf({ ...twice('#/definitions/d0'), definitions: { ...definitions, d20: {} } });
    expect(isPlainlyValid(1, rootOf(fan).documents)).toBeUndefined();
  });
});
