import { describe, expect, it } from '@jest/globals';
import { compareClocks } from './compare-clocks.js';
import { compareKeys } from './compare-keys.js';
import { contentHash, CopyDigest } from './copy-digest.js';
import { keyText } from './key-text.js';
import { operationMeant } from './operation-meant.js';
import { type EntityWord, standsAfter } from './stands-after.js';
import { compareVectorClocks, joinVectorClocks, readVectorClock } from './vector-clock.js';
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
    const [a, b] = ['/b=1,/a=3', '/a=2,/c=1'].map((text) => readVectorClock(text) ?? new Map());
    const joined = joinVectorClocks(a ?? new Map(), b ?? new Map());
    expect(joined).toBe('/a=3,/b=1,/c=1');
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

describe('a copy of states', () => {
  it('is in the order of the bytes of its keys', () => {
    const keys = ['', 'a', 'ab', 'b', 'é', '\uffee', '😀', '😀a', '😁'];
    const byBytes = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect([...keys].reverse().sort(compareKeys)).toEqual(byBytes);
    expect(compareKeys('a', 'a')).toBe(0);
  });

  it('has the same hash for the same state, however it was written', () => {
    // printf '{"a":1,"b":[true,null]}' | sha256sum
    const hash = '1cc69c7fa23616ca2ec3ee70d24390a6225c8832db8a4c814c7e0e7f942f8668';
    expect(contentHash(JSON.parse('{ "b": [true, null], "a": 1.0 }'))).toBe(hash);
    expect(contentHash({ a: 2, b: [true, null] })).not.toBe(hash);
  });

  it('has a digest that anybody can make with sha256sum', () => {
    const digest = new CopyDigest();
    digest.add('a', '1');
    digest.add('b', '2');
    // printf 'a\0001\nb\0002\n' | sha256sum
    expect(digest.end()).toBe('1a04f75bd0704a1e3a5609aa6cef325ce65e2ccde2c36252d0e2fc2ddcb5762d');
  });
});
