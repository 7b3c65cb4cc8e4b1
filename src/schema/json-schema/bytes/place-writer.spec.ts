import { describe, expect, it } from '@jest/globals';
import { INVALID, UNTOLD, VALID } from '../../bytes/bytes-judge.js';
import { type Payload } from '../../payload.js';
import { jsonSchema } from '../json-schema.js';

const VERDICTS = new Map([
  [VALID, 'valid'],
  [INVALID, 'invalid'],
  [UNTOLD, 'untold'],
]);

function payloadOf(schema: object): Payload {
  const text = JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...schema,
  });
  const read = jsonSchema.read({ type: 'JSON', text, references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const payload = jsonSchema.payload(read.value);
  if (!payload) throw new Error('events of JSON Schema are bytes');
  return payload;
}

/** What the bytes say, held against the value made of them. */
function told(payload: Payload, text: string, isOpen: boolean): string | undefined {
  const bytes = Buffer.from(text);
  const verdict = payload.judge(bytes, isOpen);
  if (verdict !== UNTOLD) expect([text, verdict === VALID]).toEqual([text, payload.read(bytes).ok]);
  return VERDICTS.get(verdict);
}

/** Of an event that may carry undeclared names, and of one that may not where that is another. */
type Verdict = string | readonly [open: string, closed: string];
interface Case {
  readonly says: string;
  readonly schema: object;
  readonly events: Readonly<Record<string, Verdict>>;
}

const UNLESS_OPEN = ['valid', 'untold'] as const;

const CASES: readonly Case[] = [
  {
    says: 'a name that is only required and cannot be written without an escape',
    schema: { required: ['a"b'] },
    events: { '{}': 'invalid', '{"c":1}': 'invalid', '{"a\\"b":1}': 'untold', '[]': 'valid' },
  },
  {
    says: 'a name without a letter',
    schema: { properties: { '': { type: 'integer' } }, required: [''] },
    events: { '{"":1}': 'valid', '{"":"1"}': 'invalid', '{}': 'invalid' },
  },
  {
    says: 'more names than are expected in their order',
    schema: {
      properties: Object.fromEntries(
        Array.from({ length: 160 }, (_, i) => [`n${i}`, { const: i }]),
      ),
      required: ['n0', 'n159'],
      additionalProperties: false,
    },
    events: {
      '{"n0":0,"n159":159}': 'valid',
      '{"n159":159,"n77":77,"n0":0}': 'valid',
      '{"n159":159,"n77":78,"n0":0}': 'invalid',
      '{"n0":0}': 'invalid',
      '{"n0":0,"n159":159,"n160":1}': 'invalid',
      '{"n0":0,"n159":159,"n0":0}': 'untold',
    },
  },
  {
    says: 'values by name that its other words allow only in part',
    schema: {
      properties: {
        day: { enum: ['2026-11-27', 'today', 7], format: 'date' },
        code: { enum: ['A1', 'b2', 'A11'], pattern: '^[A-Z]', maxLength: 2 },
        step: { enum: [5, 7, 10, '5'], multipleOf: 5, type: 'number' },
        high: { enum: [1, 2, 3, 4, 5], minimum: 2, exclusiveMaximum: 5, exclusiveMinimum: 2 },
        whole: { enum: [1, 1.5, 'a', null], type: ['integer', 'null'] },
      },
    },
    events: {
      '{"day":"2026-11-27"}': 'valid',
      '{"day":"today"}': 'invalid',
      '{"day":7}': 'valid',
      '{"code":"A1"}': 'valid',
      '{"code":"b2"}': 'invalid',
      '{"code":"A11"}': 'invalid',
      '{"code":"A\\u0031"}': 'valid',
      '{"step":10}': 'valid',
      '{"step":10.0}': 'valid',
      '{"step":1e1}': 'untold',
      '{"step":7}': 'invalid',
      '{"step":"5"}': 'invalid',
      '{"high":2}': 'invalid',
      '{"high":3}': 'valid',
      '{"high":5}': 'invalid',
      '{"whole":1}': 'valid',
      '{"whole":1.5}': 'invalid',
      '{"whole":"a"}': 'invalid',
      '{"whole":null}': 'valid',
    },
  },
  {
    says: 'lists and objects by name, where its types allow them and where not',
    schema: {
      properties: {
        list: { type: 'array', enum: [[1], 'a'] },
        text: { type: 'string', enum: [[1], 'a'] },
      },
    },
    events: {
      '{"list":[1]}': 'untold',
      '{"list":"a"}': 'untold',
      '{"text":[1]}': 'invalid',
      '{"text":"a"}': 'valid',
    },
  },
  {
    says: 'one value by name beside several, or one with others in it',
    schema: {
      properties: { both: { enum: [1, 2], const: 2 }, deep: { const: { a: 1 } }, a: { const: 1 } },
    },
    events: {
      '{"both":2}': 'untold',
      '{"both":1}': 'untold',
      '{"deep":{"a":1}}': 'untold',
      '{"a":1}': 'valid',
      '{"a":2}': 'invalid',
    },
  },
  {
    says: 'what looks at items that others looked at',
    schema: { properties: { a: { prefixItems: [true], unevaluatedItems: false } } },
    events: { '{"a":[1]}': 'untold', '{"a":[1,2]}': 'untold', '{"a":{}}': 'valid', '{}': 'valid' },
  },
  {
    says: 'nothing beside a word of its own',
    schema: { properties: { a: { allOf: [true], maxLength: 1 } } },
    events: {
      '{"a":"x"}': 'valid',
      '{"a":"xy"}': 'invalid',
      '{"a":{"b":[]}}': 'valid',
    },
  },
  {
    says: 'nothing in one alternative and something of members in another',
    schema: { anyOf: [true, { properties: { a: { type: 'integer' } } }] },
    events: { '{"a":1}': UNLESS_OPEN, '"x"': 'valid', '[{}]': UNLESS_OPEN },
  },
  {
    says: 'of members by number only, where another alternative speaks of them by name',
    schema: {
      anyOf: [
        { properties: { x: { required: ['q'] } } },
        { properties: { x: { properties: { z: true } } } },
      ],
    },
    events: { '{"x":{"q":1}}': UNLESS_OPEN, '{"x":{"z":1}}': UNLESS_OPEN, '{"x":1}': 'valid' },
  },
  {
    says: 'of members by number only, where another item is spoken of by name',
    schema: {
      prefixItems: [{ type: 'object', maxProperties: 1 }],
      items: { properties: { a: true } },
    },
    events: {
      '[{}]': 'valid',
      '[{"x":1}]': UNLESS_OPEN,
      '[{"x":1,"y":1}]': ['invalid', 'untold'],
      '[{},{"a":1}]': 'valid',
      '[{},{"x":1}]': UNLESS_OPEN,
    },
  },
  {
    says: 'that no item may come twice',
    schema: { properties: { a: { uniqueItems: true } } },
    events: {
      '{"a":["x",1,true,"1"]}': 'valid',
      '{"a":["x",1,"x"]}': 'invalid',
      '{"a":["x","\\u0078"]}': 'untold',
      '{"a":[0,-0]}': 'untold',
      '{"a":[999999999999998,999999999999999]}': 'valid',
      // One and the same, as doubles are.
      '{"a":[9007199254740993,9007199254740992]}': 'untold',
      '{"a":[{},{}]}': 'untold',
    },
  },
  {
    says: 'nothing beside members that it declares',
    schema: { allOf: [true], maxLength: 2, properties: { a: { type: 'integer' } } },
    events: {
      '{"a":1}': UNLESS_OPEN,
      '{"a":"1"}': 'invalid',
      '{"b":1}': UNLESS_OPEN,
      '"abc"': 'invalid',
      '"ab"': 'valid',
    },
  },
  {
    says: 'that an alternative allows nothing, in its place and by reference',
    schema: {
      $defs: { none: { enum: [] } },
      properties: {
        here: { anyOf: [false, { type: 'null' }] },
        there: { oneOf: [{ $ref: '#/$defs/none' }, { type: 'string' }] },
        nowhere: { $ref: '#/$defs/none' },
      },
    },
    events: {
      '{"here":null}': 'valid',
      '{"here":1}': 'invalid',
      '{"there":"x"}': 'valid',
      '{"there":1}': 'invalid',
      '{"nowhere":1}': 'invalid',
      '{}': 'valid',
    },
  },
  {
    says: 'a condition with one way out of it, or with none',
    schema: {
      properties: {
        so: { if: { required: ['a'] }, then: { required: ['b'] } },
        not: { if: { required: ['a'] }, else: { required: ['b'] } },
        idle: { if: { required: ['a'] } },
      },
    },
    events: {
      '{"so":{"a":1,"b":1}}': 'valid',
      '{"so":{"a":1}}': 'invalid',
      '{"so":{}}': 'valid',
      '{"not":{"a":1}}': 'valid',
      '{"not":{}}': 'invalid',
      '{"idle":{"a":1}}': 'valid',
      '{"idle":1}': 'valid',
    },
  },
  {
    says: 'that of all parts one allows nothing',
    schema: { properties: { a: { allOf: [{ type: 'string' }, false] } } },
    events: { '{"a":"x"}': 'invalid', '{"a":1}': 'invalid', '{}': 'valid' },
  },
];

describe('what a schema says', () => {
  for (const { says, schema, events } of CASES)
    it(`is told by bytes as by the value: ${says}`, () => {
      const payload = payloadOf(schema);
      const found = Object.keys(events).map((text) => {
        const [open, closed] = [told(payload, text, true), told(payload, text, false)];
        return [text, open === closed ? open : [open, closed]];
      });
      expect(Object.fromEntries(found)).toEqual(events);
    });
});

/** Alternatives that all speak of members, so that each is judged beside each place's own names. */
const many = (count: number) => ({
  anyOf: Array.from({ length: count }, (_, i) => ({ properties: { [`a${i}`]: { const: i } } })),
});

describe('a schema whose judge would be larger than it is worth', () => {
  it.each([
    [
      'one with more functions than are written',
      {
        $defs: { all: many(200) },
        properties: Object.fromEntries(
          Array.from({ length: 150 }, (_, i) => [
            `p${i}`,
            { $ref: '#/$defs/all', properties: { [`own${i}`]: { type: 'string' } } },
          ]),
        ),
      },
      '{"p0":{"own0":"x"}}',
      '{"p0":{"own0":1}}',
    ],
    [
      'one that leads to more schemas than are looked at',
      {
        $defs: { all: many(256) },
        properties: Object.fromEntries(
          Array.from({ length: 900 }, (_, i) => [`p${i}`, { $ref: '#/$defs/all' }]),
        ),
      },
      '{"p0":{"a0":0}}',
      '{"p0":null,"p0":1',
    ],
  ])('leaves events to the value: %s', (_, schema, good, bad) => {
    const payload = payloadOf(schema);
    expect(payload.tier).toEqual({ name: 'value', untold: ['its size'] });
    expect(payload.judge(Buffer.from(good), true)).toBe(UNTOLD);
    expect(payload.judge(Buffer.from(bad), true)).toBe(UNTOLD);
    expect(payload.read(Buffer.from(good)).ok).toBe(true);
  });
});
