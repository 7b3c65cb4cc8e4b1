// Pairs of schemas made to cost much: each stays inside the limits of a schema text and is meant to
// end at the step budget, not at the end of the memory. `{ name: () => [old, new] }`.

const times = (count, make) => Array.from({ length: count }, (_, at) => make(at));
const letter = (at) => String.fromCharCode(97 + (at % 26));
const object = (count, entry) => Object.fromEntries(times(count, entry));

/** Each automaton is small, and their products are not. */
const patterned = (count, least) => ({
  patternProperties: object(count, (at) => [
    `^.*${letter(at)}.{${at % 9}}$`,
    { minimum: at + least },
  ]),
});
const large = (count, least) => ({
  patternProperties: object(count, (at) => [
    `^(a|b|c)*${letter(at % 3)}(a|b|c){${3 + at}}$`,
    { minimum: at + least },
  ]),
});
/** A deterministic automaton of 2^(length + 1) states. */
const exponential = (at, length) => `^[a-z${at}]*${letter(at)}[a-z${at}]{${length}}$`;
const allOfTexts = (count, length) => ({
  type: 'string',
  allOf: times(count, (at) => ({ pattern: exponential(at % 10, length) })),
});
/** Branches that no property tells apart. */
const branches = (count, keyword, bound) => ({
  [keyword]: times(count, (at) => ({
    properties: object(6, (field) => [
      `f${(at + field) % 17}`,
      { minimum: at, maximum: at + bound + field },
    ]),
    required: [`f${at % 17}`],
  })),
});
const nestedBranches = (depth, width) =>
  depth === 0
    ? { type: 'integer', minimum: width }
    : {
        oneOf: times(width, (at) => ({
          properties: { [`p${at}`]: nestedBranches(depth - 1, width), shared: { minimum: at } },
        })),
      };
const fanOut = (depth, leaf) => ({
  $ref: '#/$defs/d0',
  $defs: {
    ...object(depth, (at) => [
      `d${at}`,
      {
        anyOf: [
          { $ref: `#/$defs/d${at + 1}` },
          { properties: { x: { $ref: `#/$defs/d${at + 1}` }, [`k${at}`]: { minimum: at } } },
        ],
      },
    ]),
    [`d${depth}`]: leaf,
  },
});
const choices = (groups, width, last) => ({
  allOf: times(groups, (group) => ({
    anyOf: times(width, (at) => ({
      properties: { [`g${(group + at) % groups}`]: { const: (group * 7 + at * last) % 5 } },
      required: [`g${(group * at) % groups}`],
    })),
  })),
});
const lists = (count, most) => ({
  type: 'array',
  uniqueItems: true,
  allOf: times(count, (at) => ({
    contains: { enum: times(12, (value) => (value * (at + 2)) % 29) },
    minContains: 2,
    maxContains: most + (at % 3),
  })),
});
const steps = (count, first) => ({
  type: 'number',
  allOf: times(count, (at) => ({ not: { multipleOf: first + at * 2 } })),
});
const wide = (count, type) => ({
  properties: object(count, (at) => [`field${at}`, { type, minLength: at, minimum: at }]),
  required: times(count, (at) => `field${at}`),
});
const words = (count, skip) => ({
  propertyNames: { enum: times(count, (at) => `word-${at * skip}`) },
  patternProperties: object(20, (at) => [`${letter(at)}.*-${at}`, { maximum: at }]),
});

/** Every definition leads back to the first, as resources of a model do. */
const backTo = (count, type) => ({
  $ref: '#/definitions/d0',
  definitions: {
    d0: {
      type: 'object',
      properties: object(count, (at) => [`p${at}`, { $ref: `#/definitions/e${at}` }]),
    },
    ...object(count, (at) => [
      `e${at}`,
      { type: 'object', properties: { up: { $ref: '#/definitions/d0' }, v: { type } } },
    ]),
  },
});

export const pathologicalPairs = {
  'seven patterns of names': () => [large(7, 0), { ...large(7, 1), additionalProperties: false }],
  'forty patterns of names': () => [
    patterned(40, 0),
    { ...patterned(40, 1), additionalProperties: false },
  ],
  'patterns of names, one left out': () => [patterned(12, 0), patterned(11, 0)],
  'ten exponential patterns of a text': () => [allOfTexts(10, 9), allOfTexts(9, 10)],
  'patterns beyond any automaton': () => [allOfTexts(10, 40), allOfTexts(9, 41)],
  'two hundred patterns, each large': () => [
    { anyOf: times(190, (at) => ({ pattern: exponential(at % 10, 8 + (at % 3)) })) },
    { anyOf: times(190, (at) => ({ pattern: exponential(at % 10, 7 + (at % 3)) })) },
  ],
  'oneOf that nothing tells apart': () => [branches(120, 'oneOf', 3), branches(120, 'oneOf', 4)],
  'anyOf of 250': () => [branches(250, 'anyOf', 30), branches(249, 'anyOf', 29)],
  'oneOf in oneOf': () => [nestedBranches(4, 6), nestedBranches(4, 5)],
  'references that fan out': () => [
    fanOut(60, { minimum: 1 }),
    fanOut(60, { minimum: 2, type: 'number' }),
  ],
  'choices that exclude each other': () => [choices(40, 12, 3), choices(40, 12, 4)],
  'lists that must hold much': () => [lists(12, 3), lists(12, 2)],
  'no multiple of many': () => [steps(200, 3), steps(199, 5)],
  'every one of 900 fields changed': () => [wide(900, 'string'), wide(900, 'integer')],
  '800 definitions that lead back to one': () => [backTo(800, 'string'), backTo(800, 'integer')],
  'names out of a dictionary': () => [words(3_000, 1), words(3_000, 2)],
  'long texts of a pattern': () => [
    { type: 'string', pattern: '^([a-f]{3}|[0-9]{7}|x{11})*$', minLength: 100_001 },
    {
      type: 'string',
      pattern: '^([a-f]{3}|[0-9]{7}|x{11})*$',
      minLength: 100_003,
      not: { pattern: 'xx' },
    },
  ],
};
