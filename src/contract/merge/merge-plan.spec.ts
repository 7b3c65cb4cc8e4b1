import { describe, expect, it } from '@jest/globals';
import type { Json } from '#schema';
import type { Semantics } from '../contract.js';
import { mergePlan, mergesByClock, NotMergeable } from './merge-plan.js';
import { joined, stateOf, valueOf } from './merged-state.js';

const semantics = (merge?: Record<string, string>, more?: Partial<Semantics>): Semantics => ({
  ...{ kind: 'state', delivery: 'at-least-once' },
  entity: { type: 'order', key: '/id', version: '/v' },
  conflict: { policy: 'merge', ...(merge && { merge }) },
  ...more,
});

function mergedBy(given: Semantics, a: Json, b: Json): Json {
  const plan = mergePlan(given);
  return valueOf(joined(plan, stateOf(plan, a, undefined), stateOf(plan, b, undefined)));
}

describe('the plan of a merge', () => {
  it('is made once for one contract', () => {
    const given = semantics({ '/n': 'cel: a > b ? a : b' });
    expect(mergePlan(given)).toBe(mergePlan(given));
  });

  it('joins by an expression of the contract', () => {
    const given = semantics({ '/n': 'cel: a > b ? a : b', '*': 'max' });
    expect(mergedBy(given, { n: 2, m: 'a' }, { n: 3, m: 'b' })).toEqual({ n: 3, m: 'b' });
  });

  it.each([
    ['the values are not those it compares', 'cel: a > b ? a : b', 'no such overload'],
    ['it is none that this version reads', 'cel: a >', 'Unexpected token'],
  ])('refuses what an expression cannot join, for %s', (_why, operator, said) => {
    const merge = () => mergedBy(semantics({ '/n': operator }), { n: 1 }, { n: 'a' });
    expect(merge).toThrow(NotMergeable);
    expect(merge).toThrow(said);
  });

  it('leaves the version of the entity to whoever merges, where it is in the event', () => {
    const by = (version: string | undefined): Json =>
      mergedBy(
        semantics(
          { '*': 'max' },
          { entity: { type: 'order', key: '/id', ...(version && { version }) } },
        ),
        { id: 'a', v: 1 },
        { id: 'a', v: 2 },
      );
    expect(by('/v')).toEqual({ id: 'a' });
    expect(by('@entityversion')).toEqual({ id: 'a', v: 2 });
    expect(by(undefined)).toEqual({ id: 'a', v: 2 });
  });

  it.each<[string, Semantics, boolean]>([
    ['no merge', semantics(undefined, { conflict: { policy: 'last-writer-wins' } }), false],
    ['one that names no operator', semantics(), true],
    ['one of which a field goes by the clock', semantics({ '/a': 'first-writer-wins' }), true],
    ['one by values and expressions only', semantics({ '/a': 'cel: a', '*': 'max' }), false],
  ])('asks each event of %s for a clock as it must', (_what, given, asked) => {
    expect(mergesByClock(given)).toBe(asked);
  });
});
