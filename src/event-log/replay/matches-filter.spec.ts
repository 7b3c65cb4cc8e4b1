import { describe, expect, it } from '@jest/globals';
import type { LoggedEvent } from '../logged-event.js';
import { matchesFilter } from './matches-filter.js';
import type { ReplayFilter } from './replay.js';

const event: LoggedEvent = {
  topic: 'orders',
  partition: 0,
  offset: 7,
  loggedAt: new Date(0),
  key: Buffer.from('o-1'),
  value: Buffer.from('{"id":"o-1","lines":[{"sku":"A","n":2}],"a/b":null,"paid":false}'),
  headers: [['ce_type', Buffer.from('order-placed')]],
  contract: { id: 'orders', version: 3 },
  source: '/shop',
};
const matches = (filter: ReplayFilter, change: Partial<LoggedEvent> = {}) =>
  matchesFilter({ ...event, ...change }, filter);

describe('the filter of a replay', () => {
  it('wants everything where it names nothing', () => {
    expect(matches({})).toBe(true);
    expect(matches({}, { key: null, value: null })).toBe(true);
  });

  it.each<[ReplayFilter, boolean]>([
    [{ key: 'o-1' }, true],
    [{ key: 'o-2' }, false],
    [{ source: '/shop', type: 'order-placed', contractVersion: 3 }, true],
    [{ source: '/shop', type: 'order-shipped' }, false],
    [{ contractVersion: 2 }, false],
    [{ where: { '/id': 'o-1', '/lines/0/n': 2, '/a~1b': null, '/paid': false } }, true],
    [{ where: { '/lines/0/n': '2' } }, false],
    [{ where: { '/lines/1/n': 2 } }, false],
    [{ where: { '/id/x': 'o-1' } }, false],
    [{ where: { '/toString': null } }, false],
  ])('%j of an order is %p', (filter, isWanted) => {
    expect(matches(filter)).toBe(isWanted);
  });

  it('finds nothing in what is no JSON, no text, or nothing', () => {
    const filter = { where: { '/id': 'o-1' } };
    expect(matches(filter, { value: null })).toBe(false);
    expect(matches(filter, { value: Buffer.from([0xff]) })).toBe(false);
    expect(matches({ key: 'o-1' }, { key: null })).toBe(false);
    expect(matches({ type: 'x' }, { headers: [] })).toBe(false);
  });
});
