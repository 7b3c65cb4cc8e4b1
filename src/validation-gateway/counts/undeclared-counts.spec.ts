import { describe, expect, it } from '@jest/globals';
import type { SeenField, UndeclaredFields } from '#event-log';
import { UndeclaredCounts } from './undeclared-counts.js';
import type { Verdict } from '../verdict.js';

const seenBy = (...pointers: readonly string[]) =>
  ({
    contract: { id: 'orders', version: 1 },
    notes: pointers.map((pointer) => ({ code: 'UNDECLARED_FIELD', pointer, message: '' })),
  }) as unknown as Verdict;

function counts() {
  const added: SeenField[] = [];
  const store = { isAway: false };
  const add = (seen: readonly SeenField[]) => {
    if (store.isAway) return Promise.reject(new Error('away'));
    added.push(...seen);
    return Promise.resolve();
  };
  const made = new UndeclaredCounts({ add } as unknown as UndeclaredFields);
  const told = () => added.map(({ pointer, producer, count }) => [pointer, producer, count]);
  return { made, store, told };
}

describe('undeclared fields, counted', () => {
  it('items of lists count as one place, and the name of the field stays what it is', async () => {
    const { made, told } = counts();
    made.count(seenBy('/lines/0/7', '/lines/12/7'), '/shop');
    await made.flush();
    expect(told()).toEqual([['/lines/*/7', '/shop', 2]]);
  });

  it('are not lost while PostgreSQL is away, and told once', async () => {
    const { made, store, told } = counts();
    store.isAway = true;
    made.count(seenBy('/a'), '/shop');
    await made.flush();
    made.count(seenBy('/a'), '/shop');
    store.isAway = false;
    await made.flush();
    await made.flush();
    expect(told()).toEqual([['/a', '/shop', 2]]);
  });

  it('names that are invented without end do not fill memory', async () => {
    const { made, told } = counts();
    for (let n = 0; n < 5_002; n++) made.count(seenBy(`/f${n}`), '/shop');
    await made.flush();
    expect(told()).toHaveLength(5_001);
    expect(told().at(-1)).toEqual(['', '', 2]);
  });
});
