import { describe, expect, it } from '@jest/globals';
import { isNight, NIGHT_MS, tellNight } from '../support/law-runs.js';
import { compare, type Schema, sourceOf, validatorOf } from '../support/schema-pairs.js';
import { checkCompatibility } from '#compat';

/**
 * Every schema of a small grammar against every other one, over every value of a small universe:
 * what is called compatible is so for all of them, what one of them breaks is called incompatible.
 * By night (`npm run laws`) all pairs are judged, by day each so many-th.
 */
const PAIRS_BY_DAY = 800;

const alone: readonly { [keyword: string]: unknown }[] = [
  { type: 'integer' },
  { type: 'string' },
  { type: ['object', 'null'] },
  { minimum: 1 },
  { exclusiveMaximum: 2 },
  { multipleOf: 2 },
  { maxLength: 1 },
  { pattern: '^a' },
  { const: 1 },
  { enum: [1, 'a', null] },
  { required: ['a'] },
  { maxProperties: 1 },
  { minItems: 1 },
];
const parts: readonly Schema[] = [false, ...alone];
const size1: readonly Schema[] = [true, ...parts];
const inside = (part: Schema): Schema[] => [
  { properties: { a: part } },
  { additionalProperties: part },
  { properties: { a: true }, additionalProperties: part },
  { items: part },
  { not: part },
];
const together = alone.flatMap((one, at) =>
  alone.slice(at + 1).flatMap((other): Schema[] => {
    const isMerged = Object.keys(one)[0] !== Object.keys(other)[0];
    return [
      { anyOf: [one, other] },
      { oneOf: [one, other] },
      ...(isMerged ? [{ ...one, ...other }] : []),
    ];
  }),
);
const grammar: readonly Schema[] = [...size1, ...parts.flatMap(inside), ...together];

const scalars = [null, true, 0, 1, 2, 1.5, -2, '', 'a', 'ab', 'b'];
const members = [undefined, ...scalars];
const values: readonly unknown[] = [
  ...scalars,
  [],
  ...scalars.map((item) => [item]),
  ...scalars.flatMap((item) => [
    [item, 1],
    [item, 'ab'],
  ]),
  ...members.flatMap((a) => members.map((b) => present({ a, b }))),
  { a: {} },
  { a: { a: 1 } },
  { a: { a: 1, b: 1 } },
  { b: [] },
  { a: [1] },
  { a: [] },
  [{}],
  [{ a: 1 }],
  [[]],
  [[1]],
];

function present(object: Record<string, unknown>): unknown {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

const verdictOf = (old: Schema, changed: Schema) => compare(old, changed).verdict;

describe('exhaustively on a small grammar', () => {
  const accepted = grammar.map((schema) => {
    const validator = validatorOf(schema);
    return values.map((value) => validator.isValid(value));
  });
  const total = grammar.length ** 2;
  const step = isNight ? 1 : Math.floor(total / PAIRS_BY_DAY) | 1;

  it(
    'the verdict is what trying every value says',
    () => {
      const count = { compatible: 0, incompatible: 0, undecided: 0, foundByTrying: 0 };
      for (let pair = 0; pair < total; pair += step) {
        const [i, j] = [Math.floor(pair / grammar.length), pair % grammar.length];
        const [old, changed] = [grammar[i] as Schema, grammar[j] as Schema];
        const verdict = verdictOf(old, changed);
        count[verdict]++;
        const broken = values.findIndex((_, at) => accepted[i]?.[at] && !accepted[j]?.[at]);
        if (broken >= 0) count.foundByTrying++;
        const isRefuted = verdict === 'compatible' && broken >= 0;
        const about = { old, changed, event: values[broken] };
        expect(isRefuted ? about : 'agrees').toBe('agrees');
      }
      tellNight('the small grammar', { schemas: grammar.length, pairs: total, ...count });
      expect(count.undecided).toBe(0);
      // Nearly every break has an event of the small universe: the values are worth trying.
      expect(count.foundByTrying / count.incompatible).toBeGreaterThan(0.95);
    },
    isNight ? NIGHT_MS : undefined,
  );

  it(
    'transitive: what reads a reader reads what that one reads',
    () => {
      const some = grammar.filter((_, at) => at % (isNight ? 4 : 18) === 0);
      const reads = some.map((old) => some.map((changed) => verdictOf(old, changed)));
      const chains = some.flatMap((_, a) =>
        some.flatMap((__, b) =>
          reads[a]?.[b] === 'compatible' ? some.map((___, c) => [a, b, c] as const) : [],
        ),
      );
      const links = chains.filter(([, b, c]) => reads[b]?.[c] === 'compatible');
      expect(links.length).toBeGreaterThan(some.length);
      for (const [a, b, c] of links) {
        const about = { chain: [some[a], some[b], some[c]], verdict: reads[a]?.[c] };
        expect(about).toEqual({ ...about, verdict: 'compatible' });
      }
    },
    isNight ? NIGHT_MS : undefined,
  );

  it('a chain of versions is compatible as a whole when each step is', () => {
    const chain: Schema[] = [
      { type: 'integer', minimum: 1 },
      { type: 'integer' },
      { type: 'number' },
      { type: ['number', 'string'] },
      { not: { type: 'object' } },
      true,
    ];
    const report = checkCompatibility({
      old: chain.slice(0, -1).map((schema, at) => ({ version: at + 1, source: sourceOf(schema) })),
      new: sourceOf(chain.at(-1) as Schema),
      mode: 'BACKWARD_TRANSITIVE',
      assumption: 'open-world',
    });
    expect(report.comparisons.map(({ verdict }) => verdict)).toEqual(
      chain.slice(1).map(() => 'compatible'),
    );
  });
});
