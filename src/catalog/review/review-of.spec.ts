import { describe, expect, it } from '@jest/globals';
import { type Contract, readContract } from '#contract';
import type { Parties } from '../parties/party-book.js';
import { SeenWriters } from '../tallies/seen-writers.js';
import { type Reviewed, reviewOf } from './review-of.js';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(NOW - days * DAY_MS);

function contract(id: string, more: object = {}): Contract {
  const read = readContract({
    ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id, owner: { team: 'shop' } },
    ...{ schema: { format: 'json-schema', definition: true }, channel: { topic: `${id}.topic` } },
    ...more,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}
const group = (topic: string, lastSeen: Date, members = 0) =>
  [
    `${topic}.topic`,
    [{ name: `of-${topic}`, topic: `${topic}.topic`, where: 'log', members, lag: 0, lastSeen }],
  ] as const;
const parties = (more: Partial<Parties> = {}): Parties => ({
  ...{ writers: new SeenWriters(), groups: new Map(), consumptions: new Map() },
  ...more,
});
const reviewed = (contracts: readonly Contract[], more: Partial<Reviewed> = {}) =>
  reviewOf(
    {
      ...{ contracts, parties: parties(), week: [] },
      firstPublished: new Map(contracts.map(({ id }) => [id, ago(100)])),
      ...more,
    },
    { nowMs: NOW, days: 30 },
  );
const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

describe('a review', () => {
  it('lists every contract that nobody read for thirty days, and no other [covers 76]', () => {
    const names = ['never', 'long-ago', 'yesterday', 'connected', 'new', 'draft'];
    const contracts = names.map((id) => contract(id, id === 'draft' ? { status: 'draft' } : {}));
    const firstPublished = new Map(
      names.map((id) => [id, id === 'new' ? ago(29) : ago(31)] as const),
    );
    const groups = new Map([
      ...[group('long-ago', ago(30.1)), group('yesterday', ago(1)), group('connected', ago(90), 1)],
    ]);
    const consumption = {
      ...{ consumer: 'billing', owner: { team: 'money' }, of: 'never', environments: [] },
      ...{ needs: {}, attestedUntil: '2026-11-26' },
    };
    const said = [{ consumption, declaredAt: ago(90), declaredBy: 'ci' }];
    const review = reviewed(contracts, {
      firstPublished,
      parties: parties({ groups, consumptions: new Map([['never', said]]) }),
    });
    expect(review).toMatchObject({ day: '2026-11-27', days: 30, inForce: 5 });
    expect(idsOf(review.unread)).toEqual(['never', 'long-ago']);
    expect(review.unread[0]).toMatchObject({ topic: 'never.topic', declared: ['billing'] });
    expect(review.overdue).toEqual([
      { consumer: 'billing', team: 'money', of: 'never', attestedUntil: '2026-11-26' },
    ]);
  });

  it('lists every entity with several writers, with the share of events in conflict [covers 47]', () => {
    const about = (type: string, more: object = {}) => ({
      schema: {
        format: 'json-schema',
        definition: { properties: { id: { type: 'string' }, at: { type: 'integer' } } },
      },
      semantics: {
        entity: { type, key: '/id', version: '/at' },
        conflict: { policy: 'reject' },
      },
      ...more,
    });
    const two = [{ principal: 'shop' }, { principal: 'till' }];
    const contracts = [
      contract('placed', about('order', { producers: two })),
      contract('paid', about('order', { producers: [{ principal: 'bank' }] })),
      contract('moved', about('parcel', { producers: [{ principal: 'van' }] })),
      contract('counted', about('stock', { producers: [{ principal: 'robot' }] })),
      contract('said', { producers: two, semantics: { conflict: { policy: 'reject' } } }),
    ];
    const seen = (contractId: string, name: string, accepted: number) => ({
      ...{ contractId, name, accepted, refused: 9, lastSeen: ago(1), versions: [1] },
    });
    const writers = new SeenWriters([seen('counted', 'hand', 3), seen('moved', 'stranger', 0)]);
    const tally = (contractId: string, judged: number, conflicts: number) => ({
      ...{ contractId, judged, conflicts, refused: 0 },
    });
    const week = [tally('placed', 60, 5), tally('paid', 40, 1), tally('counted', 10, 2)];
    const { manyWriters } = reviewed(contracts, { parties: parties({ writers }), week });
    expect(manyWriters.map(({ events, ...row }) => ({ ...row, events: idsOf(events) }))).toEqual([
      {
        ...{ entity: 'stock', writers: ['hand', 'robot'], policies: ['reject'] },
        ...{ judged: 10, conflicts: 2, conflictRate: 0.2, events: ['counted'] },
      },
      {
        ...{ entity: 'order', writers: ['bank', 'shop', 'till'], policies: ['reject'] },
        ...{ judged: 100, conflicts: 6, conflictRate: 0.06, events: ['placed', 'paid'] },
      },
    ]);
  });

  it('lists what is silent for a week, and what refuses one event of a hundred, the worst first', () => {
    const producers = [{ principal: 'shop', source: '/shop' }, { source: '/till' }];
    const semantics = { conflict: { policy: 'reject' } };
    const contracts = ['quiet', 'fine', 'bad', 'worse', 'fresh'].map((id) =>
      contract(id, id === 'quiet' ? { producers, semantics } : {}),
    );
    const tally = (contractId: string, judged: number, refused: number) => ({
      ...{ contractId, judged, refused, conflicts: 0 },
    });
    const review = reviewed(contracts, {
      firstPublished: new Map([...contracts.map(({ id }) => [id, ago(id === 'fresh' ? 6 : 8)])] as [
        string,
        Date,
      ][]),
      week: [tally('fine', 1_000, 9), tally('bad', 1_000, 10), tally('worse', 10, 5)],
    });
    expect(review.silent).toMatchObject([{ id: 'quiet', producers: ['shop', '/till'] }]);
    expect(review.refused).toMatchObject([
      { id: 'worse', judged: 10, refused: 5 },
      { id: 'bad', judged: 1_000, refused: 10 },
    ]);
  });
});
