import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { type ReferencedSource, type Violation } from '../language.js';
import { type Place } from './documents.js';
import { explainErrors } from './explain.js';
import { jsonSchema } from './json-schema.js';
import { mustEnd } from '../../../test/support/must-end.js';

const draft2019 = 'https://json-schema.org/draft/2019-09/schema';
const draft2020 = 'https://json-schema.org/draft/2020-12/schema';

function explain(
  schema: unknown,
  event: unknown,
  references: readonly ReferencedSource[] = [],
): readonly Violation[] {
  const read = jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const validator = jsonSchema.compile(read.value);
  const violations = validator.explain(event);
  expect(validator.isValid(event)).toBe(violations.length === 0);
  return violations;
}

describe('a violation', () => {
  it.each<[object, unknown, string, string]>([
    [{ required: ['a/b'] }, {}, '/a~1b', 'The required property "a/b" is missing. Add it.'],
    [
      { additionalProperties: false },
      { 'x/y': 1 },
      '/x~1y',
      'The schema does not declare this property and allows no others. Remove or declare it.',
    ],
    [{ type: 'string' }, 5, '', 'This must be a string but is an integer. Send the promised type.'],
    [
      { type: ['object', 'null'] },
      [1],
      '',
      'This must be an object or null but is a list. Send the promised type.',
    ],
    [
      { type: 'integer' },
      1.5,
      '',
      'This must be an integer but is a number with a fraction. Send the promised type.',
    ],
    [{ type: 'array' }, true, '', 'This must be a list but is a boolean. Send the promised type.'],
    [
      { type: 'boolean' },
      null,
      '',
      'This must be true or false but is null. Send the promised type.',
    ],
    [{ type: 'number' }, {}, '', 'This must be a number but is an object. Send the promised type.'],
    [
      { enum: ['a', 'b'] },
      'c',
      '',
      'The value is not one of the allowed values: "a", "b". Send one of them.',
    ],
    [
      { enum: Array.from({ length: 20 }, (_, i) => i) },
      'c',
      '',
      'The value is not one of the allowed values: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 10 more. Send one of them.',
    ],
    [
      { const: 'x'.repeat(100) },
      'c',
      '',
      `The value must be exactly "${'x'.repeat(79)}…. Send it.`,
    ],
    [{ const: { a: 1 } }, 'c', '', 'The value must be exactly the one the schema names. Send it.'],
    [{ maximum: 3 }, 4, '', 'The number must be at most 3. Send one in range.'],
    [{ minimum: 3 }, 2, '', 'The number must be at least 3. Send one in range.'],
    [{ exclusiveMaximum: 3 }, 3, '', 'The number must be less than 3. Send one in range.'],
    [{ exclusiveMinimum: 3 }, 3, '', 'The number must be more than 3. Send one in range.'],
    [{ multipleOf: 0.01 }, 0.001, '', 'The number must be a multiple of 0.01. Round it.'],
    [{ maxLength: 1 }, 'ab', '', 'The text is longer than 1 character. Shorten it.'],
    [{ minLength: 2 }, 'a', '', 'The text is shorter than 2 characters. Complete it.'],
    [{ pattern: '^a$' }, 'b', '', 'The text does not match the pattern ^a$. Correct its form.'],
    [{ format: 'date' }, 'b', '', 'The text is not a valid date. Correct its form.'],
    [{ maxItems: 1 }, [1, 2], '', 'The list has more than 1 item. Remove some.'],
    [{ minItems: 2 }, [1], '', 'The list has fewer than 2 items. Add some.'],
    [
      { items: [true], additionalItems: false },
      [1, 2],
      '/1',
      'The schema allows no value here. Remove it.',
    ],
    [
      { uniqueItems: true },
      [1, 1],
      '',
      'The list repeats an item; all must differ. Remove the repetition.',
    ],
    [
      { $schema: draft2020, contains: { const: 1 }, maxContains: 1 },
      [1, 1],
      '',
      'The list must hold at least 1 item and at most 1 of the described kind. Correct it.',
    ],
    [{ maxProperties: 1 }, { a: 1, b: 2 }, '', 'The object has more than 1 property. Remove some.'],
    [{ minProperties: 2 }, { a: 1 }, '', 'The object has fewer than 2 properties. Add some.'],
    [{ properties: { a: false } }, { a: 1 }, '/a', 'The schema allows no value here. Remove it.'],
    [
      { not: { type: 'string' } },
      'a',
      '',
      'The value is of the kind that the schema rules out. Change it.',
    ],
    [
      { dependencies: { a: ['b'] } },
      { a: 1 },
      '/b',
      'The property "b" is required beside the ones sent. Add it.',
    ],
    [
      { $schema: draft2019, dependentRequired: { a: ['b'] } },
      { a: 1 },
      '/b',
      'The property "b" is required beside the ones sent. Add it.',
    ],
    [
      { $schema: draft2019, unevaluatedProperties: false },
      { a: 1 },
      '/a',
      'The schema does not declare this property and allows no others. Remove or declare it.',
    ],
    [
      { $schema: draft2019, unevaluatedItems: false },
      [1],
      '',
      'The list has items that the schema does not declare. Remove them.',
    ],
    [
      { propertyNames: { maxLength: 1 } },
      { ab: 1 },
      '/ab',
      'The name of this property is not allowed. The text is longer than 1 character. Shorten it.',
    ],
  ])('of %j is placed and told', (schema, event, pointer, message) => {
    expect(explain(schema, event)).toEqual([expect.objectContaining({ pointer, message })]);
  });

  it('lists the reasons of every alternative, then that none fits', () => {
    const violations = explain({ anyOf: [{ type: 'null' }, { minimum: 3 }] }, 2);
    expect(violations.map(({ keyword, schemaPointer }) => [keyword, schemaPointer])).toEqual([
      ['type', '/anyOf/0/type'],
      ['minimum', '/anyOf/1/minimum'],
      ['anyOf', '/anyOf'],
    ]);
    expect(violations[2]?.message).toBe(
      'The value fits none of the 2 alternatives. Make it fit one.',
    );
  });

  it('of alternatives told apart by a value lists the reasons of the one that was meant', () => {
    const alternative = (action: string, name: string) => ({
      type: 'object',
      required: [name],
      properties: { action: { enum: [action] }, [name]: { $ref: '#/definitions/id' } },
      additionalProperties: false,
    });
    const schema = {
      oneOf: [{ $ref: '#/definitions/opened' }, { $ref: '#/definitions/closed' }],
      definitions: {
        id: { type: 'integer' },
        opened: alternative('opened', 'by'),
        closed: alternative('closed', 'until'),
      },
    };
    const told = (event: unknown) =>
      explain(schema, event).map(({ pointer, message }) => `${pointer} ${message}`);
    expect(told({ action: 'closed', until: 'x' })).toEqual([
      '/until This must be an integer but is a string. Send the promised type.',
    ]);
    expect(told({ action: 'closed' })).toEqual([
      '/until The required property "until" is missing. Add it.',
    ]);
    expect(told({ action: 'burnt', until: 1 })).toEqual([
      '/action The value is not one of the allowed values: "opened", "closed". Send one of them.',
    ]);
  });

  it('of alternatives within alternatives names each value once', () => {
    const pinned = (action: string, more: object = {}) => ({
      properties: { action: { enum: [action] }, ...more },
      required: ['action'],
    });
    const schema = {
      oneOf: [{ $ref: '#/definitions/asked' }, pinned('closed', { id: { type: 'integer' } })],
      definitions: {
        asked: {
          oneOf: [
            { ...pinned('asked'), not: { required: ['team'] } },
            { ...pinned('asked'), not: { required: ['user'] } },
          ],
        },
      },
    };
    expect(explain(schema, { action: 'closed', id: 'x' }).map(({ pointer }) => pointer)).toEqual([
      '/id',
    ]);
    expect(explain(schema, { action: 'burnt' }).map(({ message }) => message)).toEqual([
      'The value is not one of the allowed values: "asked", "closed". Send one of them.',
    ]);
  });

  it('of alternatives that share definitions tells no reason of another one', () => {
    const alternative = (action: string, more: object) => ({
      required: ['by'],
      properties: { action: { enum: [action] }, by: { $ref: '#/definitions/user' }, ...more },
    });
    const schema = {
      oneOf: [
        { $ref: '#/definitions/planned' },
        { $ref: '#/definitions/closed' },
        { $ref: '#/definitions/pinned' },
      ],
      definitions: {
        user: { type: 'object', required: ['login'] },
        milestone: { type: 'object' },
        planned: alternative('planned', { milestone: { $ref: '#/definitions/milestone' } }),
        closed: alternative('closed', { until: { type: 'integer' } }),
        pinned: alternative('pinned', { milestone: { $ref: '#/definitions/milestone' } }),
      },
    };
    const told = (event: unknown) => explain(schema, event).map(({ pointer }) => pointer);
    expect(told({ action: 'closed', milestone: null, until: 'x', by: {} })).toEqual([
      '/until',
      '/by/login',
    ]);
    expect(told({ action: 'closed', milestone: null, by: {} })).toEqual(['/by/login']);
    expect(told({ action: 'planned', milestone: null, by: { login: 'a' } })).toEqual([
      '/milestone',
    ]);
  });

  it('of two thousand wrong values with alternatives is given', () => {
    const pinned = (kind: string) => ({
      properties: { kind: { const: kind } },
      required: ['kind'],
    });
    const alternatives = Array.from({ length: 50 }, (_, n) => pinned(`k${n}`));
    const many = (count: number) => Array.from({ length: count }, () => ({ kind: 'x' }));
    for (const count of [50, 2_000]) {
      const told = mustEnd(() => explain({ items: { anyOf: alternatives } }, many(count)));
      expect(told.length).toBeGreaterThan(0);
    }
  });

  it('of alternatives told apart by several values lists them all', () => {
    const schema = {
      anyOf: [{ properties: { a: { const: 1 } } }, { properties: { b: { const: 1 } } }],
    };
    expect(explain(schema, { a: 2, b: 2 }).map(({ pointer }) => pointer)).toEqual(['/a', '/b', '']);
  });

  it('tells too many fitting alternatives from too few', () => {
    expect(explain({ oneOf: [true, { type: 'integer' }] }, 2)[0]?.message).toContain(
      'more than one of the 2',
    );
    expect(explain({ oneOf: [{ type: 'null' }, { type: 'string' }] }, 2).at(-1)?.message).toContain(
      'none of the 2',
    );
  });

  it('tells of a list without the wanted item what each item lacks', () => {
    const violations = explain({ contains: { const: 1 } }, [2]);
    expect(violations.map(({ pointer, schemaPointer }) => [pointer, schemaPointer])).toEqual([
      ['/0', '/contains/const'],
      ['', '/contains'],
    ]);
    expect(violations[1]?.message).toBe(
      'The list must hold at least 1 item of the described kind. Correct it.',
    );
  });

  it('names the keyword and the place as the author wrote them', () => {
    const schema = {
      $schema: 'http://json-schema.org/draft-04/schema#',
      definitions: { price: { maximum: 3, exclusiveMaximum: true } },
      properties: { a: { $ref: '#/definitions/price' }, b: { items: [{ multipleOf: 2 }] } },
    };
    expect(explain(schema, { a: 3, b: [1] })).toEqual([
      expect.objectContaining({
        pointer: '/a',
        schemaPointer: '/definitions/price/exclusiveMaximum',
      }),
      expect.objectContaining({
        pointer: '/b/0',
        keyword: 'multipleOf',
        schemaPointer: '/properties/b/items/0/multipleOf',
      }),
    ]);
  });

  it('names the referenced schema that refuses', () => {
    const [violation] = explain({ $ref: 'a.json' }, 5, [
      { name: 'a.json', text: '{"type":"string"}' },
    ]);
    expect(violation?.schemaPointer).toBe('a.json#/type');
  });

  it('of a schema that is just false points at that schema', () => {
    expect(explain({ properties: { a: false } }, { a: 1 })[0]).toMatchObject({
      keyword: 'false',
      schemaPointer: '/properties/a',
    });
    expect(explain({ $schema: draft2020, enum: [] }, 1)[0]).toMatchObject({
      keyword: 'enum',
      schemaPointer: '/enum',
    });
  });

  it('never quotes the event', () => {
    const secret = 'ada@acme.com';
    const schema = {
      properties: {
        a: {
          maxLength: 1,
          pattern: '^x$',
          format: 'date',
          const: 'y',
          enum: ['z'],
          type: 'integer',
          not: { type: 'string' },
        },
      },
    };
    const violations = explain(schema, { a: secret });
    expect(violations.length).toBeGreaterThan(5);
    expect(JSON.stringify(violations)).not.toContain(secret);
  });

  it('is told once, and at most twenty are told', () => {
    expect(
      explain(
        {
          allOf: [{ $ref: '#/definitions/a' }, { $ref: '#/definitions/a' }],
          definitions: { a: { type: 'string' } },
        },
        1,
      ),
    ).toHaveLength(1);
    const many = Array.from({ length: 100 }, () => 'x');
    expect(explain({ items: { type: 'integer' } }, many)).toHaveLength(
      limits.violationsPerEvent.value,
    );
  });

  it('has a sentence even for a word it does not know', () => {
    const error = {
      keyword: 'odd',
      instancePath: '/a',
      schemaPath: '',
      params: {},
      parentSchema: {},
    };
    const place = { document: { name: '' }, pointer: '' } as Place;
    const origins = new Map([[error.parentSchema, { place, renamed: {} }]]);
    expect(explainErrors([error], origins)).toEqual([
      {
        pointer: '/a',
        keyword: 'odd',
        schemaPointer: '/odd',
        message: 'The value breaks the rule "odd". Correct it.',
      },
    ]);
  });
});
