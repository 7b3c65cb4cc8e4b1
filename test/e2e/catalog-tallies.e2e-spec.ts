import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Tallies, type Tally } from '#event-log';
import { LastAnswers } from '../../src/catalog/kept/last-answers.js';
import { TallyRows } from '../../src/catalog/store/tally-rows.js';
import { TallyBook } from '../../src/catalog/tallies/tally-book.js';
import { openDatabase } from '../support/open-database.js';

const MINUTE_MS = 60_000;

/** As in a large catalog, where adding up a week takes long. */
class SlowRows extends TallyRows {
  addedUp = 0;

  override async fates(before: number) {
    this.addedUp++;
    await sleep(150);
    return super.fates(before);
  }
}

let dataSource: DataSource;
beforeAll(async () => {
  dataSource = await openDatabase();
});
afterAll(() => dataSource?.destroy());

const tally = (change: Partial<Tally> = {}): Tally => ({
  ...{ contractId: 'orders.placed', contractVersion: 1, topic: 'orders', producer: 'shop' },
  ...{ verdict: 'accepted', reason: '', count: 1, decisionUs: 10, minute: new Date() },
  ...change,
});

describe('what gateways counted, in a catalog where adding it up takes long', () => {
  it('is what adding it up would give, though it is added up once', async () => {
    const [answers, rows] = [new LastAnswers(), new SlowRows(dataSource)];
    const book = new TallyBook(rows, answers);
    const tallies = new Tallies(dataSource);
    const hourAgo = new Date(Date.now() - 60 * MINUTE_MS);
    await tallies.add([tally({ minute: hourAgo, producer: 'till' }), tally()]);
    const sums = await book.current();

    await tallies.add([tally({ count: 2 }), tally({ verdict: 'rejected', reason: 'SHAPE' })]);
    await answers.keepUp();
    await tallies.add([tally({ contractId: 'orders.paid' }), tally({ contractVersion: 2 })]);
    await answers.keepUp();
    expect([await book.current(), rows.addedUp]).toEqual([sums, 1]);
    const afresh = await new TallyBook(new TallyRows(dataSource), new LastAnswers()).current();
    expect(sums.day.totals()).toEqual(afresh.day.totals());
    expect(sums.day.totals().verdicts).toEqual([
      { verdict: 'accepted', count: 6 },
      { verdict: 'rejected', count: 1 },
    ]);
    for (const id of ['orders.placed', 'orders.paid'])
      expect(sums.writers.of(id)).toEqual(afresh.writers.of(id));
  });

  it('has what a transaction wrote that was over long after others that began later', async () => {
    const answers = new LastAnswers();
    const book = new TallyBook(new SlowRows(dataSource), answers);
    const tallies = new Tallies(dataSource);
    const slow = dataSource.createQueryRunner();
    await slow.startTransaction();
    await slow.query(
      `INSERT INTO tallies (contract_id, minute, contract_version, topic, verdict, reason, producer,
                            count, decision_us)
       VALUES ('late', date_trunc('minute', now()), 1, 'late', 'accepted', '', 'shop', 7, 70)`,
    );
    await book.current();
    for (const contractId of ['early', 'earlier']) {
      await tallies.add([tally({ contractId })]);
      await answers.keepUp();
    }
    const before = await book.current();
    expect(before.writers.of('late')).toEqual([]);
    await slow.commitTransaction();
    await slow.release();
    await answers.keepUp();
    const { writers } = await book.current();
    expect(writers.of('late')).toEqual([expect.objectContaining({ name: 'shop', accepted: 7 })]);
  });
});
