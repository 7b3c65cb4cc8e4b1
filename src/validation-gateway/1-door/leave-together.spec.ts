import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { leaveTogether } from './leave-together.js';

describe('leaveTogether', () => {
  it('what is done in one turn leaves in the order it was done, and not before the turn is over', async () => {
    const left: string[] = [];
    const works = ['a', 'b', 'c'].map(async (name) => {
      left.push(await leaveTogether(Promise.resolve(name)));
    });
    for (let i = 0; i < 20; i++) await Promise.resolve();
    expect(left).toEqual([]);
    await nextTurn();
    expect(left).toEqual(['a', 'b', 'c']);
    await Promise.all(works);
  });

  it('what fails leaves with the others, and what comes later waits for a turn of its own', async () => {
    const refused = leaveTogether(Promise.reject(new Error('refused')));
    const told = refused.catch((error: Error) => error.message);
    expect(await Promise.race([told, Promise.resolve('still here')])).toBe('still here');
    expect(await told).toBe('refused');
    expect(await leaveTogether(Promise.resolve(2))).toBe(2);
  });
});
