import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { orderByReference } from './order-by-reference.js';

const member = (subject: string, ...refersTo: string[]) => ({ subject, refersTo });
const subjects = ({ order }: ReturnType<typeof orderByReference>) =>
  order.map(({ subject }) => subject);

describe('the order of a set', () => {
  it('puts each after what it refers to, in whatever order they come', () => {
    const set = [member('a', 'b', 'c'), member('c'), member('b', 'c'), member('d', 'elsewhere')];
    expect(subjects(orderByReference(set))).toEqual(['c', 'b', 'a', 'd']);
    expect(orderByReference(set).cycles.size).toBe(0);
  });

  it('names a cycle, its members and no others', () => {
    const set = [member('a', 'b'), member('b', 'c'), member('c', 'b'), member('s', 's')];
    const { cycles } = orderByReference(set);
    expect([...cycles.values()]).toEqual([
      ['b', 'c', 'b'],
      ['b', 'c', 'b'],
      ['s', 's'],
    ]);
  });

  it('law: every member once, and no reference points forward unless it is on a cycle', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const sets = fc.uniqueArray(fc.tuple(name, fc.array(name, { maxLength: 3 })), {
      selector: ([subject]) => subject,
    });
    fc.assert(
      fc.property(sets, (drawn) => {
        const set = drawn.map(([subject, refersTo]) => ({ subject, refersTo }));
        const ordered = orderByReference(set);
        const place = new Map(subjects(ordered).map((subject, index) => [subject, index]));
        expect([...place.keys()].sort()).toEqual(set.map(({ subject }) => subject).sort());
        for (const each of set)
          for (const target of each.refersTo) {
            const at = place.get(target);
            if (at === undefined || at < (place.get(each.subject) ?? 0)) continue;
            expect(ordered.cycles.has(each)).toBe(true);
          }
      }),
    );
  });
});
