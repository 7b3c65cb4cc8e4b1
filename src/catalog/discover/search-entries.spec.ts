import { describe, expect, it } from '@jest/globals';
import type { Contract } from '#contract';
import type { LatestContract } from '../store/latest-contracts.js';
import { readCursor } from './cursor.js';
import { byName, type IndexEntry, indexEntry } from './index-entry.js';
import { matchedFields, unexplainedWords } from './matched-fields.js';
import { pageOf } from './page-of.js';
import { matchEntries } from './search-entries.js';

const anEntry = (id: string, said: Partial<Contract> = {}) =>
  indexEntry({
    ...{ id, version: 1, type: 'JSON', context: '.', schemaId: 1 },
    contract: {
      name: id,
      status: 'active',
      owner: { team: 'orders' },
      channel: { topic: `${id}-topic` },
      description: {},
      tags: [],
      producers: [],
      fields: {},
      enforcement: { mode: 'enforce', percent: 100 },
      ...said,
    },
  } as unknown as LatestContract);

/** Events whose fields say so. */
const IN_FIELDS = new Map([['money', new Set(['b.refund', 'c.parcel'])]]);

const NOTHING = {
  ...{ domain: [], owner: [], status: [], format: [], tag: [], producer: [], consumer: [] },
  ...{ personal: [], enforcement: [] },
};
const READERS = new Map([
  ['b.refund', ['ledger']],
  ['c.parcel', ['ledger', 'mail']],
]);
const search = (entries: readonly IndexEntry[], q: string, facets = {}) =>
  matchEntries(entries.toSorted(byName), q, { hits: IN_FIELDS, readers: READERS }).choose({
    ...NOTHING,
    ...facets,
  });
const idsOf = (entries: readonly IndexEntry[], q: string, facets = {}) =>
  search(entries, q, facets).found.map(({ entry }) => entry.row.id);

describe('searching events', () => {
  const entries = [
    anEntry('b.refund', { description: { purpose: 'Gives money back.' } }),
    anEntry('a.payment', { name: 'Money moved', status: 'draft', domain: 'pay' }),
    anEntry('c.parcel', { owner: { team: 'ship' } }),
  ];

  it('puts names before purposes before fields, and names in order of code units', () => {
    expect(idsOf(entries, 'MONEY')).toEqual(['a.payment', 'b.refund', 'c.parcel']);
    expect(idsOf(entries, '')).toEqual(['a.payment', 'b.refund', 'c.parcel']);
  });

  it('puts what stays before what goes where both are found alike', () => {
    const alike = [
      anEntry('a.money', { name: 'Money moved', status: 'deprecated' }),
      anEntry('b.money', { name: 'Money moved' }),
      anEntry('c.refund', { description: { purpose: 'Gives money back.' } }),
    ];
    expect(idsOf(alike, 'money')).toEqual(['b.money', 'a.money', 'c.refund']);
    expect(idsOf(alike, '')).toEqual(['a.money', 'b.money', 'c.refund']);
  });

  it('wants every word somewhere', () => {
    expect(idsOf(entries, 'money ship')).toEqual(['c.parcel']);
    expect(idsOf(entries, 'money elephant')).toEqual([]);
  });

  it('narrows to what holds personal data of a kind, each event once, and to a mode of enforcement', () => {
    const personal = (...kinds: readonly string[]): Partial<Contract> => ({
      fields: Object.fromEntries(kinds.map((classification, i) => [`/${i}`, { classification }])),
    });
    const observed = { enforcement: { mode: 'observe', percent: 100 } } as Partial<Contract>;
    const some = [
      anEntry('d.person', { ...personal('pii.name', 'pii.contact', 'PII.name'), ...observed }),
      anEntry('e.parcel', personal('pii.contact', 'secret', 'pii.contact')),
      anEntry('f.stock', observed),
    ];
    const { facets } = search(some, '', { enforcement: ['observe'] });
    expect(facets.personal).toEqual([
      { value: 'PII.name', count: 1 },
      { value: 'pii.contact', count: 1 },
      { value: 'pii.name', count: 1 },
    ]);
    expect(facets.enforcement).toEqual([
      { value: 'observe', count: 2 },
      { value: 'enforce', count: 1 },
    ]);
    expect(idsOf(some, '', { personal: ['pii.contact'] })).toEqual(['d.person', 'e.parcel']);
    expect(idsOf(some, '', { personal: ['secret'] })).toEqual([]);
  });

  it('takes any chosen value within a facet and all facets together', () => {
    expect(idsOf(entries, '', { owner: ['ship', 'orders'], status: ['active'] })).toEqual([
      'b.refund',
      'c.parcel',
    ]);
  });

  it('counts in a facet what choosing it would give', () => {
    const { facets } = search(entries, 'money', { status: ['active'] });
    expect(facets.status).toEqual([
      { value: 'active', count: 2 },
      { value: 'draft', count: 1 },
    ]);
    expect(facets.domain).toEqual([{ value: 'none', count: 2 }]);
  });

  it('narrows by who declares to send and to read, and counts both', () => {
    const sold = anEntry('d.sold', {
      producers: [{ principal: 'shop', source: '/shop' }, { source: '/till' }],
    });
    const { facets } = search([...entries, sold], '');
    expect(facets.producer).toEqual([
      { value: '/till', count: 1 },
      { value: 'shop', count: 1 },
    ]);
    expect(facets.consumer).toEqual([
      { value: 'ledger', count: 2 },
      { value: 'mail', count: 1 },
    ]);
    expect(idsOf([...entries, sold], '', { producer: ['/till'] })).toEqual(['d.sold']);
    expect(idsOf([...entries, sold], '', { consumer: ['mail'] })).toEqual(['c.parcel']);
  });

  it('looks into fields only for words that the name does not explain', () => {
    const [refund, payment] = entries as [IndexEntry, IndexEntry, IndexEntry];
    expect(unexplainedWords(refund, 'MoneyBox gives')).toEqual(['moneybox']);
    expect(unexplainedWords(payment, 'money')).toEqual([]);
  });

  it('names the fields that explain a find, those that say most first', () => {
    const fields = [{ path: '/weight', doc: 'In grams, money aside.' }, { path: '/moneyBox' }];
    expect(matchedFields(fields, ['money', 'grams'], 'JSON')).toEqual([
      { path: '/weight', description: 'In grams, money aside.' },
      { path: '/moneyBox' },
    ]);
  });

  it('a field of a Protobuf event is named without its message, one further in by its message', () => {
    const fields = [{ path: '/Order/sku_text' }, { path: '/Order/Line/sku' }];
    expect(matchedFields(fields, ['sku'], 'PROTOBUF')).toEqual(
      expect.arrayContaining([{ path: '/skuText' }, { path: '/#Order/Line/sku' }]),
    );
  });
});

describe('paging', () => {
  const entries = Array.from({ length: 10 }, (_, i) => anEntry(`e.${i}`));
  const { found } = search(entries, '');
  const idsOn = (page: ReturnType<typeof pageOf>) => page.rows.map(({ entry }) => entry.row.id);

  it('walks forth over every row once, and back the same way', () => {
    const first = pageOf(found, undefined, 4);
    const second = pageOf(found, readCursor(first.next ?? ''), 4);
    const third = pageOf(found, readCursor(second.next ?? ''), 4);
    expect([first, second, third].flatMap(idsOn)).toEqual(entries.map(({ row }) => row.id));
    expect([first.previous, third.next]).toEqual([undefined, undefined]);
    expect(idsOn(pageOf(found, readCursor(third.previous ?? ''), 4))).toEqual(idsOn(second));
  });

  it('stands where it stood when its row has gone, and at the end when all after it has', () => {
    const { next = '' } = pageOf(found, undefined, 4);
    const without = found.filter(({ entry }) => entry.row.id !== 'e.3');
    expect(idsOn(pageOf(without, readCursor(next), 4))[0]).toBe('e.4');
    expect(idsOn(pageOf(found.slice(0, 3), readCursor(next), 4))).toEqual(['e.0', 'e.1', 'e.2']);
  });

  it.each([
    '',
    'x',
    Buffer.from('[1]').toString('base64url'),
    Buffer.from('{').toString('base64url'),
  ])('refuses a cursor it never gave: "%s"', (cursor) => {
    expect(() => readCursor(cursor)).toThrow('not one this catalog gave out');
  });
});
