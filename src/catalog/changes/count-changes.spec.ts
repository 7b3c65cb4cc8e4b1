import { describe, expect, it } from '@jest/globals';
import { countChanges, groupChanges } from './count-changes.js';

const tallies = [
  { source: 'version', id: 'placed', kinds: 'version,forced', count: 2 },
  { source: 'version', id: 'paid', kinds: 'new', count: 1 },
  { source: 'deed', id: 'placed', kinds: 'consumption.declared', count: 4 },
  { source: 'deed', id: 'everything', kinds: 'config.changed', count: 1 },
] as const;
const teams = new Map([
  ['placed', { owner: 'orders', readers: ['billing', 'search'] }],
  ['paid', { owner: 'money', readers: ['billing'] }],
]);
const counted = (chosen: Partial<Record<'kinds' | 'teams' | 'reads', readonly string[]>>) => {
  const all = { kinds: [], teams: [], reads: [], ...chosen };
  const nobody = { owner: undefined, readers: [] };
  const { total, facets } = countChanges(
    groupChanges(tallies, (id) => teams.get(id) ?? nobody),
    all,
  );
  const of = (facet: keyof typeof facets) =>
    Object.fromEntries(facets[facet].map(({ value, count }) => [value, count]));
  return { total, kind: of('kind'), team: of('team'), reads: of('reads') };
};

describe('how many changes there are', () => {
  it('of everything, and of each value', () => {
    expect(counted({})).toEqual({
      total: 8,
      kind: { new: 1, version: 2, forced: 2, readers: 4, settings: 1 },
      team: { orders: 6, money: 1 },
      reads: { billing: 7, search: 6 },
    });
  });

  it('what is chosen narrows the others, not itself', () => {
    expect(counted({ kinds: ['forced'] })).toMatchObject({
      total: 2,
      kind: { new: 1, readers: 4 },
      team: { orders: 2 },
      reads: { billing: 2, search: 2 },
    });
    expect(counted({ reads: ['search'], teams: ['money'] })).toMatchObject({
      total: 0,
      team: { orders: 6, money: 0 },
      reads: { billing: 1, search: 0 },
    });
  });

  it('what is chosen is told also where nothing is left of it', () => {
    expect(counted({ kinds: ['retired'], teams: ['nobody'] })).toMatchObject({
      total: 0,
      kind: { retired: 0 },
      team: { nobody: 0 },
    });
  });
});
