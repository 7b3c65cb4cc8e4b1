import { describe, expect, it } from '@jest/globals';
import { KeptAnswers } from './kept-answers.js';

describe('kept answers', () => {
  it('are made once for one state, and again for another', () => {
    const kept = new KeptAnswers<number>(2);
    let made = 0;
    const ask = (state: string, key = 'a') => kept.of(state, key, () => ++made);
    expect([ask('one'), ask('one'), ask('one', 'b'), ask('two')]).toEqual([1, 1, 2, 3]);
  });

  it('the one asked for longest ago is dropped where they are too many', () => {
    const kept = new KeptAnswers<string>(2);
    let made = 0;
    const ask = (key: string) => kept.of('one', key, () => `${key} ${++made}`);
    const asked = [ask('a'), ask('b'), ask('a'), ask('c'), ask('a'), ask('b')];
    expect(asked).toEqual(['a 1', 'b 2', 'a 1', 'c 3', 'a 1', 'b 4']);
  });

  it('that failed are made again, by whoever asks next', async () => {
    const kept = new KeptAnswers<Promise<number>>(1);
    const failing = () => Promise.reject(new Error('the database is away'));
    await expect(kept.of('one', 'a', failing)).rejects.toThrow('the database is away');
    expect(await kept.of('one', 'a', () => Promise.resolve(7))).toBe(7);
    expect(await kept.of('one', 'a', failing)).toBe(7);
  });
});
