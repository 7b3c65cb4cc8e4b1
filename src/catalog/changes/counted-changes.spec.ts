import { describe, expect, it } from '@jest/globals';
import type { ChangeHeads, ChangeTally } from '../store/change-rows.js';
import { CountedChanges } from './counted-changes.js';

const nobody = { edition: '1', of: () => ({ owner: undefined, readers: [] }) };
const ever = { since: undefined, until: undefined, of: undefined };

/** Versions that were published, each with the revision of its number, and how often all were counted. */
function publications() {
  let published = 0;
  const counted: string[] = [];
  const rows = {
    heads: () => Promise.resolve<ChangeHeads>({ revision: published, deed: published }),
    tallies: (_: unknown, from: ChangeHeads, to: ChangeHeads) => {
      counted.push(`${from.revision}..${to.revision}`);
      const count = to.revision - Math.max(0, from.revision);
      const tally: ChangeTally = { source: 'version', id: 'a', kinds: 'version', count };
      return Promise.resolve(count > 0 ? [tally] : []);
    },
  };
  const changes = new CountedChanges(rows);
  const ask = async (filter: Parameters<typeof changes.groups>[0] = ever) =>
    (await changes.groups(filter, published, nobody)).reduce((sum, { count }) => sum + count, 0);
  return { ask, counted, publish: (many: number) => (published += many), changes };
}

describe('counted changes', () => {
  it('are counted once, and what is published is added by whoever asks next', async () => {
    const { ask, counted, publish } = publications();
    publish(3);
    expect([await ask(), await ask()]).toEqual([3, 3]);
    publish(2);
    expect([await ask(), await ask()]).toEqual([5, 5]);
    expect(counted).toEqual(['-1..3', '3..5']);
  });

  it('are counted anew where the span has moved by more than a minute', async () => {
    const { ask, counted, publish } = publications();
    const since = (at: number) => ({ ...ever, since: new Date(at) });
    publish(1);
    await ask(since(0));
    publish(1);
    await ask(since(60_000));
    publish(1);
    await ask(since(60_001));
    expect(counted).toEqual(['-1..1', '1..2', '-1..3']);
  });

  it('are counted anew where the database was restored to what it was before', async () => {
    const { ask, counted, publish, changes } = publications();
    publish(3);
    await ask();
    publish(-1);
    await changes.groups(ever, 4, nobody); // Another registry knows of a later revision.
    expect([await ask(), counted]).toEqual([2, ['-1..3', '-1..2']]);
  });

  it('are grouped again where another team answers or reads', async () => {
    const { changes, publish } = publications();
    publish(1);
    const owned = (edition: string, owner: string) =>
      changes.groups(ever, 1, { edition, of: () => ({ owner, readers: [] }) });
    expect(await owned('1', 'orders')).toBe(await owned('1', 'orders'));
    expect(await owned('2', 'billing')).toMatchObject([{ owners: ['billing'], count: 1 }]);
  });
});
