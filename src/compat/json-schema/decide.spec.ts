import { describe, expect, it } from '@jest/globals';
import {
  decide,
  shown,
  sideOf as side,
  type TestedDraft as Draft,
} from '../../../test/support/decide-schemas.js';
import { Procedure, type Side } from './decide.js';
import { type Json, type JsonObject, sharing } from './json.js';
import { toJson } from './library.js';

type Case = readonly [
  name: string,
  writer: unknown,
  reader: unknown,
  expected: string,
  draft?: Draft | undefined,
];

/** Some field whose name matches has a value of a type. */
const someValue = (pattern: string, type: string) => ({
  not: { patternProperties: { [pattern]: { not: { type } } } },
});

const cases: readonly Case[] = [
  // Numbers
  ['0.3 is a multiple of 0.1', { const: 0.3 }, { multipleOf: 0.1 }, 'proved'],
  [
    'a bound beyond 2^53 is exact',
    '{"type":"integer","maximum":9007199254740992}',
    '{"type":"integer","maximum":9007199254740993}',
    'proved',
  ],
  [
    'and the other way round there is no number a program holds',
    '{"type":"integer","maximum":9007199254740993}',
    '{"type":"integer","maximum":9007199254740992}',
    'undecided',
  ],
  [
    'steps combine by their least common multiple',
    { type: 'number', allOf: [{ multipleOf: 4 }, { multipleOf: 6 }] },
    { multipleOf: 12 },
    'proved',
  ],
  [
    'a coarser step is refuted by the first finer number',
    { type: 'integer', multipleOf: 2, minimum: 1 },
    { multipleOf: 4 },
    '2',
  ],
  [
    'no integer lies strictly between two neighbours',
    { type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 2 },
    false,
    'proved',
  ],
  ['but a real does', { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 2 }, false, '1.5'],
  [
    'a closed interval of one point',
    { type: 'number', minimum: 1, maximum: 1 },
    { const: 1 },
    'proved',
  ],
  [
    'draft-04 sharpens with booleans',
    { type: 'integer', minimum: 0, exclusiveMinimum: true },
    { minimum: 1 },
    'proved',
    4,
  ],
  ['and without the boolean it does not', { type: 'integer', minimum: 0 }, { minimum: 1 }, '0', 4],
  [
    'multiples below a bound only',
    { type: 'integer', maximum: -5, multipleOf: 3 },
    { maximum: -6 },
    'proved',
  ],
  ['all integers are multiples of one half', { type: 'integer' }, { multipleOf: 0.5 }, 'proved'],
  [
    'what is neither a multiple of 2 nor of 3',
    { type: 'integer', minimum: 2, maximum: 4, not: { multipleOf: 2 } },
    { multipleOf: 3 },
    'proved',
  ],
  [
    'number formats are known to equal themselves',
    { type: 'integer', format: 'int32' },
    { format: 'int32' },
    'proved',
  ],
  ['and nothing else', { type: 'integer' }, { format: 'int32' }, 'undecided'],
  [
    'a step longer than any proof is still refuted by one number',
    { type: 'integer' },
    { multipleOf: 86_400 },
    '-1',
  ],
  [
    'and all numbers between two bounds are looked at',
    { type: 'integer', minimum: 1, maximum: 3, not: { multipleOf: 20_011 } },
    { enum: [1, 2, 3] },
    'proved',
  ],
  [
    'of two equal bounds the strict one counts',
    { type: 'number', minimum: 1, exclusiveMinimum: 1, maximum: 1 },
    false,
    'proved',
  ],
  // Strings
  [
    'a pattern is a language, not a text',
    { type: 'string', pattern: '^(ab|ac)$' },
    { pattern: '^a[bc]$' },
    'proved',
  ],
  ['a search pattern is not anchored', { type: 'string', pattern: 'a' }, { pattern: '^a' }, '"ba"'],
  ['anchors inside groups', { type: 'string', pattern: '(^a|b$)' }, { pattern: 'a|b' }, 'proved'],
  ['twice the same anchor', { type: 'string', pattern: '^^a$$' }, { const: 'a' }, 'proved'],
  ['an anchor that cannot hold', { type: 'string', pattern: 'x^' }, false, 'proved'],
  ['start and end of nothing', { type: 'string', pattern: '$^' }, { const: '' }, 'proved'],
  ['lengths count characters, not bytes', { const: '😀' }, { maxLength: 1 }, 'proved'],
  [
    'lengths and patterns meet',
    { type: 'string', pattern: '^(aa)*$', minLength: 3, maxLength: 5 },
    { const: 'aaaa' },
    'proved',
  ],
  [
    'a pattern with enough words',
    { type: 'string', pattern: '^[ab]{2}$' },
    { enum: ['aa', 'ab', 'ba'] },
    '"bb"',
  ],
  ['and with too few', { type: 'string', pattern: '^[ab]$' }, { enum: ['a', 'b', 'c'] }, 'proved'],
  ['no text fits both lengths', { type: 'string', minLength: 3, maxLength: 2 }, false, 'proved'],
  [
    'excluded constants leave another text',
    { type: 'string', maxLength: 1 },
    { enum: ['', 'a', 'b'] },
    '"c"',
  ],
  [
    'a pattern outside another one',
    { type: 'string', not: { pattern: 'a' } },
    { not: { pattern: '^a' } },
    'proved',
  ],
  ['an enum against a pattern', { enum: ['a1', 'b2'] }, { pattern: '^[a-z][0-9]$' }, 'proved'],
  [
    'one format is not another',
    { type: 'string', format: 'date' },
    { format: 'uuid' },
    '"2026-01-31"',
  ],
  [
    'a format that contradicts itself',
    { type: 'string', format: 'date', not: { format: 'date' } },
    false,
    'proved',
  ],
  [
    'a format and a length that leave nothing',
    { type: 'string', format: 'date', minLength: 2, maxLength: 1 },
    false,
    'proved',
  ],
  [
    'a date has ten characters',
    { format: 'date' },
    { not: { type: 'string', minLength: 11 } },
    'proved',
  ],
  ['a uuid is never longer than with its prefix', { format: 'uuid' }, { maxLength: 45 }, 'proved'],
  [
    'an address can be as long as one likes',
    { type: 'string', format: 'email' },
    { maxLength: 17 },
    '"aaaaaaaaaaaaa@b.cd"',
  ],
  [
    'and a moment as precise',
    { type: 'string', format: 'date-time' },
    { maxLength: 30 },
    '"2026-01-31T10:30:00.5555555555Z"',
  ],
  [
    'but not beyond what the format test reads',
    { type: 'string', format: 'uri' },
    { maxLength: 9000 },
    'undecided',
  ],
  ['a format nobody here asserts', { type: 'string' }, { format: 'iri' }, 'undecided'],
  ['a text longer than anybody reads', { type: 'string', minLength: 200_001 }, false, 'undecided'],
  [
    'a format nobody knows allows any text',
    { type: 'string', format: 'x-y' },
    { maxLength: 0 },
    '"a"',
  ],
  [
    'a text of a format that no pattern lets through',
    { type: 'string', format: 'uri', pattern: 'x^' },
    false,
    'proved',
  ],
  [
    'two lists share one text',
    { allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] },
    { const: 'b' },
    'proved',
  ],
  [
    'and it is what is shown',
    { allOf: [{ enum: ['a', 'b'] }, { enum: ['b', 'c'] }] },
    { minLength: 2 },
    '"b"',
  ],
  ['two lists share none', { allOf: [{ enum: ['a'] }, { enum: ['c'] }] }, false, 'proved'],
  [
    'the empty text is the only one of no length',
    { type: 'string', maxLength: 0, not: { const: '' } },
    false,
    'proved',
  ],
  [
    'another alphabet is left when one is excluded',
    { type: 'string', maxLength: 1 },
    { enum: ['', ...'abcdefghijklmnopqrstuvwxyz0123456789α'] },
    '"β"',
  ],
  ['no text matches an empty class', { type: 'string', pattern: 'a[]' }, false, 'proved'],
  // Objects
  [
    'a closed object with one field',
    { type: 'object', properties: { a: true }, additionalProperties: false },
    { maxProperties: 1 },
    'proved',
  ],
  [
    'required implies a size',
    { type: 'object', required: ['a', 'b'] },
    { minProperties: 2 },
    'proved',
  ],
  [
    'names by a finite pattern bound the size',
    { type: 'object', propertyNames: { pattern: '^[ab]$' } },
    { maxProperties: 2 },
    'proved',
  ],
  [
    'and by a length of one they do not',
    { type: 'object', propertyNames: { maxLength: 1 } },
    { maxProperties: 2 },
    '{"":null,"a":null,"b":null}',
  ],
  [
    'a field that can never be',
    { type: 'object', properties: { a: false }, required: ['a'] },
    false,
    'proved',
  ],
  [
    'patterns overlap with names',
    {
      type: 'object',
      properties: { ab: { type: 'string' } },
      patternProperties: { '^a': { maxLength: 2 } },
      required: ['ab'],
    },
    { properties: { ab: { type: 'string', maxLength: 2 } } },
    'proved',
  ],
  [
    'two patterns split the names',
    { type: 'object', patternProperties: { '^a': { minimum: 2 }, b$: { maximum: 1 } } },
    { patternProperties: { '^a.*b$': { not: { type: 'number' } } } },
    'proved',
  ],
  [
    'a dependency that cannot fire',
    { type: 'object', additionalProperties: false },
    { dependencies: { a: ['b'] } },
    'proved',
  ],
  [
    'dependentSchemas',
    { type: 'object', required: ['a', 'b'] },
    { dependentSchemas: { a: { required: ['b'] } }, dependentRequired: { b: ['a'] } },
    'proved',
    2019,
  ],
  [
    'names by enum',
    { type: 'object', propertyNames: { enum: ['a'] } },
    { properties: { b: false } },
    'proved',
  ],
  [
    'names by anything else',
    {
      type: 'object',
      propertyNames: { anyOf: [{ const: 'a' }, { maxLength: 0 }, { not: { minLength: 1 } }] },
    },
    { maxProperties: 2 },
    'proved',
  ],
  [
    'names by a reference',
    {
      type: 'object',
      propertyNames: { $ref: '#/definitions/n' },
      definitions: { n: { type: ['string', 'null'], maxLength: 1 } },
    },
    { patternProperties: { '^..': false } },
    'proved',
  ],
  [
    'names by a format are left open',
    { type: 'object', propertyNames: { format: 'date' }, minProperties: 1 },
    { maxProperties: 0 },
    'undecided',
  ],
  [
    'an object as a constant',
    { const: { a: 1, b: [] } },
    { properties: { a: { const: 1.0 } }, required: ['b'], maxProperties: 2 },
    'proved',
  ],
  [
    'names from a large finite set are not counted short',
    { type: 'object', propertyNames: { pattern: '^[^a]$' }, minProperties: 70 },
    false,
    'undecided',
  ],
  [
    'no object has more fields than it may',
    { type: 'object', minProperties: 3, maxProperties: 2 },
    false,
    'proved',
  ],
  [
    'names beyond the alphabet',
    { type: 'object', required: ['extra26'], minProperties: 28 },
    { maxProperties: 27 },
    `{"extra26":null,${[...'abcdefghijklmnopqrstuvwxyz'].map((name) => `"${name}":null`).join()},"extra27":null}`,
  ],
  [
    'one field satisfies two demands, or nothing does',
    {
      type: 'object',
      allOf: [someValue('^a', 'string'), someValue('b$', 'null')],
      maxProperties: 1,
    },
    false,
    'proved',
  ],
  [
    'and where it can, it does',
    {
      type: 'object',
      allOf: [someValue('^a', 'string'), someValue('b$', 'string')],
      maxProperties: 1,
    },
    false,
    '{"ab":""}',
  ],
  [
    'two names that are not the same cannot share a field',
    {
      type: 'object',
      allOf: [someValue('^a$', 'string'), someValue('^b$', 'string')],
      maxProperties: 1,
    },
    false,
    'proved',
  ],
  [
    'a field that was taken first is given back',
    { type: 'object', allOf: [someValue('^[ab]$', 'string'), someValue('^a$', 'null')] },
    false,
    '{"a":null,"b":""}',
  ],
  [
    'a demand that joined a field gets one of its own where another one needs that',
    {
      type: 'object',
      allOf: [
        someValue('^a$', 'null'),
        someValue('^[ac]$', 'string'),
        someValue('^[ab]$', 'string'),
      ],
      maxProperties: 3,
    },
    false,
    '{"b":"","c":"","a":null}',
  ],
  [
    'no more fields than there are names',
    { type: 'object', propertyNames: { pattern: '^[ab]$' }, minProperties: 3 },
    false,
    'proved',
  ],
  [
    'a field that can never be, beside one that is not decided',
    {
      type: 'object',
      required: ['a', 'b'],
      properties: { a: { type: 'string', not: { format: 'iri' } }, b: false },
    },
    false,
    'proved',
  ],
  [
    'names that are no texts are none',
    { type: 'object', propertyNames: { type: 'integer' } },
    { maxProperties: 0 },
    'proved',
  ],
  [
    'what only numbers must be, names are',
    { type: 'object', propertyNames: { minimum: 3 } },
    { maxProperties: 0 },
    '{"":null}',
  ],
  [
    'and what is only refused to numbers, no name is',
    { type: 'object', propertyNames: { not: { minimum: 3 } } },
    { maxProperties: 0 },
    'proved',
  ],
  [
    'names as the schema itself describes texts',
    { propertyNames: { $ref: '#' }, pattern: '^a' },
    { patternProperties: { '^[^a]': false } },
    'proved',
  ],
  [
    'names as a part of the schema describes them that allows everything',
    {
      allOf: [{ $ref: '#/definitions/any' }, { $ref: '#/definitions/named' }],
      definitions: {
        any: { anyOf: [true, { items: { $ref: '#/definitions/named' } }] },
        named: { type: 'object', propertyNames: { $ref: '#/definitions/any' } },
      },
    },
    { maxProperties: 0 },
    '{"":null}',
  ],
  [
    'names as it does not',
    { propertyNames: { not: { $ref: '#' } }, pattern: '^a' },
    { patternProperties: { '^a': false } },
    'proved',
  ],
  [
    'none at least, and any name, ask nothing',
    true,
    { minProperties: 0, minItems: 0, propertyNames: true },
    'proved',
  ],
  // Arrays
  [
    'a tuple and the rest',
    {
      type: 'array',
      items: [{ type: 'string' }],
      additionalItems: { type: 'integer' },
      minItems: 2,
    },
    { items: [true, { type: 'integer' }] },
    'proved',
  ],
  [
    '2020-12 names the tuple otherwise',
    { type: 'array', prefixItems: [{ type: 'string' }], items: false },
    { maxItems: 1 },
    'proved',
    2020,
  ],
  [
    'unique booleans are at most two',
    { type: 'array', items: { type: 'boolean' }, uniqueItems: true },
    { maxItems: 2 },
    'proved',
  ],
  [
    'unique items of different kinds are matched',
    {
      type: 'array',
      items: [{ enum: [1, 2] }, { enum: [2, 3] }, { enum: [1] }],
      minItems: 3,
      maxItems: 3,
      uniqueItems: true,
    },
    false,
    '[2,3,1]',
  ],
  [
    'and sometimes cannot be',
    {
      type: 'array',
      items: [{ enum: [1, 2] }, { enum: [2] }, { enum: [1] }],
      minItems: 3,
      maxItems: 3,
      uniqueItems: true,
    },
    false,
    'proved',
  ],
  [
    'contains needs an item',
    { type: 'array', items: { type: 'string' } },
    { contains: true },
    '[]',
  ],
  [
    'two disjoint contains need two items',
    { type: 'array', allOf: [{ contains: { type: 'string' } }, { contains: { type: 'null' } }] },
    { minItems: 2 },
    'proved',
  ],
  [
    'maxContains counts',
    { type: 'array', items: { const: 1 }, contains: { const: 1 }, maxContains: 2 },
    { maxItems: 2 },
    'proved',
    2019,
  ],
  [
    'minContains counts',
    { type: 'array', contains: { type: 'null' }, minContains: 3, maxItems: 3 },
    { items: { type: 'null' } },
    'proved',
    2020,
  ],
  [
    'minContains zero asks nothing',
    { type: 'array' },
    { contains: { type: 'null' }, minContains: 0 },
    'proved',
    2020,
  ],
  [
    'repeated items only',
    { type: 'array', items: { enum: [1, 2] }, minItems: 3 },
    { uniqueItems: false },
    'proved',
  ],
  [
    'not unique means a pair',
    { type: 'array', not: { uniqueItems: true } },
    { minItems: 2 },
    'proved',
  ],
  [
    'not unique and counted',
    {
      type: 'array',
      items: { enum: [1, 2] },
      not: { uniqueItems: true },
      contains: { const: 1 },
      minContains: 2,
      maxContains: 2,
      maxItems: 2,
    },
    { const: [1, 1] },
    'proved',
    2020,
  ],
  [
    'unique and not unique',
    { type: 'array', uniqueItems: true, not: { uniqueItems: true } },
    false,
    'proved',
  ],
  ['an array longer than anybody reads', { type: 'array', minItems: 5_000 }, false, 'undecided'],
  [
    'an array as a constant',
    { const: [1, null] },
    { minItems: 2, items: { type: ['integer', 'null'] } },
    'proved',
  ],
  [
    'no array is longer than it may be',
    { type: 'array', minItems: 3, maxItems: 2 },
    false,
    'proved',
  ],
  // Logic
  [
    'oneOf of disjoint branches is anyOf',
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    { oneOf: [{ type: 'string' }, { type: 'null' }] },
    'proved',
  ],
  [
    'a text is short or it is not',
    true,
    { anyOf: [{ minLength: 3 }, { not: { minLength: 3 } }] },
    'proved',
  ],
  ['oneOf twice the same is nothing', { oneOf: [true, true] }, false, 'proved'],
  ['if without then says nothing', true, { if: { type: 'string' } }, 'proved'],
  ['then without if says nothing', true, { then: false, else: false }, 'proved', 7],
  ['draft-06 does not know if', true, { if: true, then: false }, 'proved', 6],
  ['draft-04 does not know const', true, { const: 1 }, 'proved', 4],
  [
    'beside a $ref draft-07 hears nothing',
    true,
    { $ref: '#/definitions/t', type: 'string', definitions: { t: true } },
    'proved',
  ],
  [
    '2019-09 does',
    { type: 'null' },
    { $ref: '#/$defs/t', type: 'string', $defs: { t: true } },
    'null',
    2019,
  ],
  ['false has no events', false, { const: 1 }, 'proved'],
  // Recursion
  [
    'a list that must go on for ever is empty',
    { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] },
    false,
    'proved',
  ],
  [
    'a tree against itself, written otherwise',
    { type: 'object', properties: { kids: { type: 'array', items: { $ref: '#' } } } },
    {
      allOf: [
        { type: 'object' },
        { properties: { kids: { type: 'array', items: { $ref: '#/definitions/t' } } } },
      ],
      definitions: {
        t: {
          type: 'object',
          properties: { kids: { items: { $ref: '#/definitions/t' }, type: 'array' } },
        },
      },
    },
    'proved',
  ],
  [
    'a tree with narrower leaves',
    {
      type: 'object',
      properties: { v: { type: 'number' }, kids: { type: 'array', items: { $ref: '#' } } },
    },
    {
      type: 'object',
      properties: {
        v: { type: 'number' },
        kids: { type: 'array', items: { $ref: '#/definitions/leaf' } },
      },
      definitions: { leaf: { properties: { v: { maximum: 9 } } } },
    },
    '{"kids":[{"v":10}]}',
  ],
  [
    'mutual recursion',
    {
      $ref: '#/definitions/a',
      definitions: {
        a: { items: { $ref: '#/definitions/b' }, type: 'array' },
        b: { properties: { a: { $ref: '#/definitions/a' } }, type: 'object' },
      },
    },
    { type: 'array', items: { type: 'object' } },
    'proved',
  ],
  [
    'a dynamic reference',
    {
      $id: 'https://x.test/tree',
      $dynamicAnchor: 'n',
      type: 'object',
      properties: { k: { type: 'array', items: { $dynamicRef: '#n' } } },
    },
    { properties: { k: { items: { type: 'object' } } } },
    'proved',
    2020,
  ],
  [
    'a recursive reference',
    { $recursiveAnchor: true, type: 'object', properties: { k: { $recursiveRef: '#' } } },
    { properties: { k: { type: 'object' } } },
    'proved',
    2019,
  ],
  [
    'the same list twice, and neither may end in the other way',
    {
      type: 'object',
      required: ['next'],
      properties: {
        next: {
          allOf: [
            { anyOf: [{ $ref: '#' }, { const: 1 }] },
            { anyOf: [{ $ref: '#' }, { const: 2 }] },
          ],
        },
      },
    },
    false,
    'proved',
  ],
  [
    'the same recursion on both ways out of two alternatives',
    {
      type: 'object',
      anyOf: [{ required: ['a'] }, { required: ['b'] }, { required: ['c'] }],
      properties: {
        next: {
          allOf: [
            { anyOf: [{ $ref: '#' }, { type: 'object', required: ['y'] }] },
            { anyOf: [{ $ref: '#' }, { type: 'object', required: ['z'] }] },
          ],
        },
      },
    },
    { properties: { next: false } },
    '{"next":{"a":null},"a":null}',
  ],
  [
    'a dynamic reference to what is no object',
    { type: 'null' },
    { $dynamicRef: '#/$defs/t', $defs: { t: true } },
    'proved',
    2020,
  ],
  [
    'the schema of schemas',
    { type: 'boolean' },
    { $ref: 'http://json-schema.org/draft-07/schema#' },
    'proved',
  ],
  // Unevaluated
  [
    'unevaluatedProperties closes over branches',
    {
      type: 'object',
      anyOf: [{ properties: { a: true } }, { properties: { b: true } }],
      unevaluatedProperties: false,
    },
    { propertyNames: { enum: ['a', 'b'] } },
    'proved',
    2020,
  ],
  [
    'and over conditions',
    {
      type: 'object',
      if: { required: ['a'], properties: { a: true } },
      then: { properties: { b: true } },
      else: { properties: { c: true } },
      unevaluatedProperties: false,
    },
    { not: { required: ['a', 'c'] } },
    'proved',
    2020,
  ],
  [
    'and over dependencies',
    {
      type: 'object',
      properties: { a: true },
      dependentSchemas: { a: { properties: { b: true } } },
      unevaluatedProperties: false,
    },
    { dependentRequired: { b: ['a'] } },
    'proved',
    2019,
  ],
  [
    'and over references',
    {
      type: 'object',
      $ref: '#/$defs/r',
      unevaluatedProperties: false,
      $defs: { r: { properties: { a: true } } },
    },
    { maxProperties: 1 },
    'proved',
    2020,
  ],
  [
    'oneOf gives one branch',
    {
      type: 'object',
      oneOf: [
        { properties: { a: true }, required: ['a'] },
        { properties: { b: true }, required: ['b'] },
      ],
      unevaluatedProperties: false,
    },
    { maxProperties: 1 },
    'proved',
    2020,
  ],
  [
    'allOf gives all',
    {
      type: 'object',
      allOf: [{ properties: { a: true } }, { additionalProperties: { type: 'null' } }],
      unevaluatedProperties: false,
    },
    { maxProperties: 1 },
    '{"a":null,"b":null}',
    2020,
  ],
  [
    'unevaluatedItems after a prefix',
    { type: 'array', prefixItems: [true], unevaluatedItems: { type: 'null' } },
    { prefixItems: [true], items: { type: 'null' } },
    'proved',
    2020,
  ],
  [
    'contains looks at items in 2020-12',
    { type: 'array', contains: { const: 1 }, unevaluatedItems: { const: 2 } },
    { items: { enum: [1, 2] } },
    'proved',
    2020,
  ],
  [
    'and does not in 2019-09',
    { type: 'array', contains: { const: 1 }, unevaluatedItems: { const: 2 } },
    false,
    'proved',
    2019,
  ],
  [
    'a list and what follows it are all of the items',
    {
      type: 'array',
      items: [{ type: 'string' }],
      additionalItems: { type: 'null' },
      unevaluatedItems: false,
    },
    { items: { type: ['string', 'null'] } },
    'proved',
    2019,
  ],
  [
    'what a dynamic reference leads to has looked as well',
    {
      type: 'object',
      properties: { a: true },
      $dynamicRef: '#more',
      unevaluatedProperties: false,
      $defs: { more: { $dynamicAnchor: 'more', properties: { b: true } } },
    },
    { propertyNames: { enum: ['a', 'b'] } },
    'proved',
    2020,
  ],
  [
    'and what a recursive one leads to',
    {
      type: 'object',
      properties: {
        in: {
          $recursiveRef: '#/$defs/more',
          properties: { a: true },
          unevaluatedProperties: false,
        },
      },
      $defs: { more: { properties: { b: true } } },
    },
    { properties: { in: { propertyNames: { enum: ['a', 'b'] } } } },
    'proved',
    2019,
  ],
  [
    'a dependency on names looks at nothing',
    {
      type: 'object',
      properties: { b: true },
      dependencies: { a: ['b'], b: { properties: { c: true } } },
      unevaluatedProperties: false,
    },
    { propertyNames: { enum: ['b', 'c'] } },
    'proved',
    2019,
  ],
  ['unevaluatedItems true asks nothing', true, { unevaluatedItems: true }, 'proved', 2020],
];

describe('the decision procedure', () => {
  for (const [name, writer, reader, expected, draft] of cases) {
    it(name, () => {
      expect(shown(decide(writer, reader, { draft }))).toBe(expected);
    });

    it(`proves against itself: ${name}`, () => {
      for (const schema of [writer, reader])
        expect(decide(schema, schema, { draft }).outcome).toBe('proved');
    });
  }

  it('compares schemas of two drafts', () => {
    const writer = side({ type: 'array', items: [{ type: 'string' }], additionalItems: false }, 7);
    const reader = side({ type: 'array', prefixItems: [{ type: 'string' }], items: false }, 2020);
    const procedure = new Procedure();
    expect(procedure.decide(writer, reader, { stepsMax: 1_000 }).outcome).toBe('proved');
    expect(procedure.decide(reader, writer, { stepsMax: 1_000 }).outcome).toBe('proved');
  });

  it('takes references from what is registered, by name and by address', () => {
    const references = [
      { name: 'money.json', text: '{"type":"integer","$id":"https://x.test/money"}' },
    ];
    const byName = side({ $ref: 'money.json' }, 7, references);
    const byAddress = side({ $ref: 'https://x.test/money#' }, 7, references);
    const reader = side({ type: 'integer' }, 7);
    for (const writer of [byName, byAddress]) {
      expect(new Procedure().decide(writer, reader, { stepsMax: 1_000 }).outcome).toBe('proved');
    }
  });

  it('knows anchors, embedded addresses and escaped pointers', () => {
    const writer = {
      $ref: '#t',
      $defs: {
        x: { $id: 'https://x.test/in', $anchor: 'u', type: 'null' },
        t: { $anchor: 't', anyOf: [{ $ref: 'https://x.test/in#u' }, { $ref: '#/$defs/a~1b%25' }] },
        'a/b%': { type: 'string' },
      },
    };
    expect(decide(writer, { type: ['null', 'string'] }, { draft: 2019 }).outcome).toBe('proved');
    expect(
      decide(
        { $ref: '#t', definitions: { t: { $id: '#t', type: 'null' } } },
        { type: 'null' },
        { draft: 7 },
      ).outcome,
    ).toBe('proved');
  });

  it('gives up on what branches too often, and only where it matters', () => {
    const branches = Array.from({ length: 9 }, (_, index) => ({
      properties: { [`p${index}`]: true },
      required: [`p${index}`],
    }));
    const wide = { anyOf: branches, unevaluatedProperties: false };
    expect(decide(wide, { required: ['p0'] }, { draft: 2020 })).toMatchObject({
      outcome: 'undecided',
      pointer: '/anyOf',
    });
    expect(decide({ ...wide, title: 'a' }, { ...wide, title: 'b' }, { draft: 2020 }).outcome).toBe(
      'proved',
    );
    const inside = (type: string) => ({ type: 'object', properties: { deep: wide, a: { type } } });
    expect(decide(inside('string'), inside('integer'), { draft: 2020 })).toMatchObject({
      outcome: 'refuted',
    });
  });

  it('stops at its budget, whatever is asked', () => {
    const hard = { type: 'array', items: { type: 'integer' }, minItems: 300, uniqueItems: true };
    expect(decide(hard, false, { stepsMax: 50 })).toEqual({
      outcome: 'undecided',
      reason: 'the search budget of 50 steps is spent',
    });
  });

  it('spends no more than its budget on schemas that lead to each other', () => {
    const ring = (type: string) => ({
      $ref: '#/definitions/d0',
      definitions: Object.fromEntries(
        Array.from({ length: 50 }, (_, at) => [
          `d${at}`,
          { properties: { next: { $ref: `#/definitions/d${(at + 1) % 50}` }, v: { type } } },
        ]),
      ),
    });
    const [writer, reader] = [side(ring('string')), side(ring('integer'))];
    for (const stepsMax of [1_000, 1_300, 1_600, 2_000]) {
      const procedure = new Procedure();
      expect(procedure.decide(writer, reader, { stepsMax })).toEqual({
        outcome: 'undecided',
        reason: `the search budget of ${stepsMax} steps is spent`,
      });
      // What is spent last may be more than what was left; nothing is begun after it.
      expect(procedure.spent).toBeLessThan(stepsMax + 1_000);
    }
    expect(shown(decide(ring('string'), ring('integer')))).toBe('{"v":""}');
  });

  it('leaves open what would overflow the stack, without an error', () => {
    let nested: Json = true;
    for (let depth = 0; depth < 50_000; depth++) nested = new Map([['not', nested]]);
    const [deep, any]: [Side, Side] = [
      { root: nested, references: [] },
      { root: true, references: [] },
    ];
    expect(new Procedure().decide(deep, any, { stepsMax: 50_000 })).toEqual({
      outcome: 'undecided',
      reason: 'the schemas nest too deeply',
    });
    expect(new Procedure().accepts(deep, null)).toBeUndefined();
  });

  it('leaves open what a schema says that was made and never read', () => {
    const made = (schema: object): Side => ({ root: toJson(schema), references: [] });
    const circle = { a: { $ref: '#/definitions/b' }, b: { $ref: '#/definitions/a' } };
    const against = (schema: object) =>
      new Procedure().decide(made({ type: 'null' }), made(schema), { stepsMax: 50_000 });
    expect(against({ $ref: '#/definitions/a', definitions: circle })).toMatchObject({
      outcome: 'undecided',
      reason: 'a reference leads back to itself without any value in between',
    });
    expect(against({ not: { $ref: '#/definitions/a' } })).toMatchObject({
      outcome: 'undecided',
      reason: '"#/definitions/a" leads to no registered schema',
    });
  });

  it('tells two schemas apart that claim the same address', () => {
    const schema = (type: string) => ({
      anyOf: [{ $ref: '#/$defs/one' }, { $ref: '#/$defs/two' }],
      $defs: {
        one: { $id: 'http://a.test/b', type: 'null' },
        two: { $id: 'http://a.test/b', $ref: '#/$defs/own', $defs: { own: { type } } },
      },
    });
    const [text, number] = [side(schema('string'), 2020), side(schema('integer'), 2020)];
    const between = (writer: Side, reader: Side) =>
      shown(new Procedure().decide(writer, reader, { stepsMax: 50_000 }));
    expect(between(text, number)).toBe('""');
    expect(between(number, text)).toBe('0');
    expect(between(text, text)).toBe('proved');
  });

  it('the evaluator has no opinion on what refers further than it follows', () => {
    const next = (index: number) => ({
      anyOf: [
        { const: `${index}y` },
        { allOf: [{ not: { const: `${index}x` } }, { $ref: `#/definitions/d${index + 1}` }] },
      ],
    });
    const chain = Array.from({ length: 210 }, (_, index) => [`d${index}`, next(index)] as const);
    const definitions = { ...Object.fromEntries(chain), d210: { maxLength: 3 } };
    const far = side({ $ref: '#/definitions/d0', definitions });
    expect(new Procedure().accepts(far, '0y')).toBe(true);
    expect(new Procedure().accepts(far, 'z')).toBeUndefined();
  });

  it('the evaluator has no opinion on what it cannot evaluate', () => {
    const branches = Array.from({ length: 9 }, (_, index) => ({
      properties: { [`p${index}`]: true },
    }));
    const opaque = side({ anyOf: branches, unevaluatedProperties: false }, 2020);
    expect(new Procedure().accepts(opaque, new Map())).toBeUndefined();
  });
});

describe('versions compiled for one question share what did not change, and nothing else', () => {
  const decideAfter = (before: object, writer: object, reader: object, draft: Draft = 7) => {
    const procedure = new Procedure();
    const model = side(before, draft);
    const [first, second] = [writer, reader].map((each) => side(each, draft).sharing(model));
    if (!first || !second) throw new Error('two sides');
    procedure.decide(model, model, { stepsMax: 50_000 });
    return procedure.decide(first, second, { stepsMax: 50_000 });
  };

  it('a schema that refers to a changed definition is not the same, however far away', () => {
    const chain = (type: string) => ({
      properties: { a: { $ref: '#/definitions/first' } },
      required: ['a'],
      definitions: {
        first: { items: { $ref: '#/definitions/second' }, minItems: 1, type: 'array' },
        second: { type },
      },
    });
    expect(shown(decideAfter(chain('string'), chain('string'), chain('integer')))).toBe(
      '{"a":[""]}',
    );
    expect(shown(decideAfter(chain('string'), chain('integer'), chain('string')))).toBe(
      '{"a":[0]}',
    );
    expect(shown(decideAfter(chain('string'), chain('integer'), chain('integer')))).toBe('proved');
  });

  it('nor one that refers back to itself through it', () => {
    const tree = (label: object) => ({
      $ref: '#/definitions/node',
      definitions: {
        node: {
          type: 'object',
          properties: {
            label: { $ref: '#/definitions/label' },
            next: { $ref: '#/definitions/node' },
          },
        },
        label,
      },
    });
    const [short, long] = [{ maxLength: 3 }, { maxLength: 9 }];
    expect(decideAfter(tree(short), tree(short), tree(long)).outcome).toBe('proved');
    expect(decideAfter(tree(short), tree(long), tree(short)).outcome).toBe('refuted');
  });

  it('nor one whose anchor or address moved', () => {
    const anchored = (here: string, there: string) => ({
      properties: { a: { $ref: '#it' } },
      $defs: { x: { $anchor: here, type: 'string' }, y: { $anchor: there, type: 'integer' } },
    });
    const [one, other] = [anchored('it', 'else'), anchored('else', 'it')];
    expect(shown(decideAfter(one, one, other, 2020))).toBe('{"a":""}');
    expect(shown(decideAfter(one, other, other, 2020))).toBe('proved');
    const based = ($id: string) => ({
      $id,
      properties: { a: { $ref: 'part' } },
      $defs: {
        x: { $id: 'http://one/part', type: 'string' },
        y: { $id: 'http://two/part', type: 'integer' },
      },
    });
    const [first, second] = [based('http://one/root'), based('http://two/root')];
    expect(shown(decideAfter(first, first, second, 2020))).toBe('{"a":""}');
  });

  it('nor one with a dynamic reference', () => {
    const dynamic = (type: string) => ({
      $ref: 'list',
      $defs: {
        here: { $dynamicAnchor: 'item', type },
        list: {
          $id: 'list',
          type: 'array',
          items: { $dynamicRef: '#item' },
          $defs: { item: { $dynamicAnchor: 'item' } },
        },
      },
    });
    expect(shown(decideAfter(dynamic('string'), dynamic('string'), dynamic('integer'), 2020))).toBe(
      '[""]',
    );
  });

  it('parts are shared only where everything in them is equal and in the same order', () => {
    const json = (value: unknown) => toJson(value);
    const model = json({ a: { b: [1, { c: 'x' }] }, d: 2 });
    const changed = sharing(json({ a: { b: [1, { c: 'x' }] }, d: 3 }), model) as JsonObject;
    expect(changed.get('a')).toBe((model as JsonObject).get('a'));
    expect(sharing(json({ a: { b: [1, { c: 'x' }] }, d: 2 }), model)).toBe(model);
    expect(sharing(json({ d: 2, a: { b: [1, { c: 'x' }] } }), model)).not.toBe(model);
    expect(sharing(json({ a: { b: [1] }, d: 2 }), model)).not.toBe(model);
    expect(sharing(json([1, 2]), json([1, 2, 3]))).toEqual(json([1, 2]));
    expect(sharing(json([1]), undefined)).toEqual(json([1]));
    expect(sharing(json({ a: 1, b: 2 }), json({ a: 1 }))).toEqual(json({ a: 1, b: 2 }));
  });
});

describe('many patterns of property names', () => {
  /** Each automaton is small, and their products are not. */
  const patterned = (least: number) =>
    Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `^.*${String.fromCharCode(97 + (at % 26))}.{${at % 9}}$`,
        { minimum: at + least },
      ]),
    );

  it('end at the budget instead of filling the memory', () => {
    const decision = decide(
      { type: 'object', patternProperties: patterned(0) },
      { additionalProperties: false, patternProperties: patterned(1) },
    );
    expect(decision).toMatchObject({ outcome: 'undecided' });
  });
});
