import { describe, expect, it } from '@jest/globals';
import { compareClocks } from './compare-clocks.js';
import { keyText } from './key-text.js';
import { operationMeant } from './operation-meant.js';
import { type EntityWord, standsAfter } from './stands-after.js';
import { compareVectorClocks, readVectorClock } from './vector-clock.js';
import { versionOf } from './version-of.js';

const at = (word: Partial<EntityWord>): EntityWord => ({ isDelete: false, ...word });

describe('what an event says of its entity', () => {
  it.each([
    ['a', 'a'],
    [7, '7'],
    [7n, '7'],
    [true, 'true'],
    ['', undefined],
    [1.5, undefined],
    [2 ** 53, undefined],
    [null, undefined],
    [{}, undefined],
  ])('a key %p is the text %p', (written, text) => {
    expect(keyText(written)).toBe(text);
  });

  it.each([
    ['007', 7n],
    ['18446744073709551615', 18446744073709551615n],
    [3, 3n],
    [3n, 3n],
    [-3n, undefined],
    [-3, undefined],
    [2 ** 53, undefined],
    ['1.0', undefined],
    [undefined, undefined],
  ])('a version %p is %p', (written, version) => {
    expect(versionOf(written)).toBe(version);
  });

  it('an operation is a word of the contract; without a list every other word changes', () => {
    const declared = { from: '/op', upsert: ['C'], delete: ['D'] };
    expect(operationMeant(undefined, 'D')).toBe('upsert');
    expect(operationMeant(declared, 'D')).toBe('delete');
    expect(operationMeant(declared, 'C')).toBe('upsert');
    expect(operationMeant(declared, 'X')).toBe('unknown');
    expect(operationMeant(declared, 7)).toBe('unknown');
    expect(operationMeant({ ...declared, upsert: [] }, 'X')).toBe('upsert');
  });
});

describe('the later of two words', () => {
  it('is the one of the higher version; of equal ones nothing tells', () => {
    const of = (mine: bigint | undefined, known: bigint | undefined) =>
      standsAfter(undefined, at({ version: mine }), at({ version: known }));
    expect([of(2n, 1n), of(1n, 2n), of(1n, 1n)]).toEqual([true, false, undefined]);
    expect([of(undefined, 1n), of(1n, undefined)]).toEqual([undefined, undefined]);
  });

  it('is the last writer’s, and within one tick the one of the greater name', () => {
    const of = (mine: [string?, string?], known: [string?, string?]) =>
      compareClocks(
        'last-writer-wins',
        { clock: mine[0], source: mine[1] },
        { clock: known[0], source: known[1] },
      );
    expect(of(['2.0', '/a'], ['1.9', '/b'])).toBe('later');
    expect(of(['1.0', '/a'], ['1.9', '/b'])).toBe('late');
    expect(of(['1.0', '/b'], ['1.0', '/a'])).toBe('later');
    expect(of(['1.0', '/a'], ['1.0', '/a'])).toBe('late');
    expect(of(['1.0'], ['1.0'])).toBe('late');
    expect(of(['soon', '/a'], ['1.0', '/b'])).toBeUndefined();
    expect(of(['1.0', '/a'], ['soon', '/b'])).toBeUndefined();
    expect(of([undefined, '/a'], ['1.0', '/b'])).toBeUndefined();
    expect(of(['1.0', '/a'], [undefined, '/b'])).toBeUndefined();
  });

  it('is the one that knew of the other, by vectors', () => {
    const of = (clock: string, known: string) =>
      compareClocks('vector-clock', { clock }, { clock: known });
    expect(of('/a=2', '/a=1')).toBe('later');
    expect(of('/a=1', '/a=1')).toBe('late');
    expect(of('/a=1', '/a=1,/b=1')).toBe('late');
    expect(of('/a=2,/b=0', '/a=1,/b=1')).toBe('concurrent');
    expect(of('never', '/a=1')).toBeUndefined();
    expect(of('/a=1', 'never')).toBeUndefined();
    expect(readVectorClock('/a=1,/a=2')).toBeUndefined();
    expect(compareVectorClocks(new Map([['/a', 1n]]), new Map([['/a', 1n]]))).toBe('equal');
    expect(compareVectorClocks(new Map([['/a', 1n]]), new Map())).toBe('after');
    expect(compareVectorClocks(new Map(), new Map([['/a', 1n]]))).toBe('before');
  });

  it('is told by clocks where the policy compares them, and by versions where they cannot tell', () => {
    const conflict = { policy: 'vector-clock' } as const;
    const known = at({ clock: '/a=1,/b=1', version: 5n });
    expect(standsAfter(conflict, at({ clock: '/a=2,/b=1', version: 4n }), known)).toBe(true);
    expect(standsAfter(conflict, at({ clock: '/a=1', version: 6n }), known)).toBe(false);
    expect(standsAfter(conflict, at({ clock: '/a=2', version: 6n }), known)).toBe(true);
    expect(standsAfter(conflict, at({ version: 4n }), known)).toBe(false);
  });

  it('is never one after a delete, where writes are merged', () => {
    const known = { version: 1n, isDelete: true };
    expect(standsAfter({ policy: 'merge' }, at({ version: 2n }), known)).toBe(false);
    expect(standsAfter({ policy: 'merge' }, at({ version: 2n }), at({ version: 1n }))).toBe(true);
    expect(standsAfter({ policy: 'reject' }, at({ version: 2n }), known)).toBe(true);
  });
});
