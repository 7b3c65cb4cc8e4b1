import { describe, expect, it } from '@jest/globals';
import { type Validator, type Violation } from '../language.js';
import { jsonSchema } from './json-schema.js';
import { mustEnd } from '../../../test/support/must-end.js';

const draft2019 = 'https://json-schema.org/draft/2019-09/schema';
const draft2020 = 'https://json-schema.org/draft/2020-12/schema';

function validatorOf(schema: object): Validator {
  const text = JSON.stringify({ $schema: draft2020, ...schema });
  const read = jsonSchema.read({ type: 'JSON', text, references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return jsonSchema.compile(read.value);
}

function explain(schema: object, event: unknown): readonly Violation[] {
  const validator = validatorOf(schema);
  const violations = validator.explain(event);
  expect(validator.isValid(event)).toBe(violations.length === 0);
  return violations;
}
const pointers = (schema: object, event: unknown): readonly string[] =>
  explain(schema, event).map(({ pointer }) => pointer);

const noOthers = { unevaluatedProperties: false };

describe('unevaluatedProperties', () => {
  it('names each property that nothing looked at', () => {
    const schema = { ...noOthers, properties: { a: true }, patternProperties: { '^x': true } };
    expect(pointers(schema, { a: 1, xy: 2 })).toEqual([]);
    expect(pointers(schema, { a: 1, b: 2, c: 3 })).toEqual(['/b', '/c']);
  });

  it.each<[string, object, object, object]>([
    [
      'of alternatives only those that fit',
      {
        anyOf: [{ properties: { a: { const: 1 } } }, { properties: { b: true }, required: ['b'] }],
      },
      { a: 1, b: 1 },
      { a: 2, b: 1 },
    ],
    [
      'a condition that holds, even without then',
      { if: { properties: { a: { const: 1 } }, required: ['a'] } },
      { a: 1 },
      { a: 2 },
    ],
    [
      'then or else, by the condition',
      {
        if: { required: ['a'] },
        then: { properties: { a: true, b: true } },
        else: { properties: { c: true } },
      },
      { a: 1, b: 1 },
      { b: 1, c: 1 },
    ],
    [
      'what a property brings along',
      { properties: { a: true }, dependentSchemas: { a: { properties: { b: true } } } },
      { a: 1, b: 1 },
      { b: 1 },
    ],
    [
      'what is referred to',
      { $ref: '#/$defs/d', $defs: { d: { allOf: [{ properties: { a: true } }] } } },
      { a: 1 },
      { b: 1 },
    ],
    [
      'nothing inside a negation',
      { properties: { b: true }, not: { not: { properties: { a: true } } } },
      { b: 1 },
      { a: 1 },
    ],
  ])('counts %s', (_, schema, good, bad) => {
    expect(explain({ ...schema, ...noOthers }, good)).toEqual([]);
    expect(explain({ ...schema, ...noOthers }, bad)).not.toEqual([]);
  });

  it('judges the rest by its own schema, and the reason says where', () => {
    const schema = { properties: { a: true }, unevaluatedProperties: { type: 'number' } };
    expect(explain(schema, { a: 'x', b: 1 })).toEqual([]);
    expect(explain(schema, { b: 'x', c: 'y' })).toEqual([
      expect.objectContaining({ pointer: '/b', schemaPointer: '/unevaluatedProperties/type' }),
      expect.objectContaining({ pointer: '/c', schemaPointer: '/unevaluatedProperties/type' }),
    ]);
  });

  it('is satisfied by an inner schema that looks at everything', () => {
    expect(pointers({ allOf: [{ unevaluatedProperties: true }], ...noOthers }, { a: 1 })).toEqual(
      [],
    );
    expect(pointers({ allOf: [{ additionalProperties: true }], ...noOthers }, { a: 1 })).toEqual(
      [],
    );
  });
});

describe('unevaluatedItems', () => {
  it('counts what contains finds in 2020-12, and does not in 2019-09', () => {
    const schema = { contains: { const: 1 }, unevaluatedItems: false };
    expect(explain(schema, [1, 1])).toEqual([]);
    expect(explain(schema, [1, 2])).toHaveLength(1);
    expect(explain({ $schema: draft2019, ...schema }, [1, 1])).toHaveLength(1);
  });

  it('counts declared positions and judges the others', () => {
    const schema = { prefixItems: [true], unevaluatedItems: { type: 'number' } };
    expect(explain(schema, ['x', 1])).toEqual([]);
    expect(pointers(schema, ['x', 'y', 1, 'z'])).toEqual(['/1', '/3']);
  });

  it('says it once of a whole list', () => {
    expect(explain({ unevaluatedItems: false }, [1, 2, 3])).toEqual([
      expect.objectContaining({ pointer: '', schemaPointer: '/unevaluatedItems' }),
    ]);
  });

  it('explains a schema that leads back to itself under a condition', () => {
    const schema = {
      if: { type: 'array', minItems: 1 },
      then: { prefixItems: [{ $ref: '#' }] },
      else: { anyOf: [{ type: 'array' }, { const: 0 }] },
      unevaluatedItems: { $ref: '#' },
    };
    expect(explain(schema, [[], 0])).toEqual([]);
    expect(explain(schema, [[], [1]])).not.toEqual([]);
    expect(explain(schema, 'x')).not.toEqual([]);
  });
});

describe('choices within choices', () => {
  /** Every level asks which alternative the whole level below fits. */
  const chain = {
    anyOf: [
      { properties: { a: { $ref: '#' } }, required: ['a'] },
      { properties: { end: true }, required: ['end'] },
    ],
    unevaluatedProperties: false,
  };
  const nested = (depth: number, end: object): unknown =>
    depth === 0 ? end : { a: nested(depth - 1, end) };

  it('are not asked again by every level around them', () => {
    const validator = validatorOf(chain);
    // One level asked twice by the level above it would make 2⁶⁰ questions.
    expect(mustEnd(() => validator.isValid(nested(60, { end: 1 })))).toBe(true);
    expect(mustEnd(() => validator.isValid(nested(60, { end: 1, more: 1 })))).toBe(false);
    expect(mustEnd(() => validator.explain(nested(60, { end: 1, more: 1 })))).not.toEqual([]);
  });

  it('are refused, never thrown at, when the event is deeper than the stack', () => {
    const validator = validatorOf(chain);
    let event: unknown = { end: 1 };
    for (let i = 0; i < 20_000; i++) event = { a: event };
    expect(validator.isValid(event)).toBe(false);
    expect(validator.explain(event)).toHaveLength(1);
  });
});

describe('an event that breaks the judge itself', () => {
  it('is refused with a sentence', () => {
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new TypeError('no keys');
        },
      },
    );
    const validator = validatorOf({ type: 'object', ...noOthers });
    expect(validator.isValid(trap)).toBe(false);
    expect(validator.explain(trap)).toEqual([
      expect.objectContaining({ message: expect.stringContaining('could not be judged') }),
    ]);
  });

  it('is refused with the first reason where the others cannot be told', () => {
    // Reading `b` throws, and only a search for all reasons goes on past `a`.
    const event = Object.defineProperty({ a: 1 }, 'b', {
      enumerable: true,
      get: () => {
        throw new TypeError('cannot be read');
      },
    });
    const validator = validatorOf({
      allOf: [{ properties: { a: { const: 0 } } }, { properties: { b: { const: 0 } } }],
    });
    expect(validator.isValid(event)).toBe(false);
    expect(validator.explain(event)).toEqual([
      expect.objectContaining({ pointer: '/a', keyword: 'const' }),
    ]);
  });
});
