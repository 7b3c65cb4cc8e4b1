import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Batches } from './batches.js';
import { WaitingRoom } from './waiting-room.js';

const sqlError = (code: string) => Object.assign(new Error(`SQLSTATE ${code}`), { code });

function aBatcher(run: (items: readonly string[]) => Promise<readonly string[]>, roomItems = 100) {
  const runs: string[][] = [];
  const batches = new Batches<string, string>({
    run: (items) => {
      runs.push([...items]);
      return run(items);
    },
    bytesOf: (item) => item.length,
    whenFull: () => new Error('full'),
    room: new WaitingRoom({ items: roomItems, bytes: 1_000 }),
    batchItemsMax: 4,
    batchBytesMax: 100,
  });
  return { batches, runs };
}

const shout = async (items: readonly string[]) => {
  await sleep(5);
  return items.map((item) => item.toUpperCase());
};

describe('group commit', () => {
  it('gathers callers while one run is under way, keeps their order, answers each its own', async () => {
    const { batches, runs } = aBatcher(shout);
    const first = batches.add(['a']);
    await sleep(1);
    const rest = [batches.add(['b', 'c']), batches.add(['d']), batches.add(['e', 'f'])];
    expect(await Promise.all([first, ...rest])).toEqual([['A'], ['B', 'C'], ['D'], ['E', 'F']]);
    expect(runs).toEqual([['a'], ['b', 'c', 'd'], ['e', 'f']]);
  });

  it('a caller with more than one batch holds is still served, alone', async () => {
    const { batches, runs } = aBatcher(shout);
    await Promise.all([batches.add(['a', 'b', 'c', 'd', 'e', 'f']), batches.add(['g'])]);
    expect(runs).toEqual([['a', 'b', 'c', 'd', 'e', 'f'], ['g']]);
    expect(await batches.add([])).toEqual([]);
  });

  it('refuses what does not fit the waiting room, and has room again afterwards', async () => {
    const { batches } = aBatcher(shout, 2);
    const first = batches.add(['a']);
    await sleep(1); // Under way: it waits no longer.
    const waiting = [batches.add(['b']), batches.add(['c'])];
    await expect(batches.add(['d'])).rejects.toThrow('full');
    await Promise.all([first, ...waiting]);
    expect(await batches.add(['e'])).toEqual(['E']);
  });

  it('when the server refuses a batch, each caller is tried alone and only the culprit fails', async () => {
    const { batches, runs } = aBatcher((items) =>
      items.includes('bad') ? Promise.reject(sqlError('22003')) : shout(items),
    );
    const results = await Promise.allSettled(['a', 'bad', 'c'].map((item) => batches.add([item])));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(runs).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  it('when the work itself is at fault all who wait hear of it, and the next ones are served', async () => {
    let isAtFault = true;
    const { batches, runs } = aBatcher((items) => {
      if (isAtFault) throw new TypeError('a bug');
      return shout(items);
    });
    const results = await Promise.allSettled(['a', 'b'].map((item) => batches.add([item])));
    expect(results).toEqual(Array(2).fill({ status: 'rejected', reason: new TypeError('a bug') }));
    expect(runs).toEqual([['a', 'b']]);
    isAtFault = false;
    expect(await batches.add(['c'])).toEqual(['C']);
  });

  it('when the connection breaks, nobody is tried again: it may have been committed', async () => {
    const { batches, runs } = aBatcher(() =>
      Promise.reject(new Error('Connection terminated unexpectedly')),
    );
    const results = await Promise.allSettled(['a', 'b'].map((item) => batches.add([item])));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(runs).toHaveLength(1);
    await batches.settled();
  });
});
