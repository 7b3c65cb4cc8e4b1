import { describe, expect, it } from '@jest/globals';
import type { TallyRow } from '../store/tally-rows.js';
import { TallySums } from './tally-sums.js';

const MINUTE_MS = 60_000;
const FROM = 1_000;
const lastSeen = new Date((FROM - 1) * MINUTE_MS);

const row = (change: Partial<TallyRow> = {}): TallyRow => ({
  ...{ contractId: 'a', minute: FROM, version: 2, topic: 'a', producer: 'shop' },
  ...{ verdict: 'accepted', reason: '', count: 3, decisionUs: 30 },
  ...change,
});
const refused = (change: Partial<TallyRow> = {}) =>
  row({ verdict: 'rejected', reason: 'TYPE_WRONG', count: 1, decisionUs: 10, ...change });

/** What was added up: one event of `a` was accepted, and one of `b` refused. */
const addedUp = () =>
  new TallySums(FROM).begin(
    [
      { contractId: 'a', verdict: 'accepted', reason: '', count: 1, decisionUs: 10 },
      { contractId: 'b', verdict: 'rejected', reason: 'TYPE_WRONG', count: 1, decisionUs: 10 },
    ],
    [{ contractId: 'a', name: 'shop', accepted: 1, refused: 0, lastSeen, versions: [1] }],
  );

describe('the sums of what gateways counted', () => {
  it('are of what was added up and of the newest lines on top', async () => {
    const sums = await addedUp();
    sums.add([row(), refused()]);
    expect(sums.day.totals()).toEqual({
      verdicts: [
        { verdict: 'accepted', count: 4 },
        { verdict: 'rejected', count: 2 },
      ],
      reasons: [{ reason: 'TYPE_WRONG', count: 2, contracts: 2 }],
      contracts: [
        { id: 'a', accepted: 4, refused: 1, decisionUs: 10 },
        { id: 'b', accepted: 0, refused: 1, decisionUs: 10 },
      ],
    });
  });

  it('a line that is read again counts what it rose by, and one read before counts nothing', async () => {
    const sums = await addedUp();
    sums.add([row({ count: 3 })]);
    sums.add([row({ count: 5 })]);
    sums.add([row({ count: 4 })]);
    expect(sums.day.totals().verdicts[0]).toEqual({ verdict: 'accepted', count: 6 });
    expect([...sums.minutes()]).toEqual([
      { contractId: 'a', minute: FROM, accepted: 5, refused: 0 },
    ]);
  });

  it('a line of a minute that was added up counts nothing', async () => {
    const sums = await addedUp();
    sums.add([row({ minute: FROM - 1 })]);
    expect(sums.day.totals().verdicts[0]).toEqual({ verdict: 'accepted', count: 1 });
    expect([...sums.lines()]).toEqual([]);
  });

  it('tell the minutes that moved once', async () => {
    const sums = await addedUp();
    sums.add([row()]);
    expect([...sums.minutes()]).toHaveLength(1);
    sums.add([refused()]);
    expect([...sums.takeMoved()]).toEqual([
      { contractId: 'a', minute: FROM, accepted: 3, refused: 1 },
    ]);
    expect([...sums.takeMoved()]).toEqual([]);
  });

  it('who wrote is known by all versions, with the newest minute, who wrote most first', async () => {
    const sums = await addedUp();
    sums.add([row(), row({ producer: 'till', count: 9 }), row({ producer: '' })]);
    expect(sums.writers.of('a')).toEqual([
      expect.objectContaining({ name: 'till', accepted: 9 }),
      {
        ...{ contractId: 'a', name: 'shop', accepted: 4, refused: 0, versions: [2, 1] },
        lastSeen: new Date(FROM * MINUTE_MS),
      },
    ]);
    expect([...sums.writers.eventsOf('till')]).toEqual(['a']);
    expect([...sums.writers.eventsOf('')]).toEqual([]);
  });

  it('no more than the twelve that fare worst are told', async () => {
    const sums = await addedUp();
    sums.add(
      Array.from({ length: 20 }, (_, i) =>
        refused({ contractId: `c${i}`, count: i, reason: `r${i}` }),
      ),
    );
    const { contracts, reasons } = sums.day.totals();
    expect([contracts.length, contracts[0]?.id, contracts.at(-1)?.id]).toEqual([12, 'c19', 'c8']);
    expect([reasons.length, reasons[0]?.reason]).toEqual([12, 'r19']);
  });
});
