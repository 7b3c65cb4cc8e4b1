import { beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { FlushedCells } from './flushed-cells.js';

/** Cells, what was written of them so far, and a store that answers each write when it is told to. */
function counted() {
  const writes: string[][] = [];
  const answers: PromiseWithResolvers<void>[] = [];
  const cells = new FlushedCells<string>(
    'cells',
    (leaving) => {
      writes.push([...leaving]);
      const answer = Promise.withResolvers<void>();
      answers.push(answer);
      return answer.promise;
    },
    (cell, place) => cells.set(place, cell),
  );
  return { cells, writes, answers };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('cells that are flushed', () => {
  beforeEach(() => Logger.overrideLogger(false));

  it('are written once more at most while a store hangs, however often they were to be', async () => {
    const { cells, writes, answers } = counted();
    cells.set('first', 'first');
    void cells.flush();
    await turn();
    const later = Array.from({ length: 100 }, () => cells.flush());
    cells.set('second', 'second');
    answers[0]?.resolve();
    await turn();
    expect(writes).toEqual([['first'], ['second']]);
    cells.set('third', 'third');
    answers[1]?.resolve();
    await Promise.all(later);
    expect(writes).toHaveLength(2);
    expect(cells.size).toBe(1);
  });

  it('are counted again where they could not be written, and the end waits for them', async () => {
    const { cells, writes, answers } = counted();
    cells.set('one', 'one');
    const failed = cells.flush();
    await turn();
    answers[0]?.reject(new Error('away'));
    await failed;
    expect(cells.get('one')).toBe('one');
    const ended = cells.end();
    await turn();
    answers[1]?.resolve();
    await ended;
    expect(writes).toEqual([['one'], ['one']]);
    expect(cells.size).toBe(0);
  });
});
