import { describe, expect, it } from '@jest/globals';
import { SeenWriters } from '../tallies/seen-writers.js';
import type { Parties } from './party-book.js';
import { partiesOf } from './parties-of.js';

const contract = {
  id: 'orders.placed',
  channel: { topic: 'orders', partitions: 1, cleanup: 'delete' as const },
  producers: [{ principal: 'shop', source: '/shop' }, { principal: 'till' }],
};
const lastSeen = new Date('2026-11-20T10:00:00Z');
const seen = (name: string, accepted: number) => ({
  ...{ contractId: contract.id, name, accepted, refused: 1, lastSeen, versions: [2, 1] },
});
const group = (name: string) => ({
  ...{ name, topic: 'orders', where: 'kafka' as const, members: 0, lag: 3, lastSeen },
});
const said = (consumer: string, attestedUntil: string) => ({
  consumption: {
    ...{ consumer, owner: { team: 'billing' }, of: contract.id, environments: [], attestedUntil },
    needs: { '/total': { onUnknown: 'fail' as const } },
  },
  declaredAt: lastSeen,
  declaredBy: 'ci',
});
const parties = (change: Partial<Parties>): Parties => ({
  ...{ writers: new SeenWriters(), groups: new Map(), consumptions: new Map() },
  ...change,
});

describe('who writes and who reads an event', () => {
  it('a producer known by principal and by source is one party, with both counts', () => {
    const { producers } = partiesOf(
      contract,
      parties({ writers: new SeenWriters([seen('shop', 5), seen('/shop', 7)]) }),
      '2026-11-26',
    );
    expect(producers).toMatchObject([
      { name: 'shop', isDeclared: true, isSeen: true, accepted: 12, refused: 2, versions: [2, 1] },
      { name: 'till', isDeclared: true, isSeen: false, accepted: 0 },
    ]);
  });

  it('who sends without being declared is shown as seen', () => {
    const { producers } = partiesOf(
      contract,
      parties({ writers: new SeenWriters([seen('stranger', 1)]) }),
      '2026-11-26',
    );
    expect(producers.at(-1)).toMatchObject({ name: 'stranger', isDeclared: false, isSeen: true });
  });

  it('a group of the name of a declared consumer is that consumer; another is observed', () => {
    const { consumers } = partiesOf(
      contract,
      parties({
        groups: new Map([['orders', [group('billing'), group('export')]]]),
        consumptions: new Map([[contract.id, [said('billing', '2026-11-25')]]]),
      }),
      '2026-11-26',
    );
    expect(consumers).toMatchObject([
      { name: 'billing', isDeclared: true, isSeen: true, lag: 3, isOverdue: true },
      { name: 'export', isDeclared: false, isSeen: true, needs: [], where: 'kafka' },
    ]);
  });
});
