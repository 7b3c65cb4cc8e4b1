import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Quarantine, QuarantineKeys } from '#event-log';
import { concordatWithLog } from '../support/concordat-with-log.js';

/** The members of all answers together; each test knows which it asked for. */
interface Body {
  readonly topics: readonly object[];
  readonly events: readonly { readonly value: unknown }[];
  readonly nextOffset: number;
  readonly payload: object;
  readonly reasons: readonly object[];
}

/** Reads a tail as a browser's EventSource would: id and data of each event. */
async function* follow(url: string, headers: Record<string, string> = {}) {
  const abort = new AbortController();
  const answer = await fetch(url, { headers, signal: abort.signal });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  try {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
        const lines = text.slice(0, end).split('\n');
        const id = lines.find((line) => line.startsWith('id: '))?.slice(4);
        const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice(6));
        if (id) yield { id, event: JSON.parse(data.join('\n')) };
      }
    }
  } finally {
    abort.abort();
  }
}

describe('the event log over HTTP', () => {
  const held = concordatWithLog();
  const append = (topic: string, partition: number, ...values: (string | Buffer | null)[]) =>
    held.log.append(
      values.map((value) => ({
        topic,
        partition,
        key: Buffer.from('k'),
        value: typeof value === 'string' ? Buffer.from(value) : value,
        headers: [['ce_id', Buffer.from('1')] as const],
      })),
    );
  const get = async (path: string) => {
    const answer = await fetch(`${held.concordat.gatewayUrl}/v1${path}`);
    return { status: answer.status, body: (await answer.json()) as Body };
  };

  it('a tail begins at a moment, in every partition', async () => {
    await append('moments', 0, '1');
    await append('moments', 1, '2');
    await sleep(20);
    const at = new Date().toISOString();
    await sleep(20);
    await append('moments', 0, '3');
    await append('moments', 1, '4');
    const seen: unknown[] = [];
    for await (const { event } of follow(
      `${held.concordat.gatewayUrl}/v1/topics/moments/tail?at=${at}`,
    ))
      if (seen.push(event.value) === 2) break;
    expect(seen.sort()).toEqual([3, 4]);
    expect((await get('/topics/moments/tail?at=2026-11-26')).status).toBe(400);
    expect((await get(`/topics/moments/partitions/0/events?at=${at}`)).body).toMatchObject({
      events: [{ value: 3 }],
      nextOffset: 2,
    });
    expect(
      (await get('/topics/moments/partitions/0/events?at=2099-01-01T00:00Z')).body,
    ).toMatchObject({
      events: [],
      nextOffset: 2,
    });
  });

  it('lists topics, and reads a partition page by page to its end', async () => {
    await append('pages', 1, '1', '2', '3', '4', '5');
    await append('pages', 0, '{"n": 10000000000000000001}', 'no json', null);
    expect((await get('/topics')).body.topics).toContainEqual({
      name: 'pages',
      partitions: 2,
      events: 8,
    });
    expect((await get('/topics/pages')).body).toEqual({
      name: 'pages',
      events: 8,
      partitions: [
        { partition: 0, startOffset: 0, endOffset: 3 },
        { partition: 1, startOffset: 0, endOffset: 5 },
      ],
    });
    const values: unknown[] = [];
    for (let offset = 0; ;) {
      const { body } = await get(`/topics/pages/partitions/1/events?offset=${offset}&limit=2`);
      if (body.events.length === 0) break;
      values.push(...body.events.map(({ value }) => value));
      offset = body.nextOffset;
    }
    expect(values).toEqual([1, 2, 3, 4, 5]);
    const raw = await (
      await fetch(`${held.concordat.gatewayUrl}/v1/topics/pages/partitions/0/events`)
    ).text();
    expect(raw).toContain('"value":{"n": 10000000000000000001}');
    expect(JSON.parse(raw).events).toMatchObject([
      { offset: 0, key: 'k', headers: [{ name: 'ce_id', value: '1' }] },
      { offset: 1, valueBase64: Buffer.from('no json').toString('base64') },
      { offset: 2, value: null, valueBytes: null },
    ]);
    expect((await get('/topics/pages/partitions/7/events')).body).toMatchObject({
      events: [],
      nextOffset: 0,
    });
    expect((await get('/topics/pages/partitions/1/events?offset=99')).body).toMatchObject({
      events: [],
      nextOffset: 99,
    });
  });

  it.each([
    ['/topics/nobody', 404, 'TOPIC_NOT_LOGGED'],
    ['/topics/%00', 404, 'TOPIC_NOT_LOGGED'],
    [`/topics/${encodeURIComponent("'; DROP TABLE event_log; --")}`, 404, 'TOPIC_NOT_LOGGED'],
    ['/topics/nobody/partitions/0/events', 404, 'TOPIC_NOT_LOGGED'],
    ['/topics/pages/partitions/x/events', 404, 'PARTITION_UNKNOWN'],
    ['/topics/pages/partitions/-1/events', 404, 'PARTITION_UNKNOWN'],
    ['/topics/pages/partitions/0/events?offset=-1', 400, 'QUERY_INVALID'],
    ['/topics/pages/partitions/0/events?offset=1e3', 400, 'QUERY_INVALID'],
    ['/topics/pages/partitions/0/events?offset=9999999999999999999', 400, 'QUERY_INVALID'],
    ['/topics/pages/partitions/0/events?offset=1&offset=2', 400, 'QUERY_INVALID'],
    ['/topics/pages/partitions/0/events?limit=0', 400, 'QUERY_INVALID'],
    ['/topics/pages/partitions/0/events?limit=1001', 400, 'QUERY_INVALID'],
    ['/topics/pages/tail?from=middle', 400, 'QUERY_INVALID'],
    ['/topics/pages/tail?partition=one', 400, 'QUERY_INVALID'],
    ['/topics/no%20topic/tail', 404, 'TOPIC_NOT_LOGGED'],
    ['/quarantine?limit=x', 400, 'QUERY_INVALID'],
    ['/quarantine?state=lost', 400, 'QUERY_INVALID'],
    ['/quarantine?cursor=1', 400, 'QUERY_INVALID'],
    ['/quarantine?contract=%00', 400, 'QUERY_INVALID'],
    ['/quarantine/01J0000000000000000000000X', 404, 'CASE_UNKNOWN'],
    ['/quarantine/%00', 404, 'CASE_UNKNOWN'],
  ])('%s answers %i %s', async (path, status, code) => {
    expect(await get(path)).toMatchObject({ status, body: { status, code } });
  });

  it('a tail begins before the topic does, and misses nothing of any partition', async () => {
    const values: unknown[] = [];
    let id = '';
    const writing = (async () => {
      await sleep(300);
      for (let n = 0; n < 30; n++) await append('tailed', n % 3, String(n));
    })();
    for await (const step of follow(`${held.concordat.gatewayUrl}/v1/topics/tailed/tail`)) {
      values.push(step.event.value);
      id = step.id;
      if (values.length === 30) break;
    }
    await writing;
    expect([...values].sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 30 }, (_, n) => n),
    );
    expect(id).toBe('0:9,1:9,2:9');
  });

  it('a reader cut off goes on where it was, in every partition', async () => {
    for (let n = 0; n < 12; n++) await append('resumed', n % 3, String(n));
    const url = `${held.concordat.gatewayUrl}/v1/topics/resumed/tail?from=start`;
    const values: unknown[] = [];
    let id = '';
    while (values.length < 12) {
      for await (const step of follow(url, id ? { 'Last-Event-ID': id } : {})) {
        values.push(step.event.value);
        ({ id } = step);
        if (values.length % 5 === 0 || values.length === 12) break;
      }
    }
    expect([...values].sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 12 }, (_, n) => n),
    );
    const wrong = await fetch(url, {
      headers: { 'Last-Event-ID': 'somebody else’s'.replace('’', '') },
    });
    expect(wrong.status).toBe(400);
  });

  it('from the end only what comes now is told', async () => {
    await append('now', 0, '"old"');
    const tail = follow(`${held.concordat.gatewayUrl}/v1/topics/now/tail`);
    const next = tail.next();
    await sleep(600);
    await append('now', 0, '"new"');
    const { value } = await next;
    expect(value?.event.value).toBe('new');
    await tail.return(undefined);
  });

  it('shows a case in quarantine, and its bytes only when asked for them', async () => {
    const quarantine = new Quarantine(held.dataSource, new QuarantineKeys([]));
    const id = '01J0000000000000000000000A';
    await quarantine.add([
      {
        id,
        topic: 'pages',
        contract: { id: 'orders.placed', version: 2 },
        door: 'http',
        principal: 'svc',
        key: Buffer.from('k'),
        value: Buffer.from('secret'),
        headers: [['ce_id', Buffer.from([0xff])]],
        reasons: [{ code: 'SHAPE', pointer: '/a', message: 'must be there' }],
      },
    ]);
    const listed = await get('/quarantine?contract=orders.placed&state=open');
    expect(listed.body).toMatchObject({
      cases: [{ id, count: 1, valueBytes: 6 }],
      nextCursor: null,
    });
    const plain = await get(`/quarantine/${id}`);
    expect(plain.body).toMatchObject({ id, reasons: [{ code: 'SHAPE', pointer: '/a' }] });
    expect(JSON.stringify([listed.body, plain.body])).not.toContain('secret');
    const raw = await get(`/quarantine/${id}?payload=raw`);
    expect(raw.body.payload).toEqual({
      key: 'k',
      value: 'secret',
      headers: [{ name: 'ce_id', valueBase64: '/w==' }],
    });
    expect((await get('/quarantine/reasons?topic=pages')).body.reasons).toMatchObject([
      { code: 'SHAPE', pointer: '/a', cases: 1, events: 1 },
    ]);
  });

  it('an open tail does not hold up a stop', async () => {
    const tail = follow(`${held.concordat.gatewayUrl}/v1/topics/now/tail`);
    const next = tail.next();
    await sleep(300);
    expect(await held.concordat.stop()).toBe(0);
    expect((await next).done).toBe(true);
  });
});
