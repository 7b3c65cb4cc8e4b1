import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import {
  type NewQuarantinedEvent,
  Quarantine,
  QuarantineKeys,
  Tallies,
  type Tally,
} from '#event-log';
import { limits } from '#kernel';
import { openDatabase } from '../support/open-database.js';

let serial = 0;
const refused = (topic: string, value: string, more: Partial<NewQuarantinedEvent> = {}) => ({
  id: `01J${String(serial++).padStart(23, '0')}`,
  topic,
  contract: { id: 'orders.placed', version: 1 },
  door: 'http',
  principal: 'svc-orders',
  key: null,
  value: Buffer.from(value),
  headers: [['ce_id', Buffer.from('1')]] as const,
  reasons: [{ code: 'SHAPE', pointer: '/total', message: 'must be a number' }],
  ...more,
});

let dataSource: DataSource;
beforeAll(async () => {
  dataSource = await openDatabase();
});
afterAll(() => dataSource?.destroy());

describe('the quarantine', () => {
  it('keeps a refused event as it came, with its reasons', async () => {
    const quarantine = new Quarantine(dataSource, new QuarantineKeys([]));
    const event = refused('kept', 'not json \0', {
      key: Buffer.from([0, 255]),
      eventId: 'e-1\0',
      source: '/orders/eu',
      reasons: [{ code: 'SHAPE', pointer: '/\ud800\0', message: 'half a pair: \udc00' }],
    });
    const [id] = await quarantine.add([event]);
    expect(id).toBe(event.id);
    const found = await quarantine.get(event.id);
    expect(found).toMatchObject({
      key: event.key,
      value: event.value,
      headers: event.headers,
      contract: event.contract,
      eventId: 'e-1\uFFFD',
      source: '/orders/eu',
      state: 'open',
      count: 1,
      isKept: true,
      valueBytes: 10,
      reasons: [{ code: 'SHAPE', pointer: '/\uFFFD\uFFFD', message: 'half a pair: \uFFFD' }],
    });
    expect(await quarantine.get('01JUNKNOWN')).toBeUndefined();
  });

  it('counts a repeat instead of keeping it twice, within a batch, across batches and writers', async () => {
    const writers = [
      new Quarantine(dataSource, new QuarantineKeys([])),
      new Quarantine(dataSource, new QuarantineKeys([])),
    ];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        writers[i % 2]!.add([
          refused('again', 'same'),
          refused('again', 'same'),
          refused('again', `${i % 3}`),
        ]),
      ),
    );
    const ids = new Set(answers.map(([first]) => first));
    expect(ids.size).toBe(1);
    expect(answers.every(([first, second]) => first === second)).toBe(true);
    const cases = await writers[0]!.list({ topic: 'again' }, { limit: 10 });
    expect(cases.map(({ count }) => count).sort((a, b) => a - b)).toEqual([6, 7, 7, 40]);
  });

  it('a repeat after the case was closed opens a new one', async () => {
    const quarantine = new Quarantine(dataSource, new QuarantineKeys([]));
    const [first] = await quarantine.add([refused('closed', 'same')]);
    await dataSource.query(`UPDATE quarantine SET state = 'discarded' WHERE id = $1`, [first]);
    const [second] = await quarantine.add([refused('closed', 'same')]);
    expect(second).not.toBe(first);
    expect(
      (await quarantine.list({ topic: 'closed', state: 'open' }, { limit: 9 })).map(({ id }) => id),
    ).toEqual([second]);
  });

  it('a page begins where the one before ended, newest first, and filters hold', async () => {
    const quarantine = new Quarantine(dataSource, new QuarantineKeys([]));
    const ids = await quarantine.add(Array.from({ length: 7 }, (_, i) => refused('pages', `${i}`)));
    await quarantine.add([refused('pages', 'other', { contract: { id: 'else', version: 1 } })]);
    const filter = { topic: 'pages', contractId: 'orders.placed' };
    const first = await quarantine.list(filter, { limit: 4 });
    const second = await quarantine.list(filter, { limit: 4, before: first.at(-1)!.id });
    expect([...first, ...second].map(({ id }) => id)).toEqual([...ids].reverse());
  });

  it('groups the reasons, most frequent first', async () => {
    const quarantine = new Quarantine(dataSource, new QuarantineKeys([]));
    const late = [{ code: 'LATE', pointer: '', message: 'too old' }];
    await quarantine.add([refused('groups', 'a', { reasons: late })]);
    for (let i = 0; i < 3; i++)
      await quarantine.add([refused('groups', 'b'), refused('groups', 'c')]);
    const groups = await quarantine.groups({ topic: 'groups' }, 10);
    expect(
      groups.map(({ code, pointer, cases, events }) => [code, pointer, cases, events]),
    ).toEqual([
      ['SHAPE', '/total', 2, 6],
      ['LATE', '', 1, 1],
    ]);
  });

  it('beyond its room a topic’s refusals are counted under one case, and repeats still find theirs', async () => {
    const quarantine = new Quarantine(dataSource, new QuarantineKeys([]));
    const [kept] = await quarantine.add([refused('full', 'first')]);
    await dataSource.query(`UPDATE quarantine_topics SET kept_events = $1 WHERE topic = 'full'`, [
      limits.quarantineEventsPerTopic.value - 1,
    ]);
    const last = refused('full', 'last that fits');
    const [fits, over, overAgain] = await quarantine.add([
      last,
      refused('full', 'over'),
      refused('full', 'over 2'),
    ]);
    expect(fits).toBe(last.id);
    expect(overAgain).toBe(over);
    expect(await quarantine.add([refused('full', 'over 3'), refused('full', 'first')])).toEqual([
      over,
      kept,
    ]);
    expect(await quarantine.get(over!)).toMatchObject({
      isKept: false,
      count: 3,
      value: null,
      headers: [],
    });
    expect(await quarantine.get(kept!)).toMatchObject({ isKept: true, count: 2 });
  });

  it('bytes count too: one large event does not fit where small ones would', async () => {
    const quarantine = new Quarantine(dataSource, new QuarantineKeys([]));
    await quarantine.add([refused('bytes', 'x')]);
    await dataSource.query(`UPDATE quarantine_topics SET kept_bytes = $1 WHERE topic = 'bytes'`, [
      limits.quarantineBytesPerTopic.value - 20,
    ]);
    const [large, small] = await quarantine.add([
      refused('bytes', 'y'.repeat(100)),
      refused('bytes', 'z'),
    ]);
    expect((await quarantine.get(large!))?.isKept).toBe(false);
    expect((await quarantine.get(small!))?.isKept).toBe(true);
  });
});

describe('a case somebody acts on', () => {
  const acted = { actor: 'ada', action: 'discarded' } as const;

  it('is met again meanwhile: the repeat is counted, and neither waits for the other', async () => {
    const [quarantine, elsewhere] = [
      new Quarantine(dataSource, new QuarantineKeys([])),
      new Quarantine(dataSource, new QuarantineKeys([])),
    ];
    const [id = ''] = await quarantine.add([refused('met', 'same')]);
    await quarantine.act(id, async () => {
      expect(await elsewhere.add([refused('met', 'same'), refused('met', 'new')])).toContain(id);
      return acted;
    });
    expect(await quarantine.get(id)).toMatchObject({ state: 'discarded', count: 2, value: null });
  });

  it('is not expired meanwhile, nor is one that was met again just now', async () => {
    const [quarantine, elsewhere] = [
      new Quarantine(dataSource, new QuarantineKeys([])),
      new Quarantine(dataSource, new QuarantineKeys([])),
    ];
    await elsewhere.expire(3_600_000); // what other tests left behind
    const [id = ''] = await quarantine.add([refused('late', 'acted on')]);
    await dataSource.query(
      `UPDATE quarantine SET last_seen = last_seen - interval '1 day' WHERE topic = 'late'`,
    );
    await quarantine.act(id, async () => {
      expect(await elsewhere.expire(3_600_000)).toBe(0);
      return undefined;
    });
    await quarantine.add([refused('late', 'acted on')]);
    expect(await elsewhere.expire(3_600_000)).toBe(0);
    await dataSource.query(
      `UPDATE quarantine SET last_seen = last_seen - interval '1 day' WHERE topic = 'late'`,
    );
    expect(await elsewhere.expire(3_600_000)).toBe(1);
    expect((await quarantine.actions(id)).map(({ action }) => action)).toEqual(['expired']);
  });

  it('is expired with few others at once, however many are overdue', async () => {
    const quarantine = new Quarantine(dataSource, new QuarantineKeys([]));
    const atOnce = limits.quarantineCasesAtOnce.value;
    const many = Array.from({ length: 2 * atOnce + 1 }, (_, n) => refused('overdue', String(n)));
    await quarantine.add(many);
    await dataSource.query(
      `UPDATE quarantine SET last_seen = last_seen - interval '1 day' WHERE topic = 'overdue'`,
    );
    const expired = [];
    for (let n = 0; n < 4; n++) expired.push(await quarantine.expire(3_600_000));
    expect(expired).toEqual([atOnce, atOnce, 1, 0]);
    const transactions = await dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM quarantine_actions a JOIN quarantine q ON q.id = a.case_id
        WHERE q.topic = 'overdue' GROUP BY a.xmin ORDER BY min(a.n)`,
    );
    expect(transactions.map(({ n }) => n)).toEqual([atOnce, atOnce, 1]);
  });

  it('gives all its room back, that of its key and headers too', async () => {
    const quarantine = new Quarantine(dataSource, new QuarantineKeys([]));
    const headers = [['ce_naïve', Buffer.from([255, 0])]] as const;
    const [id = ''] = await quarantine.add([
      refused('room', 'x', { key: Buffer.from('k'), headers }),
    ]);
    const room = async () =>
      (await dataSource.query(
        `SELECT kept_events::int AS events, kept_bytes::int AS bytes
           FROM quarantine_topics WHERE topic = 'room'`,
      )) as unknown;
    expect(await room()).not.toEqual([{ events: 0, bytes: 0 }]);
    await quarantine.act(id, () => Promise.resolve(acted));
    expect(await room()).toEqual([{ events: 0, bytes: 0 }]);
  });
});

describe('the counts of verdicts', () => {
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000);
  const aTally = (more: Partial<Tally>): Tally => ({
    contractId: 'orders.placed',
    contractVersion: 1,
    topic: 'orders',
    verdict: 'accepted',
    reason: '',
    producer: '/orders/eu',
    minute,
    count: 1,
    decisionUs: 5,
    ...more,
  });

  it('add up, whoever counts, and are read as totals and by minute', async () => {
    const tallies = [new Tallies(dataSource), new Tallies(dataSource)];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        tallies[i % 2]!.add([
          aTally({ count: 2 }),
          aTally({ count: 3, minute: new Date(minute.getTime() + 59_999) }),
          aTally({ verdict: 'rejected', reason: 'SHAPE', producer: 'p\0' }),
        ]),
      ),
    );
    const totals = await tallies[0]!.totals('orders.placed');
    expect(totals.map(({ verdict, reason, count }) => [verdict, reason, count])).toEqual([
      ['accepted', '', 100],
      ['rejected', 'SHAPE', 20],
    ]);
    expect(await tallies[0]!.series('orders.placed', 5)).toEqual([
      { minute, verdict: 'accepted', count: 100, decisionUs: 200 },
      { minute, verdict: 'rejected', count: 20, decisionUs: 100 },
    ]);
    expect(await tallies[0]!.totals('nobody')).toEqual([]);
  });

  it('are kept by the hour and the day as they grow old, add up as before, and are forgotten in the end', async () => {
    const HOUR_MS = 3_600_000;
    const DAY_MS = 24 * HOUR_MS;
    const tallies = [new Tallies(dataSource), new Tallies(dataSource)] as const;
    const dayAgo = (days: number) => Math.floor(Date.now() / DAY_MS) * DAY_MS - days * DAY_MS;
    const old = (at: number, more: Partial<Tally> = {}) =>
      aTally({ contractId: 'old', minute: new Date(at), ...more });
    const { tallyMinuteDays, tallyHourDays, tallyDays } = limits;
    const [young, hourly, daily, gone] = [
      dayAgo(tallyMinuteDays.value - 1),
      dayAgo(tallyMinuteDays.value + 2),
      dayAgo(tallyHourDays.value + 2),
      dayAgo(tallyDays.value + 1),
    ];
    const minutes = [0, 7 * 60_000, 59 * 60_000, 90 * 60_000];
    for (const day of [young, hourly, daily, gone])
      await tallies[0].add([
        ...minutes.map((after) => old(day + after)),
        old(day + 60_000, { verdict: 'rejected', reason: 'SHAPE', count: 3, contractVersion: 2 }),
      ]);
    const judged = async (from: number, version: number) =>
      (await tallies[0].fates('old', { from: new Date(from) }))
        .filter((fate) => fate.version === version)
        .reduce((sum, { count }) => sum + count, 0);
    const evidence = async () =>
      Promise.all([young, hourly, daily].flatMap((day) => [judged(day, 1), judged(day, 2)]));
    const before = await evidence();
    expect(before).toEqual([4, 3, 8, 6, 12, 9]);
    await Promise.all(tallies.map((each) => each.thin()));
    await tallies[1].thin();
    const rows = await dataSource.query<{ minute: Date; count: number }[]>(
      `SELECT minute, count::int FROM tallies WHERE contract_id = 'old' AND reason = '' ORDER BY 1`,
    );
    expect(rows.map(({ minute: at, count }) => [at.getTime(), count])).toEqual([
      ...[[daily, 4]],
      ...[
        [hourly, 3],
        [hourly + HOUR_MS, 1],
      ],
      ...minutes.map((after) => [young + after, 1]),
    ]);
    expect(await evidence()).toEqual(before);
    // Asked from the middle of an hour or a day that is counted as one, all of it is told.
    expect([await judged(hourly + 30 * 60_000, 1), await judged(daily + 2 * HOUR_MS, 1)]).toEqual([
      8, 12,
    ]);
    const totals = await tallies[0].totals('old');
    expect(totals.map(({ verdict, count }) => [verdict, count])).toEqual([
      ['accepted', 12],
      ['rejected', 9],
    ]);
  });

  it('producers who invent names are counted together, also after a restart', async () => {
    const crowd = (from: number) =>
      Array.from({ length: limits.talliedNames.value }, (_, i) =>
        aTally({ contractId: 'crowd', producer: `p${from + i}` }),
      );
    await new Tallies(dataSource).add(crowd(0));
    await new Tallies(dataSource).add(crowd(limits.talliedNames.value / 2));
    const rows = await dataSource.query(
      `SELECT producer, sum(count)::int AS count FROM tallies WHERE contract_id = 'crowd' GROUP BY 1`,
    );
    expect(rows).toHaveLength(limits.talliedNames.value + 1);
    expect(rows.find(({ producer }: { producer: string }) => producer === 'other')).toEqual({
      producer: 'other',
      count: limits.talliedNames.value / 2,
    });
  });
});
