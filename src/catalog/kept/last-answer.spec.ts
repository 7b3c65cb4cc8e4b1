import { describe, expect, it } from '@jest/globals';
import { setImmediate as breathe } from 'node:timers/promises';
import { LastAnswer } from './last-answer.js';

/** An answer that counts how often it was begun, and is ready when the test says so. */
function anAnswer() {
  let now = 0;
  let begun = 0;
  let ready: { done: (value: string) => void; fail: (error: Error) => void } | undefined;
  const make = () =>
    new Promise<string>((resolve, reject) => {
      ready = { done: resolve, fail: reject };
      begun++;
    });
  const finish = async (
    tookMs: number,
    how = (each: typeof ready) => each?.done(`no. ${begun}`),
  ) => {
    now += tookMs;
    how(ready);
    await breathe();
  };
  return {
    answer: new LastAnswer(make, () => now),
    begun: () => begun,
    wait: (ms: number) => (now += ms),
    finish,
  };
}

describe('the last answer', () => {
  it('is made once for all who ask at the same time', async () => {
    const { answer, begun, finish } = anAnswer();
    const asked = [answer.current(), answer.current()];
    await finish(5);
    expect([await Promise.all(asked), begun()]).toEqual([['no. 1', 'no. 1'], 1]);
  });

  it('is made for whoever asks where that is quick, with a pause of nine times as long', async () => {
    const { answer, begun, finish, wait } = anAnswer();
    void answer.current();
    await finish(5);
    wait(44);
    expect([await answer.current(), begun()]).toEqual(['no. 1', 1]);
    wait(2);
    const asked = answer.current();
    await finish(5);
    expect([await asked, begun()]).toEqual(['no. 2', 2]);
  });

  it('is told as it was lately where making it takes a moment, and made anew meanwhile', async () => {
    const { answer, begun, finish, wait } = anAnswer();
    void answer.current();
    await finish(20);
    wait(1_900);
    expect([await answer.current(), begun()]).toEqual(['no. 1', 2]);
    await finish(20);
    wait(2_001);
    const asked = answer.current();
    await finish(20);
    expect([await asked, begun()]).toEqual(['no. 3', 3]);
  });

  it('is told as it was where making it takes long, and made anew meanwhile', async () => {
    const { answer, begun, finish, wait } = anAnswer();
    void answer.current();
    await finish(100);
    wait(901);
    expect([await answer.current(), begun()]).toEqual(['no. 1', 2]);
    await finish(100);
    expect([await answer.current(), begun()]).toEqual(['no. 2', 2]);
  });

  it('that was slow once is made for whoever asks when it is quick again', async () => {
    const { answer, finish, wait } = anAnswer();
    void answer.current();
    await finish(100);
    wait(901);
    const asked = answer.current();
    await finish(1);
    expect(await asked).toBe('no. 2');
  });

  it('is waited for where the last one is older than a minute', async () => {
    const { answer, finish, wait } = anAnswer();
    void answer.current();
    await finish(3_000);
    wait(60_001);
    const asked = answer.current();
    await finish(3_000);
    expect(await asked).toBe('no. 2');
  });

  it('that failed is told to who waits, and made again for the next', async () => {
    const { answer, finish } = anAnswer();
    const asked = expect(answer.current()).rejects.toThrow('the database is away');
    await finish(5, (each) => each?.fail(new Error('the database is away')));
    await asked;
    const again = answer.current();
    await finish(5);
    expect(await again).toBe('no. 2');
  });

  it('that was forgotten while it was made is made again', async () => {
    const { answer, begun, finish } = anAnswer();
    void answer.current();
    answer.forget();
    await finish(5);
    const asked = answer.current();
    await finish(5);
    expect([await asked, begun()]).toEqual(['no. 2', 2]);
  });

  it('is kept up only for who asked lately', async () => {
    const { answer, begun, finish, wait } = anAnswer();
    await answer.keepUp();
    expect(begun()).toBe(0);
    void answer.current();
    await finish(100);
    const kept = answer.keepUp();
    await breathe();
    await finish(100);
    await kept;
    expect([await answer.current(), begun()]).toEqual(['no. 2', 2]);
    wait(30_001);
    await answer.keepUp();
    expect(begun()).toBe(2);
  });
});
