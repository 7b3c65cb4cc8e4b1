import { describe, expect, it } from '@jest/globals';
import { Rounds } from './rounds.js';

describe('rounds', () => {
  it('are one at a time, and the last one is waited for', async () => {
    let [begun, ended] = [0, 0];
    let go = () => undefined as void;
    const rounds = new Rounds(async () => {
      begun++;
      await new Promise<void>((done) => (go = done));
      ended++;
    });
    rounds.look();
    rounds.look();
    expect([begun, ended]).toEqual([1, 0]);
    const over = rounds.end();
    go();
    await over;
    expect([begun, ended]).toEqual([1, 1]);
    rounds.look();
    expect(begun).toBe(2);
    go();
  });
});
