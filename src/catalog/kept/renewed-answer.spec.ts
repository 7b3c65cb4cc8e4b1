import { describe, expect, it } from '@jest/globals';
import { setImmediate as breathe } from 'node:timers/promises';
import { RenewedAnswer } from './renewed-answer.js';

describe('a renewed answer', () => {
  it('is told as it is known while it is made again, once for all who ask', async () => {
    let [now, begun] = [0, 0];
    let finish = () => undefined as void;
    const make = () =>
      new Promise<number>((resolve) => {
        const answer = ++begun;
        finish = () => resolve(answer);
      });
    const answer = new RenewedAnswer(make, 100, () => now);
    const first = answer.current();
    finish();
    expect(await first).toBe(1);
    now = 100;
    expect([await answer.current(), begun]).toEqual([1, 1]);
    now = 101;
    expect([await answer.current(), await answer.current(), begun]).toEqual([1, 1, 2]);
    finish();
    await breathe();
    expect([await answer.current(), begun]).toEqual([2, 2]);
  });

  it('that cannot be made again is told as it was, and tried again', async () => {
    let [now, begun] = [0, 0];
    const make = () =>
      ++begun === 2 ? Promise.reject(new Error('the database is away')) : Promise.resolve(begun);
    const answer = new RenewedAnswer(make, 100, () => now);
    expect(await answer.current()).toBe(1);
    now = 200;
    expect(await answer.current()).toBe(1);
    await breathe();
    expect([await answer.current(), begun]).toEqual([1, 3]);
    await breathe();
    expect([await answer.current(), begun]).toEqual([3, 3]);
  });

  it('that could not be made at all is told so', async () => {
    const answer = new RenewedAnswer(() => Promise.reject(new Error('no')), 100);
    await expect(answer.current()).rejects.toThrow('no');
  });
});
