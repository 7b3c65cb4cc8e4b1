import { describe, expect, it } from '@jest/globals';
import type { CauseRow } from '../store/quarantine-causes.js';
import { OpenCauses } from './open-causes.js';

const MAX = 200;

/** A quarantine with so many events of each cause, one of every contract. */
function aQuarantine(contracts: number) {
  const events = new Map<string | null, number>(
    Array.from({ length: contracts }, (_, i) => [`c${String(i).padStart(4, '0')}`, 1_000 - i]),
  );
  const asked: (readonly (string | null)[] | undefined)[] = [];
  const rows = () =>
    [...events].map(([contractId, count]) => ({
      ...{ contractId, cause: contractId ?? 'none', events: count },
    })) as CauseRow[];
  const store = {
    waitingByContract: () =>
      Promise.resolve(
        rows().map(({ contractId, events }) => ({
          ...{ contractId, events, cases: 1, stamp: String(events) },
        })),
      ),
    list: (_: unknown, of?: readonly (string | null)[]) => {
      asked.push(of);
      const found = rows().filter(({ contractId }) => !of || of.includes(contractId));
      return Promise.resolve(found.sort((a, b) => b.events - a.events).slice(0, MAX));
    },
  };
  return { events, asked, open: new OpenCauses(store), whole: () => store.list({}, undefined) };
}

describe('causes of what waits', () => {
  it('of contracts nothing moved of are not asked for again', async () => {
    const { events, asked, open } = aQuarantine(3);
    const before = await open.read();
    expect(before.waiting).toEqual({ cases: 3, events: 2_997 });
    expect(await open.read()).toEqual(before);
    events.set('c0001', 5_000).set(null, 1).delete('c0000');
    const { waiting, causes } = await open.read();
    expect(asked).toEqual([undefined, ['c0001', null, 'c0000']]);
    expect(waiting).toEqual({ cases: 3, events: 5_999 });
    expect(causes.map(({ cause }) => cause)).toEqual(['c0001', 'c0002', 'none']);
  });

  it('one that was left out and is now among the first is told', async () => {
    const { events, asked, open, whole } = aQuarantine(MAX + 50);
    await open.read();
    events.set('c0240', 9_999);
    expect((await open.read()).causes).toEqual(await whole());
    expect(asked[1]).toEqual(['c0240']);
  });

  it('where one goes, those that were left out are asked for', async () => {
    const { events, open, whole } = aQuarantine(MAX + 50);
    await open.read();
    events.delete('c0007');
    expect((await open.read()).causes).toEqual(await whole());
    events.set('c0008', 1);
    expect((await open.read()).causes).toEqual(await whole());
  });

  it('where very many moved, all are asked for at once', async () => {
    const { events, asked, open, whole } = aQuarantine(MAX);
    await open.read();
    for (const id of events.keys()) events.set(id, 7);
    expect((await open.read()).causes).toEqual(await whole());
    expect(asked[1]).toBeUndefined();
  });
});
