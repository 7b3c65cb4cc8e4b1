import { describe, expect, it } from '@jest/globals';
import { decide, type TestedDraft } from '../../../test/support/decide-schemas.js';

/** A text that no automaton here tells apart from others. */
const UNDECIDED_PATTERN = '^[^\\a]$';
const UNDECIDED_BECAUSE =
  'the pattern "^[^\\\\a]$" is not decided: it is no Unicode pattern and has a negated class';

const range = <T>(length: number, make: (index: number) => T): T[] =>
  Array.from({ length }, (_, index) => make(index));

/** Definitions of which each leads to the next, and the last to an end. */
const chain = (length: number, link: (next: object, index: number) => object, end: object) => ({
  definitions: Object.fromEntries([
    ...range(length, (index) => [
      `d${index}`,
      link({ $ref: `#/definitions/d${index + 1}` }, index),
    ]),
    [`d${length}`, end],
  ]) as object,
});
const FIRST = { $ref: '#/definitions/d0' };
const byTurns = (next: object, index: number): object =>
  index % 2 === 0
    ? { anyOf: [{ pattern: `^${index}y` }, next] }
    : { allOf: [{ not: { pattern: `^${index}x` } }, next] };

type Case = readonly [
  name: string,
  writer: unknown,
  reader: unknown,
  because: string,
  draft?: TestedDraft,
];

const cases: readonly Case[] = [
  // Numbers
  [
    'whether any of many numbers is left by steps that repeat too rarely',
    {
      type: 'integer',
      minimum: 2,
      allOf: [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61].map((step) => ({
        not: { multipleOf: step },
      })),
    },
    false,
    'none of the numbers that were tried fits',
  ],
  [
    'whether a number lies where no guess falls',
    {
      type: 'number',
      exclusiveMinimum: 10,
      exclusiveMaximum: 11,
      allOf: [0.0003125, 10.00015625, 10.000078125, 10.99984375, 10.999921875].map((step) => ({
        not: { multipleOf: step },
      })),
    },
    false,
    'none of the numbers that were tried fits',
  ],
  // Texts
  [
    'what a pattern says that is not read',
    { type: 'string' },
    { pattern: UNDECIDED_PATTERN },
    UNDECIDED_BECAUSE,
  ],
  [
    'what it says about a listed text',
    { enum: ['a', 'b'] },
    { pattern: UNDECIDED_PATTERN },
    UNDECIDED_BECAUSE,
  ],
  [
    'what more than 5000 excluded texts leave',
    {
      type: 'string',
      not: { anyOf: [0, 1].map((half) => ({ enum: range(2_600, (at) => `${half}-${at}`) })) },
    },
    false,
    'more than 5000 strings are excluded',
  ],
  [
    'what is left of a wide class when all that is tried is excluded',
    { type: 'string', pattern: '^[^a]$' },
    { enum: [...range(0x7f, (point) => String.fromCodePoint(point)), 'é', '😀'] },
    'too many strings are excluded',
  ],
  [
    'what a text of three million characters matches',
    { type: 'string', pattern: '^a*$', minLength: 3_000_001 },
    false,
    'the strings in question are too long',
  ],
  // Arrays
  [
    'which equal items satisfy more than five counts',
    {
      type: 'array',
      not: { uniqueItems: true },
      allOf: range(6, (at) => ({ contains: { multipleOf: at + 2 }, minContains: 2 })),
    },
    false,
    'equal items are counted',
    2020,
  ],
  [
    'which of more than 24 different unique items takes which value',
    {
      type: 'array',
      items: [...range(24, (at) => ({ enum: [at, at + 1] })), { enum: [0] }],
      minItems: 25,
      uniqueItems: true,
    },
    false,
    '25 different unique items compete for values',
  ],
  // Objects
  [
    'whether a demanded field can be read, while another one can be',
    { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' } } },
    { properties: { a: { format: 'iri' } } },
    'what the format "iri" allows is not decided',
  ],
  [
    'which names are possible where patterns tell more than 64 kinds apart',
    {
      type: 'object',
      minProperties: 1,
      patternProperties: Object.fromEntries(
        range(7, (at) => [`^.{${at}}a`, { minimum: at }] as const),
      ),
    },
    false,
    'property names fall into more than 64 classes',
  ],
  [
    'which names are shorter than 1001 characters',
    { type: 'object', propertyNames: { maxLength: 1_001 } },
    { propertyNames: { maxLength: 2 } },
    'property names are bounded by 1001 characters',
  ],
  [
    'which names more than 64 schemas inside each other describe',
    { type: 'object', propertyNames: FIRST, ...chain(80, byTurns, { maxLength: 3 }) },
    { maxProperties: 0 },
    'property names are described too deeply',
  ],
  // Depth
  [
    'whether more than 150 values fit inside each other',
    {
      ...FIRST,
      ...chain(160, (a) => ({ type: 'object', required: ['a'], properties: { a } }), {
        type: 'null',
      }),
    },
    false,
    'values nest more than 150 levels',
  ],
  [
    'what more than 32 references have looked at',
    {
      ...FIRST,
      unevaluatedProperties: false,
      ...chain(34, (next) => next, { properties: { a: true } }),
    },
    { maxProperties: 1 },
    'references nest too deeply',
    2020,
  ],
];

describe('the procedure leaves open', () => {
  for (const [name, writer, reader, because, draft = 7] of cases) {
    it(name, () => {
      const decision = decide(writer, reader, { draft, stepsMax: 1_000_000 });
      expect(decision).toMatchObject({ outcome: 'undecided', reason: because });
    });
  }

  it('nothing of it between two schemas that say the same', () => {
    for (const [, writer, , , draft = 7] of cases)
      expect(decide(writer, writer, { draft }).outcome).toBe('proved');
  });
});
