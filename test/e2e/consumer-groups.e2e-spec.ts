import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EventLog, Retention } from '#event-log';
import { openDatabase } from '../support/open-database.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

interface Share {
  readonly partition: number;
  readonly epoch: number;
  readonly nextOffset: number;
  readonly committedOffset: number;
  readonly expired: number;
  readonly events: readonly { readonly offset: number; readonly value: unknown }[];
}
interface Body {
  readonly code?: string;
  readonly detail?: string;
  readonly partitions: readonly Share[];
  readonly lag: number;
  readonly members: readonly { readonly member: string; readonly principal: string }[];
  readonly groups: readonly { readonly group: string; readonly topic: string }[];
  readonly nextCursor: string | null;
}

describe('consumer groups of the event log', () => {
  let concordat: StartedConcordat;
  let second: StartedConcordat;
  let dataSource: DataSource;
  let log: EventLog;

  const append = (topic: string, partition: number, ...values: unknown[]) =>
    log.append(
      values.map((value) => ({
        ...{ topic, partition, key: null, headers: [] },
        value: Buffer.from(JSON.stringify(value)),
      })),
    );
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    url = concordat.gatewayUrl,
  ): Promise<{ status: number; body: Body }> => {
    const answer = await fetch(`${url}/v1/groups${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `Basic ${btoa('svc-bill:')}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text ? JSON.parse(text) : undefined) as Body };
  };
  const poll = async (place: string, member: string, more: object = {}, url?: string) => {
    const answer = await ask('POST', `/${place}/poll`, { member, ...more }, url);
    expect(answer).toMatchObject({ status: 200 });
    return answer.body.partitions;
  };
  const commit = (place: string, member: string, shares: readonly Share[]) =>
    ask('POST', `/${place}/commits`, {
      member,
      partitions: shares.map(({ partition, epoch, nextOffset }) => ({
        ...{ partition, epoch, nextOffset },
      })),
    });
  const valuesOf = (shares: readonly Share[]) =>
    shares.flatMap(({ events }) => events.map(({ value }) => value));

  beforeAll(async () => {
    concordat = await startConcordat();
    second = await startConcordat({ DATABASE_URL: concordat.databaseUrl });
    dataSource = await openDatabase(concordat.databaseUrl);
    log = new EventLog(dataSource);
  }, 90_000);
  afterAll(async () => {
    await dataSource.destroy();
    await Promise.all([concordat.stop(), second.stop()]);
  });

  it('get the same events until they are committed, then the next', async () => {
    await append('once', 0, 1, 2, 3);
    const place = 'billing/topics/once';
    const first = await poll(place, 'a', { limit: 2 });
    expect(valuesOf(first)).toEqual([1, 2]);
    expect(valuesOf(await poll(place, 'a', { limit: 2 }))).toEqual([1, 2]);
    expect(await commit(place, 'a', first)).toMatchObject({ status: 200 });
    expect(valuesOf(await poll(place, 'a'))).toEqual([3]);
    const { body } = await ask('GET', `/${place}`);
    expect(body).toMatchObject({
      lag: 1,
      members: [{ member: 'a', principal: 'svc-bill' }],
      partitions: [{ partition: 0, nextOffset: 2, endOffset: 3, member: 'a' }],
    });
  });

  it('are each on their own', async () => {
    await append('own', 0, 1);
    await poll('one/topics/own', 'a').then((shares) => commit('one/topics/own', 'a', shares));
    expect(valuesOf(await poll('one/topics/own', 'a'))).toEqual([]);
    expect(valuesOf(await poll('two/topics/own', 'a'))).toEqual([1]);
  });

  it('share the partitions, over two gateways, and hand over what is another’s share', async () => {
    for (const partition of [0, 1, 2, 3]) await append('shared', partition, partition);
    const place = 'team/topics/shared';
    expect((await poll(place, 'a')).map(({ partition }) => partition)).toEqual([0, 1, 2, 3]);
    expect(await poll(place, 'b', {}, second.gatewayUrl)).toEqual([]);
    expect((await poll(place, 'a')).map(({ partition }) => partition)).toEqual([0, 2]);
    const others = await poll(place, 'b', {}, second.gatewayUrl);
    expect(others.map(({ partition, epoch }) => `${partition} ${epoch}`)).toEqual(['1 2', '3 2']);
    expect((await ask('DELETE', `/${place}/members/b`)).status).toBe(204);
    expect((await poll(place, 'a')).map(({ partition }) => partition)).toEqual([0, 1, 2, 3]);
  });

  it('a reader whose lease ended commits nothing any more', async () => {
    await append('zombie', 0, 1, 2);
    const place = 'g/topics/zombie';
    const slow = await poll(place, 'slow', { leaseMs: 1_000 });
    expect((await commit(place, 'other', slow)).body.code).toBe('LEASE_LOST');
    await sleep(1_100);
    expect((await commit(place, 'slow', slow)).body.code).toBe('LEASE_LOST');
    const quick = await poll(place, 'quick');
    expect(valuesOf(quick)).toEqual([1, 2]);
    expect((await commit(place, 'quick', quick)).status).toBe(200);
    const late = await commit(place, 'slow', slow);
    expect([late.status, late.body.code]).toEqual([409, 'LEASE_LOST']);
    expect((await ask('GET', `/${place}`)).body.lag).toBe(0);
  });

  it('wait for the first event, and get it', async () => {
    const place = 'waiting/topics/later';
    const waiting = poll(place, 'a', { waitMs: 20_000 });
    await sleep(1_500);
    await append('later', 0, 'now');
    expect(valuesOf(await waiting)).toEqual(['now']);
    expect(await poll('idle/topics/nothing', 'a', { waitMs: 50 })).toEqual([]);
  });

  it('begin at the start or at the end, and are moved while nobody reads', async () => {
    await append('moved', 0, 1, 2, 3);
    const place = 'ends/topics/moved';
    expect(valuesOf(await poll(place, 'a', { readsFrom: 'end' }))).toEqual([]);
    await append('moved', 0, 4);
    await append('moved', 1, 'new partition');
    expect(valuesOf(await poll(place, 'a'))).toEqual([4, 'new partition']);
    const busy = await ask('PUT', `/${place}/positions`, { to: 'start' });
    expect([busy.status, busy.body.code]).toEqual([409, 'GROUP_BUSY']);
    await ask('DELETE', `/${place}/members/a`);
    expect((await ask('PUT', `/${place}/positions`, { to: 'start' })).body.lag).toBe(5);
    const offsets = { partitions: [{ partition: 0, nextOffset: 2 }] };
    expect((await ask('PUT', `/${place}/positions`, offsets)).body.lag).toBe(3);
    const at = { to: new Date(Date.now() + 60_000).toISOString() };
    expect((await ask('PUT', `/${place}/positions`, at)).body.lag).toBe(0);
    expect((await ask('DELETE', `/${place}`)).status).toBe(204);
    expect((await ask('GET', `/${place}`)).body.code).toBe('GROUP_UNKNOWN');
  });

  it('retention waits for a group that holds its events, and tells others what they missed', async () => {
    await append('held', 0, 1);
    await append('held', 0, 2);
    const place = 'auditor/topics/held';
    expect((await ask('PUT', `/${place}`, { holdsEvents: true })).status).toBe(200);
    await poll('lazy/topics/held', 'a', { limit: 1, leaseMs: 1_000 });
    const retention = new Retention(dataSource);
    const sweep = () =>
      retention.sweep([{ topic: 'held', since: new Date(Date.now() + 60_000) }], new Date());
    await sweep();
    expect((await log.topic('held'))?.events).toBe(2);
    const done = await poll(place, 'a', { limit: 1 });
    await commit(place, 'a', done);
    await sweep();
    expect((await log.topic('held'))?.events).toBe(1);
    const [share] = await poll('lazy/topics/held', 'a');
    expect(share).toMatchObject({ expired: 1, events: [{ offset: 1, value: 2 }] });
  });

  it('readers that die and join process every event, and none is lost [covers 12]', async () => {
    const partitions = 6;
    const perPartition = 200;
    for (let partition = 0; partition < partitions; partition++)
      await append('many', partition, ...Array.from({ length: perPartition }, (_, n) => n));
    const place = 'workers/topics/many';
    const done = new Map<string, number>();
    const work = async (member: string, rounds: number) => {
      const url = member.length % 2 ? concordat.gatewayUrl : second.gatewayUrl;
      for (let round = 0; round < rounds; round++) {
        const shares = await poll(place, member, { limit: 60, leaseMs: 1_000 }, url);
        for (const { partition, events } of shares)
          for (const { offset } of events)
            done.set(`${partition}@${offset}`, (done.get(`${partition}@${offset}`) ?? 0) + 1);
        if (shares.length > 0) await commit(place, member, shares);
        else await sleep(50);
      }
    };
    await Promise.all([work('a', 5), work('bb', 3), work('c', 8), work('dd', 2)]);
    const { body } = await ask('GET', `/${place}`);
    expect(body.lag).toBeLessThan(partitions * perPartition);
    await sleep(1_100);
    for (let tries = 0; tries < 60; tries++) {
      await work('last', 1);
      if ((await ask('GET', `/${place}`)).body.lag === 0) break;
    }
    expect((await ask('GET', `/${place}`)).body.lag).toBe(0);
    expect(done.size).toBe(partitions * perPartition);
  }, 60_000);

  it('are listed by page', async () => {
    const first = (await ask('GET', '?limit=1')).body;
    expect(first.groups).toHaveLength(1);
    const rest = (await ask('GET', `?cursor=${first.nextCursor}`)).body;
    expect(rest.groups).not.toContainEqual(first.groups[0]);
    expect((await ask('GET', '?topic=own')).body.groups.map(({ group }) => group)).toEqual([
      'one',
      'two',
    ]);
  });

  it.each([
    ['POST', '/g/topics/t/poll', {}, 400, 'BODY_INVALID'],
    ['POST', '/g/topics/t/poll', { member: 'a b' }, 400, 'BODY_INVALID'],
    ['POST', '/g/topics/t/poll', { member: 'a', waitMs: 1e9 }, 400, 'BODY_INVALID'],
    ['POST', '/g/topics/t/poll', { member: 'a', more: 1 }, 400, 'BODY_INVALID'],
    ['POST', '/g%20g/topics/t/poll', { member: 'a' }, 400, 'GROUP_NAME_INVALID'],
    ['POST', '/g/topics/t%00/poll', { member: 'a' }, 400, 'GROUP_NAME_INVALID'],
    ['POST', '/g/topics/none/commits', { member: 'a', partitions: [] }, 400, 'BODY_INVALID'],
    ['PUT', '/g/topics/none/positions', { to: 'yesterday' }, 400, 'BODY_INVALID'],
    ['PUT', '/none/topics/none/positions', { to: 'end' }, 404, 'GROUP_UNKNOWN'],
    ['DELETE', '/none/topics/none', undefined, 404, 'GROUP_UNKNOWN'],
    ['GET', '/none/topics/none', undefined, 404, 'GROUP_UNKNOWN'],
    ['DELETE', '/g/topics/t/members/a%20b', undefined, 400, 'GROUP_NAME_INVALID'],
    ['GET', '?limit=0', undefined, 400, 'QUERY_INVALID'],
  ])('%s %s with %j is answered %d %s', async (...[method, path, body, status, code]) => {
    const answer = await ask(method, path, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('a commit beyond the end, or twice for one partition, is refused whole', async () => {
    await append('beyond', 0, 1);
    const place = 'g/topics/beyond';
    const [share] = await poll(place, 'a');
    const far = { ...share!, nextOffset: 99 };
    expect((await commit(place, 'a', [far])).body.code).toBe('COMMIT_BEYOND');
    expect((await commit(place, 'a', [share!, share!])).body.code).toBe('BODY_INVALID');
    expect((await ask('GET', `/${place}`)).body.lag).toBe(1);
  });

  it('a group takes no more members than it may have', async () => {
    await append('full', 0, 1);
    for (let n = 0; n < 100; n++) await poll('full/topics/full', `m${n}`);
    const answer = await ask('POST', '/full/topics/full/poll', { member: 'one-more' });
    expect([answer.status, answer.body.code]).toEqual([409, 'GROUP_FULL']);
  });
});
