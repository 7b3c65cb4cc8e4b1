import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '#schema';
import type { Semantics } from '../contract.js';
import { mergeOperators } from './merge-operators.js';
import { mergePlan } from './merge-plan.js';
import {
  joined,
  type MergedState,
  stateFromText,
  stateOf,
  stateText,
  valueOf,
  withVersion,
} from './merged-state.js';

const semantics = (merge?: Record<string, string>): Semantics => ({
  ...{ kind: 'state', delivery: 'at-least-once' },
  entity: { type: 'order', key: '/id', version: '/v' },
  conflict: { policy: 'merge', ...(merge && { merge }) },
});

const small = fc.oneof(
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom('', 'a', 'b'),
  fc.boolean(),
  fc.constant(null),
) as fc.Arbitrary<Json>;
const value = fc.oneof(
  { weight: 3, arbitrary: small },
  fc.array(small, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('x', 'y', '__proto__'), small, { maxKeys: 3 }),
) as fc.Arbitrary<Json>;
const names = fc.constantFrom(...Object.keys(mergeOperators));
const plan = fc
  .record({ a: names, b: names, inside: names, others: names })
  .map(({ a, b, inside, others }) =>
    mergePlan(semantics({ '/a': a, '/b': b, '/c/d': inside, '*': others })),
  );
const event = fc.record(
  { a: value, b: value, c: fc.oneof(value, fc.record({ d: value, e: value })), f: value },
  { requiredKeys: [] },
);
const stamp = fc.record({
  clock: fc.constantFrom('1.0', '1.1', '2.0'),
  source: fc.constantFrom('/eu', '/us'),
});
const written = fc.tuple(event, stamp);

describe('a merge, whatever the operators and the values', () => {
  const of = (
    merge: ReturnType<typeof mergePlan>,
    [data, by]: readonly [unknown, { clock: string; source: string }],
  ): MergedState => stateOf(merge, data as Json, by);

  it('is commutative, associative and idempotent [covers 26]', () => {
    fc.assert(
      fc.property(plan, written, written, written, (merge, one, two, three) => {
        const [a, b, c] = [of(merge, one), of(merge, two), of(merge, three)];
        const ab = joined(merge, a, b);
        expect(stateText(joined(merge, a, a))).toBe(stateText(a));
        expect(stateText(ab)).toBe(stateText(joined(merge, b, a)));
        expect(stateText(joined(merge, ab, c))).toBe(
          stateText(joined(merge, a, joined(merge, b, c))),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('is kept as a text and found again', () => {
    fc.assert(
      fc.property(plan, written, (merge, one) => {
        const state = of(merge, one);
        expect(stateText(stateFromText(stateText(state)))).toBe(stateText(state));
      }),
    );
  });

  it('of one write says what was written, lists that are sets in their order', () => {
    const merge = mergePlan(semantics({ '/tags': 'union', '/c/n': 'max' }));
    const data = { id: 'a', v: 3, tags: ['b', 'a', 'b'], c: { n: 1, m: {} }, e: {} };
    const { v: _version, ...rest } = data;
    expect(valueOf(stateOf(merge, data, undefined))).toEqual({ ...rest, tags: ['a', 'b'] });
  });
});

it('fields nobody else wrote are kept, and the later clock wins the others', () => {
  const merge = mergePlan(semantics({ '/total': 'max', '/seen': 'max-by-member' }));
  const a = stateOf(
    merge,
    { id: '1', total: 3, name: 'old', note: 'x', seen: { eu: 2, us: 1 } },
    { clock: '1.0', source: '/eu' },
  );
  const b = stateOf(
    merge,
    { id: '1', total: 2, name: 'new', seen: { us: 4 } },
    { clock: '2.0', source: '/us' },
  );
  expect(valueOf(joined(merge, a, b))).toEqual({
    ...{ id: '1', total: 3, name: 'new', note: 'x' },
    seen: { eu: 2, us: 4 },
  });
});

it('a whole number no double holds is refused, not rounded', () => {
  const merge = mergePlan(semantics());
  const long = { id: '1', deep: [{ n: 2n ** 60n }] } as unknown as Json;
  expect(() => stateOf(merge, long, undefined)).toThrow('beyond 2^53');
});

it.each([
  ['last-writer-wins', 'stamped'],
  ['first-writer-wins', 'bare'],
])('under %s what has no clock comes before what has one', (operator, expected) => {
  const merge = mergePlan(semantics({ '*': operator }));
  const bare = stateOf(merge, { id: 'bare' }, undefined);
  const unread = stateOf(merge, { id: 'bare' }, { clock: 'noon', source: '' });
  const stamped = stateOf(merge, { id: 'stamped' }, { clock: '0', source: '' });
  for (const early of [bare, unread]) {
    expect(valueOf(joined(merge, early, stamped))).toEqual({ id: expected });
    expect(valueOf(joined(merge, stamped, early))).toEqual({ id: expected });
  }
  expect(stateText(joined(merge, bare, bare))).toBe(stateText(bare));
});

it('a clock without a counter is one whose counter is 0', () => {
  const merge = mergePlan(semantics());
  const written = (id: string, clock: string) => stateOf(merge, { id }, { clock, source: '' });
  expect(valueOf(joined(merge, written('b', '5'), written('a', '5.1')))).toEqual({ id: 'a' });
  expect(valueOf(joined(merge, written('b', '5'), written('a', '5.0')))).toEqual({ id: 'b' });
});

it('an event that is a list is one field, and none of it is lost', () => {
  const merge = mergePlan(semantics({ '*': 'union' }));
  const [a, b] = [stateOf(merge, [1, 2], undefined), stateOf(merge, [3, 2], undefined)];
  expect(valueOf(joined(merge, a, b))).toEqual([1, 2, 3]);
  expect(valueOf(joined(merge, a, stateOf(merge, { id: '1' }, undefined)))).toEqual({ id: '1' });
  expect(valueOf(stateOf(merge, {}, undefined))).toEqual({});
});

it('the version is put where it belongs, and nothing known is changed', () => {
  const value = { id: '1', meta: { other: true } };
  expect(withVersion(value, '/meta/v', 7)).toEqual({ id: '1', meta: { other: true, v: 7 } });
  expect(value).toEqual({ id: '1', meta: { other: true } });
  expect(withVersion({ id: '1' }, '/meta/v', 7)).toEqual({ id: '1', meta: { v: 7 } });
  expect(withVersion({ id: '1', meta: null }, '/meta/v', 7)).toEqual({ id: '1', meta: { v: 7 } });
});
