import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { eventually } from '../support/eventually.js';
import { openDatabase } from '../support/open-database.js';
import { publish } from '../support/publish-orders.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

interface Told {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at, not used
  readonly body: any;
}
interface Sending {
  readonly id: string;
  readonly source?: string;
  readonly data?: unknown;
  readonly attributes?: Readonly<Record<string, string>>;
}

const TYPE = 'order.changed';
const schema = {
  type: 'object',
  required: ['orderId'],
  properties: {
    orderId: { type: 'string' },
    version: { type: ['integer', 'string'] },
    status: { type: 'string' },
    op: { type: 'string' },
    note: { type: 'string' },
  },
};
const entity = { type: 'order', key: '/orderId', version: '/version' };

/** A contract of its own topic and type for every test. */
const contract = (name: string, more: Record<string, unknown>, channel = {}) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: name,
  owner: { team: 'orders' },
  schema: { format: 'json-schema', subject: `${name}-value`, definition: schema },
  envelope: { type: `${name}.${TYPE}` },
  channel: { topic: name, key: '/orderId', partitions: 2, ...channel },
  undeclared: 'allow',
  ...more,
});

let city: StartedConcordat;

async function send(
  name: string,
  { id, source = '/orders/eu', data, attributes = {} }: Sending,
  gatewayUrl = city.gatewayUrl,
): Promise<Told> {
  const headers: Record<string, string> = {
    ...{ 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': source, 'ce-type': `${name}.${TYPE}` },
    ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`ce-${key}`, value])),
    ...(data !== undefined && { 'content-type': 'application/json' }),
  };
  const body = data === undefined ? {} : { body: JSON.stringify(data) };
  const answer = await fetch(`${gatewayUrl}/events`, { method: 'POST', headers, ...body });
  return { status: answer.status, body: await answer.json() };
}

const verdictOf = ({ status, body }: Told) => [status, body.verdict, body.code ?? ''];

async function inForce(name: string, gatewayUrl = city.gatewayUrl): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const answer = await fetch(`${gatewayUrl}/v1/validate/${name}`, { method: 'POST', body: '{}' });
    if (answer.status !== 404) return;
    await sleep(100);
  }
  throw new Error(`The gateway does not know ${name}.`);
}

async function given(name: string, more: Record<string, unknown>, channel = {}): Promise<string> {
  await publish(city.registryUrl, contract(name, more, channel));
  await inForce(name);
  return name;
}

interface Logged {
  readonly key: string;
  readonly eventId: string;
  readonly source: string;
  readonly offset: number;
  readonly partition: number;
  readonly value: { readonly version: number } | null;
}
async function logOf(name: string, partitions = 2): Promise<readonly Logged[]> {
  const all: Logged[] = [];
  for (let partition = 0; partition < partitions; partition++)
    for (let offset = 0; ;) {
      const url = `${city.gatewayUrl}/v1/topics/${name}/partitions/${partition}/events`;
      const answer = await fetch(`${url}?offset=${offset}&limit=1000`);
      const page = (await answer.json()) as { events?: Logged[]; nextOffset: number };
      if (!page.events?.length) break;
      all.push(...page.events);
      offset = page.nextOffset;
    }
  return all;
}

beforeAll(async () => {
  city = await startConcordat();
}, 90_000);
afterAll(async () => {
  await city.stop();
});

describe('a repeated event', () => {
  it('gets its first answer and position; another body under its id is refused [covers 14]', async () => {
    const name = await given('repeats', { semantics: { dedup: { window: 'P7D' } } });
    const event = { id: '1', data: { orderId: 'a', note: 'x' } };
    const first = await send(name, event);
    expect(verdictOf(first)).toEqual([200, 'accepted', '']);
    for (let i = 0; i < 3; i++) {
      const again = await send(name, event);
      expect([...verdictOf(again), again.body.position]).toEqual([
        ...[200, 'duplicate', '', first.body.position],
      ]);
    }
    expect(verdictOf(await send(name, { ...event, data: { orderId: 'a', note: 'y' } }))).toEqual([
      ...[409, 'quarantined', 'EVENT_ID_REUSED'],
    ]);
    expect(verdictOf(await send(name, { ...event, source: '/orders/us' }))[1]).toBe('accepted');
    expect(await logOf(name)).toHaveLength(2);
  });

  it('is recognised inside one batch, and its answer is the first one’s', async () => {
    const name = await given('batch-repeats', { semantics: { delivery: 'effectively-once' } });
    const one = (id: string) => ({
      ...{ specversion: '1.0', id, source: '/s', type: `${name}.${TYPE}` },
      data: { orderId: 'a' },
    });
    const answer = await fetch(`${city.gatewayUrl}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify([one('1'), one('2'), one('1')]),
    });
    const { results } = (await answer.json()) as { results: Told['body'][] };
    expect(results.map((each) => [each.verdict, each.position?.offset])).toEqual([
      ...[
        ['accepted', 0],
        ['accepted', 1],
        ['duplicate', 0],
      ],
    ]);
  });

  it('is a new event once its window has ended, however many send it, and repeats are told of the new one', async () => {
    const name = await given('expired', { semantics: { dedup: { window: 'P7D' } } });
    const event = { id: '1', data: { orderId: 'a', note: 'x' } };
    const changed = { ...event, data: { orderId: 'a', note: 'y' } };
    const first = await send(name, event);
    const dataSource = await openDatabase(city.databaseUrl);
    try {
      await dataSource.query(
        `UPDATE admitted_ids SET expires_at = clock_timestamp() WHERE scope = $1`,
        [name],
      );
    } finally {
      await dataSource.destroy();
    }
    const all = await Promise.all(Array.from({ length: 12 }, () => send(name, changed)));
    const verdicts = all.map((told) => verdictOf(told)[1]).sort();
    expect(verdicts).toEqual(['accepted', ...new Array<string>(11).fill('duplicate')]);
    const positions = new Set(all.map(({ body }) => body.position.offset as number));
    expect([...positions]).toEqual([first.body.position.offset + 1]);
    expect(verdictOf(await send(name, event))[2]).toBe('EVENT_ID_REUSED');
    expect(await logOf(name)).toHaveLength(2);
  });

  it('cannot be recognised without an id, so what has none is refused', async () => {
    const name = await given('no-id', {
      envelope: undefined,
      semantics: { dedup: { window: 'P1D' } },
    });
    const answer = await fetch(`${city.gatewayUrl}/topics/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ records: [{ value: { orderId: 'a' } }] }),
    });
    const { offsets } = (await answer.json()) as { offsets: Told['body'][] };
    expect(offsets[0]).toMatchObject({ status: 'quarantined', reason: 'EVENT_ID_MISSING' });
  });

  it('is told of and forwarded where the contract only observes', async () => {
    const name = await given('observed', {
      semantics: { dedup: { window: 'P7D' }, entity },
      enforcement: { mode: 'observe' },
    });
    const event = { id: '1', data: { orderId: 'a', version: 1 } };
    await send(name, event);
    expect((await send(name, event)).body).toMatchObject({
      ...{ verdict: 'accepted', observed: 'STALE_VERSION' },
    });
    expect(await logOf(name)).toHaveLength(2);
  });
});

describe('an entity', () => {
  it('takes rising versions only, several of one batch folded in order', async () => {
    const name = await given('versions', { semantics: { entity } });
    const of = (version: unknown, id = `v${String(version)}`) =>
      send(name, { id, data: { orderId: 'a', version } });
    expect(verdictOf(await of(1))).toEqual([200, 'accepted', '']);
    expect(verdictOf(await of('18446744073709551615'))).toEqual([200, 'accepted', '']);
    const stale = await of('18446744073709551614');
    expect(verdictOf(stale)).toEqual([409, 'quarantined', 'STALE_VERSION']);
    expect(stale.body.detail).toContain('at version 18446744073709551615 already');
    for (const bad of [-1, 1.5, 2 ** 53, '1e3', '', null, {}])
      expect([bad, ...verdictOf(await of(bad))].slice(0, 2)).toEqual([bad, 422]);
    const batch = [3, 1, 2, 5].map((version) => ({
      ...{ specversion: '1.0', id: `b${version}`, source: '/s', type: `${name}.${TYPE}` },
      data: { orderId: 'b', version },
    }));
    const answer = await fetch(`${city.gatewayUrl}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(batch),
    });
    const { results } = (await answer.json()) as { results: Told['body'][] };
    expect(results.map(({ verdict }) => verdict)).toEqual([
      ...['accepted', 'quarantined', 'quarantined', 'accepted'],
    ]);
  });

  it('that was deleted stays deleted for every older event [covers 49]', async () => {
    const name = await given('deletes', { semantics: { entity } }, { cleanup: 'compact' });
    await send(name, { id: '1', data: { orderId: 'a', version: 1 } });
    const attributes = { partitionkey: 'a', entityversion: '3' };
    expect(verdictOf(await send(name, { id: '2', attributes }))).toEqual([200, 'accepted', '']);
    const late = await send(name, { id: '3', data: { orderId: 'a', version: 2 } });
    expect(verdictOf(late)).toEqual([409, 'quarantined', 'STALE_VERSION']);
    expect(late.body.detail).toContain('and deleted');
    expect((await logOf(name)).map(({ value }) => value?.version ?? null)).toEqual([1, null]);
  });

  it('changes state along the graph, and the answer says what may follow [covers 54]', async () => {
    const transitions = { field: '/status', graph: { new: ['paid', 'cancelled'], paid: ['sent'] } };
    const name = await given('states', {
      semantics: { entity: { type: 'order', key: '/orderId' }, transitions },
    });
    const to = (status: string, id: string) => send(name, { id, data: { orderId: 'a', status } });
    expect(verdictOf(await to('new', '1'))).toEqual([200, 'accepted', '']);
    const skipped = await to('sent', '2');
    expect(verdictOf(skipped)).toEqual([409, 'quarantined', 'TRANSITION_NOT_ALLOWED']);
    expect(skipped.body.detail).toContain('only "paid" or "cancelled" may follow');
    expect(verdictOf(await to('lost', '3'))).toEqual([422, 'quarantined', 'STATE_UNKNOWN']);
    expect(verdictOf(await to('paid', '4'))).toEqual([200, 'accepted', '']);
  });

  it('has the writers its contract names, known by their source [covers 27]', async () => {
    const name = await given('writers', { producers: [{ source: '/orders/eu' }] });
    const from = (source: string) => send(name, { id: '1', source, data: { orderId: 'a' } });
    expect(verdictOf(await from('/orders/eu'))).toEqual([200, 'accepted', '']);
    expect(verdictOf(await from('/orders/us'))).toEqual([
      403,
      'quarantined',
      'PRODUCER_NOT_DECLARED',
    ]);
    expect((await logOf(name)).map(({ source }) => source)).toEqual(['/orders/eu']);
  });

  it('of several writers belongs to the last one, and what lost is recorded [covers 25]', async () => {
    const name = await given('last-writer', {
      producers: [{ source: '/a' }, { source: '/b' }],
      semantics: {
        entity: { type: 'order', key: '/orderId' },
        conflict: { policy: 'last-writer-wins' },
      },
    });
    const write = (id: string, source: string, attributes: Record<string, string>) =>
      send(name, { id, source, attributes, data: { orderId: 'a' } });
    expect(verdictOf(await write('1', '/a', { entityclock: '1000.1' }))[1]).toBe('accepted');
    const late = await write('2', '/b', { time: '1970-01-01T00:00:01Z' });
    expect([...verdictOf(late), late.body.position]).toEqual([200, 'superseded', '', undefined]);
    const ahead = String(Date.now() + 3_600_000);
    expect(verdictOf(await write('3', '/b', { entityclock: ahead }))).toEqual([
      ...[422, 'quarantined', 'CLOCK_AHEAD'],
    ]);
    expect(verdictOf(await write('4', '/b', { entityclock: 'soon' }))[2]).toBe('CLOCK_MISSING');
    expect(verdictOf(await write('5', '/b', { entityclock: '1000.2' }))[1]).toBe('accepted');
    const answer = await fetch(`${city.gatewayUrl}/v1/superseded?contract=${name}`);
    expect(await answer.json()).toMatchObject({
      superseded: [{ contractId: name, eventId: '2', source: '/b', policy: 'last-writer-wins' }],
      nextCursor: null,
    });
  });

  it('of writers that count their writes goes on after one that knew the last, and two that knew nothing of each other are for a person', async () => {
    const name = await given('vectors', {
      producers: [{ source: '/a' }, { source: '/b' }],
      semantics: {
        entity: { type: 'order', key: '/orderId' },
        conflict: { policy: 'vector-clock' },
      },
    });
    const write = async (id: string, source: string, entityclock: string) =>
      verdictOf(
        await send(name, { id, source, attributes: { entityclock }, data: { orderId: 'a' } }),
      );
    expect(await write('1', '/a', '/a=1')).toEqual([200, 'accepted', '']);
    expect(await write('2', '/b', '/a=1,/b=1')).toEqual([200, 'accepted', '']);
    expect((await write('3', '/a', '/a=1'))[1]).toBe('superseded');
    expect(await write('4', '/a', '/a=2')).toEqual([409, 'quarantined', 'CONCURRENT_WRITE']);
    expect(await write('5', '/a', '/a=2,/b=1')).toEqual([200, 'accepted', '']);
    expect((await write('6', '/a', 'late'))[2]).toBe('CLOCK_MISSING');
    expect((await logOf(name)).map(({ source }) => source)).toEqual(['/a', '/b', '/a']);
  });
});

describe('writes that are merged', () => {
  const definition = {
    ...schema,
    properties: {
      ...schema.properties,
      total: { type: 'integer' },
      tags: { type: 'array', items: { type: 'string' }, maxItems: 4 },
    },
  };
  const merging = (name: string, merge: Record<string, string>) => ({
    producers: [{ source: '/a' }, { source: '/b' }],
    schema: { format: 'json-schema', subject: `${name}-value`, definition },
    semantics: { entity, dedup: { window: 'P1D' }, conflict: { policy: 'merge', merge } },
  });
  const WRITES = [
    { id: '1', source: '/a', clock: '10.0', data: { version: 1, total: 3, tags: ['x'] } },
    { id: '2', source: '/b', clock: '12.0', data: { version: 2, total: 1, note: 'late' } },
    { id: '3', source: '/a', clock: '11.0', data: { version: 2, note: 'early', tags: ['z', 'y'] } },
  ] as const;
  const STANDS = { orderId: 'a', total: 3, note: 'late', tags: ['x', 'y', 'z'] };

  it('leave the same state in every order, retries get their answer, versions rise [covers 48]', async () => {
    const name = await given('merged', merging('merged', { '/total': 'max', '/tags': 'union' }));
    const write = ({ id, source, clock, data }: (typeof WRITES)[number], orderId: string) =>
      send(name, {
        ...{ id: `${orderId}-${id}`, source, attributes: { entityclock: clock } },
        data: { orderId, ...data },
      });
    const orders = { a: [0, 1, 2], b: [2, 1, 0], c: [1, 0, 2] };
    for (const [orderId, order] of Object.entries(orders)) {
      for (const n of order) await write(WRITES[n] ?? WRITES[0], orderId);
      const events = (await logOf(name)).filter(({ key }) => key === orderId);
      expect(events.at(-1)?.value).toMatchObject({ ...STANDS, orderId });
      const versions = events.map(({ value }) => value?.version ?? 0);
      expect(versions).toEqual([...new Set(versions)].sort((one, other) => one - other));
      const lasts = events.at(-1);
      const again = await write(WRITES[order.at(-1) ?? 0] ?? WRITES[0], orderId);
      expect([again.status, again.body.verdict, again.body.position]).toEqual([
        ...[200, 'duplicate'],
        { topic: name, partition: lasts?.partition, offset: lasts?.offset },
      ]);
    }
    const told = await fetch(`${city.gatewayUrl}/v1/verdicts/a-3`);
    expect(await told.json()).toMatchObject({ verdicts: [{ verdict: 'merged' }] });
    const kept = await fetch(`${city.gatewayUrl}/v1/superseded?contract=${name}`);
    expect(((await kept.json()) as { superseded: object[] }).superseded).toContainEqual(
      expect.objectContaining({ eventId: 'a-3', policy: 'merge' }),
    );
    const nothingNew = await send(name, {
      ...{ id: 'old', source: '/b', attributes: { entityclock: '9.0' } },
      data: { orderId: 'a', version: 9, note: 'older still', tags: ['x'] },
    });
    expect(verdictOf(nothingNew)).toEqual([200, 'superseded', '']);
    const tooMuch = await send(name, {
      ...{ id: 'many', source: '/b', attributes: { entityclock: '13.0' } },
      data: { orderId: 'a', version: 9, tags: ['p', 'q'] },
    });
    expect(verdictOf(tooMuch)).toEqual([409, 'quarantined', 'MERGE_REFUSED']);
    expect(tooMuch.body.detail).toContain('/tags');
    const noClock = await send(name, { id: 'n', source: '/a', data: { orderId: 'a', version: 9 } });
    expect(verdictOf(noClock)).toEqual([422, 'quarantined', 'CLOCK_MISSING']);
  });

  it('cannot be promised by what depends on their order [covers 26]', async () => {
    const document = contract('never', merging('never', { '/total': 'cel: a - b' }));
    const answer = await fetch(`${city.registryUrl}/v1/contracts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(document),
    });
    expect([answer.status, await answer.text()]).toEqual([
      422,
      expect.stringMatching(/MERGE_NOT_LAWFUL.*merged with itself gives 0/s),
    ]);
  });

  it('are shown by examples that the schema takes, or the contract is refused', async () => {
    const document = { ...contract('shown', {}), examples: [{ orderId: 'a' }, { orderId: 7 }] };
    const answer = await fetch(`${city.registryUrl}/v1/contracts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(document),
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { faults: [{ code: 'EXAMPLE_REFUSED', pointer: '/examples/1/orderId' }] },
    ]);
  });
});

describe('rules', () => {
  const rule = (more: object) => ({ name: 'short', cel: 'size(note) < 9', ...more });

  it('refuse, keep, warn or only count, as each says', async () => {
    const name = await given('ruled', {
      rules: [
        rule({ name: 'counted', cel: 'note != "counted"', mode: 'observe' }),
        rule({ name: 'warned', cel: 'note != "warned"', mode: 'warn', message: 'Say it well.' }),
        rule({ name: 'kept', cel: 'note != "kept"' }),
        rule({ name: 'forgotten', cel: 'note != "forgotten"', onFailure: 'reject' }),
        rule({ name: 'not-asked', cel: 'false', mode: 'off' }),
      ],
    });
    const write = (note: string) => send(name, { id: note, data: { orderId: 'a', note } });
    expect((await write('well')).body).toMatchObject({ verdict: 'accepted' });
    const counted = await write('counted');
    expect([counted.body.verdict, counted.body.warnings]).toEqual(['accepted', undefined]);
    expect((await write('warned')).body).toMatchObject({
      ...{ verdict: 'accepted', observed: 'RULE_BROKEN' },
      warnings: [{ code: 'RULE_BROKEN', pointer: '/note' }],
    });
    expect(verdictOf(await write('kept'))).toEqual([422, 'quarantined', 'RULE_BROKEN']);
    const forgotten = await write('forgotten');
    expect(verdictOf(forgotten)).toEqual([422, 'rejected', 'RULE_BROKEN']);
    expect(forgotten.body.detail).toContain('(/note is a text of 9 characters)');
  });

  it('that nobody could run are refused where the contract is published', async () => {
    const refused = async (cel: string) => {
      const body = JSON.stringify(contract('never', { rules: [rule({ cel })] }));
      const headers = { 'content-type': 'application/json' };
      const url = `${city.registryUrl}/v1/contracts`;
      const answer = await fetch(url, { method: 'POST', headers, body });
      return [answer.status, await answer.text()];
    };
    expect(await refused('note >')).toEqual([
      422,
      expect.stringContaining('is not CEL at its line 1, column 7: Unexpected token: EOF.'),
    ]);
    expect(await refused('nots == ""')).toEqual([422, expect.stringContaining('reads /nots')]);
    expect(await refused('1 + 1')).toEqual([422, expect.stringContaining('of type int')]);
  });
});

describe('a rollout', () => {
  const KEYS = Array.from({ length: 60 }, (_, i) => `k${i}`);
  const refusedOf = async (name: string, round: number): Promise<readonly string[]> => {
    const told = await Promise.all(
      KEYS.map((orderId) => send(name, { id: `${round}-${orderId}`, data: { orderId, note: 7 } })),
    );
    return KEYS.filter((_, i) => told[i]?.body.verdict === 'quarantined');
  };

  it('refuses the same keys every time, and none once it is switched off [covers 79, 80]', async () => {
    const name = await given('rollout', { enforcement: { mode: 'enforce', percent: 50 } });
    const first = await refusedOf(name, 1);
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(KEYS.length);
    expect(await refusedOf(name, 2)).toEqual(first);
    const off = contract(name, { enforcement: { mode: 'enforce', percent: 0 } });
    await publish(city.registryUrl, off);
    for (let round = 3; round < 40; round++) {
      if ((await refusedOf(name, round)).length === 0) return;
      await sleep(50);
    }
    throw new Error('The rollout was not switched off.');
  });
});

describe('a request with an Idempotency-Key', () => {
  const post = (name: string, key: string, { value }: { value: object }) =>
    fetch(`${city.gatewayUrl}/topics/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ records: [{ value }] }),
    });

  it('is answered once: repeats get the same bytes, another body is refused, a key that is none too', async () => {
    const name = await given('keyed', { envelope: undefined });
    const value = { orderId: 'a', note: 'x' };
    const first = await post(name, '"one"', { value });
    const told = await first.text();
    for (const key of ['"one"', 'one']) {
      const again = await post(name, key, { value });
      expect([again.status, again.headers.get('content-type'), await again.text()]).toEqual([
        ...[200, first.headers.get('content-type'), told],
      ]);
    }
    const other = await post(name, '"one"', { value: { ...value, note: 'y' } });
    expect([other.status, await other.json()]).toMatchObject([
      422,
      { code: 'IDEMPOTENCY_KEY_REUSED', error_code: 422 },
    ]);
    expect((await post(name, '"open', { value })).status).toBe(400);
    expect((await post(name, '"two"', { value })).status).toBe(200);
    expect(await logOf(name)).toHaveLength(2);
  });

  it('is a new one after idempotencyHours, and its repeat takes over what a dead gateway left', async () => {
    const name = await given('keyed-late', { envelope: undefined });
    const value = { orderId: 'a' };
    const dataSource = await openDatabase(city.databaseUrl);
    const ends = (column: string, rest = '') =>
      dataSource.query(
        `UPDATE answered_requests SET ${column} = clock_timestamp()${rest} WHERE key = 'late'`,
      );
    try {
      expect((await post(name, '"late"', { value })).status).toBe(200);
      await ends('claim_until', ', status = NULL');
      expect((await post(name, '"late"', { value: { ...value, note: 'y' } })).status).toBe(422);
      expect((await post(name, '"late"', { value })).status).toBe(200);
      await ends('expires_at');
      expect((await post(name, '"late"', { value: { ...value, note: 'y' } })).status).toBe(200);
    } finally {
      await dataSource.destroy();
    }
    expect(await logOf(name)).toHaveLength(2);
  });

  it.each([
    ['stateless', {}],
    ['guarded by versions, without ids', { semantics: { entity } }],
  ])(
    'of a gateway killed between COMMIT and answer gets that answer: %s [covers 14]',
    async (kind, more) => {
      const name = await given(`keyed-killed-${kind.slice(0, 7)}`, {
        envelope: undefined,
        ...more,
      });
      const gateway = await startConcordat({
        ...{ DATABASE_URL: city.databaseUrl, CONCORDAT_ROLE: 'gateway' },
      });
      await inForce(name, gateway.gatewayUrl);
      const key = `"killed-${kind}"`;
      const ask = (gatewayUrl: string) =>
        fetch(`${gatewayUrl}/topics/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': key },
          body: JSON.stringify({
            records: [
              { value: { orderId: 'a', version: 1 } },
              { value: { orderId: 7, version: 1 } },
              { value: { orderId: 'b', version: 4 } },
            ],
          }),
        });
      const dataSource = await openDatabase(city.databaseUrl);
      const [log, answer] = [dataSource.createQueryRunner(), dataSource.createQueryRunner()];
      const rows = (lock = '') =>
        answer.query(`SELECT 1 FROM answered_requests WHERE key = $1 ${lock}`, [
          key.slice(1, -1),
        ]) as Promise<unknown[]>;
      try {
        // Nothing is appended before the row of the answer is held, and nothing answered after it.
        await log.startTransaction();
        await log.query('LOCK TABLE event_log_partitions IN SHARE MODE');
        const unanswered = ask(gateway.gatewayUrl).catch(() => 'died');
        await eventually(async () => expect(await rows()).toHaveLength(1));
        await answer.startTransaction();
        await rows('FOR SHARE');
        await log.commitTransaction();
        await eventually(async () => expect(await logOf(name)).toHaveLength(2));
        await gateway.kill();
        expect(await unanswered).toBe('died');
        await answer.commitTransaction();
        await dataSource.query(
          'UPDATE answered_requests SET claim_until = clock_timestamp() WHERE key = $1',
          [key.slice(1, -1)],
        );
      } finally {
        await dataSource.destroy();
      }
      const told = await ask(city.gatewayUrl);
      const text = await told.text();
      const { offsets } = JSON.parse(text) as { offsets: readonly Record<string, unknown>[] };
      const kept = await logOf(name);
      expect(kept).toHaveLength(2);
      expect(offsets.map(({ status }) => status)).toEqual(['accepted', 'quarantined', 'accepted']);
      for (const [i, orderId] of [
        [0, 'a'],
        [2, 'b'],
      ] as const) {
        const { partition, offset } = kept.find((each) => each.key === orderId) ?? {};
        expect(offsets[i]).toMatchObject({ partition, offset });
      }
      expect(await (await ask(city.gatewayUrl)).text()).toBe(text);
    },
    60_000,
  );

  it.each([
    ['stateless', {}],
    ['guarded by versions, without ids', { semantics: { entity } }],
  ])('that somebody else has by now stores nothing any more: %s', async (kind, more) => {
    const name = await given(`keyed-fenced-${kind.slice(0, 7)}`, { envelope: undefined, ...more });
    const key = `fenced-${kind}`;
    const dataSource = await openDatabase(city.databaseUrl);
    const log = dataSource.createQueryRunner();
    try {
      await log.startTransaction();
      await log.query('LOCK TABLE event_log_partitions IN SHARE MODE');
      const frozen = post(name, `"${key}"`, { value: { orderId: 'a', version: 1 } });
      await eventually(async () => {
        const taken = 'DELETE FROM answered_requests WHERE key = $1 RETURNING 1';
        const [gone] = await dataSource.query<[unknown[], number]>(taken, [key]);
        expect(gone).toHaveLength(1);
      });
      const other = post(name, `"beside-${kind}"`, { value: { orderId: 'b', version: 1 } });
      await log.commitTransaction();
      expect([(await frozen).status, (await other).status]).toEqual([503, 200]);
    } finally {
      await dataSource.destroy();
    }
    expect((await logOf(name)).map((each) => each.key)).toEqual(['b']);
  });

  it('after a refusal is judged anew: nothing was done', async () => {
    const name = await given('keyed-refused', {
      semantics: { entity: { ...entity, gap: 'reject' } },
    });
    const of = (version: number, key: string) =>
      fetch(`${city.gatewayUrl}/events`, {
        method: 'POST',
        headers: {
          ...{ 'ce-specversion': '1.0', 'ce-id': `v${version}`, 'ce-source': '/s' },
          ...{ 'ce-type': `${name}.${TYPE}`, 'content-type': 'application/json' },
          'idempotency-key': key,
        },
        body: JSON.stringify({ orderId: 'a', version }),
      });
    expect((await of(1, '"first"')).status).toBe(200);
    expect((await of(3, '"third"')).status).toBe(409);
    expect((await of(2, '"second"')).status).toBe(200);
    const third = await of(3, '"third"');
    const [status, body] = [third.status, await third.text()];
    expect([status, body]).toEqual([200, expect.stringContaining('"accepted"')]);
    const again = await of(3, '"third"');
    expect([again.status, await again.text()]).toEqual([200, body]);
  });

  it('sent twelve times at once leaves one event', async () => {
    const name = await given('keyed-crowd', { envelope: undefined });
    const value = { orderId: 'a' };
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => post(name, '"crowd"', { value })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(statuses).toContain(200);
    const inFlight = answers.filter(({ status }) => status === 409);
    for (const each of inFlight) expect(each.headers.get('retry-after')).toBe('1');
    expect(await logOf(name)).toHaveLength(1);
  });
});

describe('enforcement', () => {
  const lines = (name: string, howMany: number, data: object, round = name) =>
    Promise.all(
      Array.from({ length: howMany }, (_, i) =>
        send(name, { id: `${round}-${i}`, data: { orderId: `o${i}`, ...data } }),
      ),
    );
  const told = async (name: string) => {
    const answer = await fetch(`${city.registryUrl}/v1/contracts/${name}/enforcement`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const tryToPublish = async (name: string, more: Record<string, unknown>, query = '') => {
    const answer = await fetch(`${city.registryUrl}/v1/contracts${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(contract(name, more)),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('steps back to warn by itself when refusals jump after a change, and the next version enforces again', async () => {
    const rollbackAbove = { rejectRate: 0.1, over: 'PT10M' };
    const enforcement = { mode: 'enforce', rollbackAbove };
    const name = await given('jumping', { enforcement });
    await lines(name, 20, {});
    const strict = { rules: [{ name: 'noted', cel: 'note != ""' }], enforcement };
    await publish(city.registryUrl, contract(name, strict));
    await eventually(async () =>
      expect((await send(name, { id: 'probe', data: { orderId: 'p' } })).status).toBe(422),
    );
    await lines(name, 30, {}, 'refused');
    await eventually(async () => {
      const after = await send(name, { id: 'after', data: { orderId: 'p' } });
      expect([after.status, after.body.verdict]).toEqual([200, 'accepted']);
    });
    const said = await told(name);
    expect(said).toMatchObject({
      ...{ version: 2, inForce: 'warn', declared: { mode: 'enforce' } },
      stepsBack: [{ version: 2, reason: 'RULE_BROKEN', producer: '/orders/eu' }],
    });
    await publish(city.registryUrl, contract(name, { ...strict, tags: ['again'] }));
    expect(await told(name)).toMatchObject({ version: 3, inForce: 'enforce' });
    await eventually(async () =>
      expect((await send(name, { id: 'again', data: { orderId: 'p' } })).status).toBe(422),
    );
  }, 60_000);

  it('begins only where little enough would have been refused before, and says how much and an example [covers 77]', async () => {
    const promoteBelow = { rejectRate: 0.1, over: 'PT1H' };
    const name = await given('promoted', { enforcement: { mode: 'observe', promoteBelow } });
    await lines(name, 15, {}, 'good');
    await lines(name, 5, { note: 7 }, 'bad');
    await eventually(async () =>
      expect((await told(name))['lately']).toMatchObject({ judged: 20 }),
    );
    const enforce = { enforcement: { mode: 'enforce', promoteBelow } };
    expect(await tryToPublish(name, enforce)).toMatchObject({
      status: 409,
      body: {
        code: 'PROMOTION_REFUSED',
        detail: expect.stringContaining(
          'would have refused 5 of the 20 events of the last PT1H (25 %), and enforcement.promoteBelow allows 10 %: for example SCHEMA_VIOLATION, 5 times, most of it from /orders/eu.',
        ),
      },
    });
    const forced = await tryToPublish(name, enforce, '?force=true');
    expect([forced.status, forced.body['version']]).toEqual([201, 2]);
    const kept = await fetch(`${city.registryUrl}/v1/contracts/${name}`);
    expect(await kept.json()).toMatchObject({ isForced: true });
    const raised = { rejectRate: 0.3, over: 'PT1H' };
    const calm = await given('calm', { enforcement: { mode: 'off', promoteBelow: raised } });
    const unobserved = { enforcement: { mode: 'enforce', promoteBelow: raised } };
    expect(await tryToPublish(calm, unobserved)).toMatchObject({
      ...{ status: 409, body: { code: 'PROMOTION_UNOBSERVED' } },
    });
    await publish(city.registryUrl, contract(calm, { enforcement: { mode: 'warn' } }));
    expect((await tryToPublish(calm, unobserved)).status).toBe(201);
  }, 60_000);
});

describe('the history of one event', () => {
  it('tells what became of it, and why [covers 67]', async () => {
    const name = await given('told', { semantics: { dedup: { window: 'P7D' }, entity } });
    await send(name, { id: 'known', data: { orderId: 'a', version: 2 } });
    await send(name, { id: 'stale', data: { orderId: 'a', version: 1 } });
    const history = async (id: string, query = '') => {
      const answer = await fetch(`${city.gatewayUrl}/v1/verdicts/${id}${query}`);
      return [answer.status, await answer.json()];
    };
    expect(await history('known')).toMatchObject([
      200,
      { verdicts: [{ verdict: 'accepted', contract: `${name}@1`, position: { topic: name } }] },
    ]);
    expect(await history('stale', '?source=%2Forders%2Feu')).toMatchObject([
      200,
      { verdicts: [{ verdict: 'quarantined', reasons: [{ code: 'STALE_VERSION' }] }] },
    ]);
    expect(await history('nobody')).toEqual([200, { id: 'nobody', verdicts: [] }]);
    expect((await history('a', '?source=b&source=c'))[0]).toBe(400);
  });

  interface Explained {
    readonly contract: string;
    readonly checks: readonly { check: string; outcome: string; reason?: { code: string } }[];
  }
  const explained = async (asked: string) => {
    const answer = await fetch(`${city.gatewayUrl}/v1/verdicts/${encodeURIComponent(asked)}`);
    const { verdicts } = (await answer.json()) as { verdicts: readonly Explained[] };
    expect(verdicts).toHaveLength(1);
    const { contract: by, checks } = verdicts[0]!;
    return { by, ...Object.fromEntries(checks.map(({ check, outcome }) => [check, outcome])) };
  };

  it('tells each check of it, accepted or not, by id, case or position [covers 67]', async () => {
    const name = await given('told-checks', {
      semantics: { dedup: { window: 'P7D' }, entity },
      undeclared: 'warn',
    });
    await send(name, { id: 'e-sound', data: { orderId: 'a', version: 2 } });
    const odd = await send(name, { id: 'e-odd', data: { orderId: 'b', version: 2, extra: 1 } });
    const stale = await send(name, { id: 'e-stale', data: { orderId: 'a', version: 1 } });
    const sound = { by: `${name}@1`, schema: 'passed', version: 'passed', history: 'passed' };
    expect(await explained('e-sound')).toMatchObject({
      ...{ ...sound, undeclared: 'passed', custody: 'passed', clock: 'not declared' },
    });
    const { topic, partition, offset } = odd.body.position!;
    for (const asked of ['e-odd', `${topic}/${partition}@${offset}`])
      expect(await explained(asked)).toMatchObject({ ...sound, undeclared: 'let pass' });
    const late = { schema: 'passed', version: 'passed', history: 'refused', custody: 'not told' };
    for (const asked of ['e-stale', String(stale.body.quarantineId)])
      expect(await explained(asked)).toMatchObject(late);
  });

  it('tells of a contract that only warned what it would have refused [covers 67]', async () => {
    const name = await given('told-warned', {
      semantics: { dedup: { window: 'P7D' }, entity },
      enforcement: { mode: 'warn' },
    });
    await send(name, { id: 'w-first', data: { orderId: 'a', version: 2 } });
    await send(name, { id: 'w-stale', data: { orderId: 'a', version: 1 } });
    await send(name, { id: 'w-shape', data: { orderId: 7, version: 3 } });
    expect(await explained('w-stale')).toMatchObject({ schema: 'passed', history: 'let pass' });
    expect(await explained('w-shape')).toMatchObject({ schema: 'let pass', version: 'not told' });
  });

  it('is told at the command line, under the contract version of that day [covers 67]', async () => {
    const name = await given('told-plainly', {});
    const { body } = await send(name, { id: 'p-1', data: { orderId: 'a', version: 1 } });
    const { topic, partition, offset } = body.position!;
    const limited = { limits: { size: '1MiB' }, compatibility: { meaning: 'warn' } };
    await publish(city.registryUrl, contract(name, limited));
    const told = (what: string) =>
      runCli(['explain', what], { env: { CONCORDAT_GATEWAY_URL: city.gatewayUrl } });
    const { stdout, exitCode } = await told(`${topic}/${partition}@${offset}`);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`accepted  by ${name}@1, at ${topic}/${partition}@${offset}`);
    expect(stdout).toMatch(/✓ schema +The value has the declared shape/);
    expect(stdout).toMatch(/– not declared: message, size/);
    // An event of a stateless contract is known by its position only.
    expect(await told('p-1')).toMatchObject({
      ...{ exitCode: 2, stderr: expect.stringMatching(/knows no event of that id/) },
    });
  });
});

describe('a version that comes too early', () => {
  const waiting = (name: string, wait = 'PT10M', more = {}) =>
    given(name, {
      semantics: { dedup: { window: 'P7D' }, entity: { ...entity, gap: `wait:${wait}` }, ...more },
    });
  const of = (version: number, more = {}) => ({
    id: `v${version}`,
    data: { orderId: 'a', version, ...more },
  });
  const versionsOf = async (name: string) => (await logOf(name)).map(({ value }) => value?.version);
  const history = async (name: string, id: string): Promise<readonly Told['body'][]> => {
    const answer = await fetch(`${city.gatewayUrl}/v1/verdicts/${id}`);
    const { verdicts } = (await answer.json()) as { verdicts: readonly Told['body'][] };
    return verdicts.filter(({ contract: by }) => by === `${name}@1`);
  };

  it('waits, and follows those before it in order; every repeat is answered exactly [covers 14]', async () => {
    const name = await waiting('early');
    await send(name, of(1));
    const third = await send(name, of(3));
    expect([...verdictOf(third), third.body.position]).toEqual([202, 'held', '', undefined]);
    expect(verdictOf(await send(name, of(4)))).toEqual([202, 'held', '']);
    const again = await send(name, of(3));
    expect([again.status, again.body]).toEqual([202, third.body]);
    expect(verdictOf(await send(name, of(3, { note: 'x' })))[2]).toBe('EVENT_ID_REUSED');
    const other = { ...of(3, { note: 'y' }), id: 'other' };
    expect(verdictOf(await send(name, other))).toEqual([409, 'quarantined', 'VERSION_HELD']);
    expect((await history(name, 'v3')).find(({ verdict }) => verdict === 'held')).toMatchObject({
      heldUntil: third.body.heldUntil,
    });
    expect(await versionsOf(name)).toEqual([1]);

    expect(verdictOf(await send(name, of(2)))).toEqual([200, 'accepted', '']);
    expect(await versionsOf(name)).toEqual([1, 2, 3, 4]);
    const { offset, partition } = (await logOf(name))[2] ?? {};
    const repeat = await send(name, of(3));
    expect([...verdictOf(repeat), repeat.body.position]).toEqual([
      ...[200, 'duplicate', ''],
      { topic: name, partition, offset },
    ]);
    expect((await history(name, 'v3')).map(({ verdict }) => verdict).sort()).toEqual([
      ...['accepted', 'quarantined'],
    ]);
    expect(verdictOf(await send(name, of(5)))).toEqual([200, 'accepted', '']);
  });

  it('does not wait where the rest of its batch brings what is missing', async () => {
    const name = await waiting('early-batch');
    const batch = async (versions: readonly number[]) => {
      const answer = await fetch(`${city.gatewayUrl}/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents-batch+json' },
        body: JSON.stringify(
          versions.map((version) => ({
            ...{ specversion: '1.0', source: '/s', type: `${name}.${TYPE}` },
            ...of(version),
          })),
        ),
      });
      const { results } = (await answer.json()) as { results: Told['body'][] };
      return [answer.status, ...results.map((each) => [each.verdict, each.position?.offset])];
    };
    expect(await batch([1, 4, 3, 4, 2, 6])).toEqual([
      ...[200, ['accepted', 0], ['accepted', 3], ['accepted', 2], ['duplicate', 3]],
      ...[
        ['accepted', 1],
        ['held', undefined],
      ],
    ]);
    // What waited from before, and is repeated before and after its turn.
    expect(await batch([6, 5, 6, 7])).toEqual([
      ...[200, ['held', undefined], ['accepted', 4], ['duplicate', 5], ['accepted', 6]],
    ]);
    expect(await versionsOf(name)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('is kept for a person where its time ends, or where it may not follow', async () => {
    const transitions = { field: '/status', graph: { new: ['paid'], paid: [] } };
    const reasonsOf = async (name: string) =>
      (await history(name, 'v3')).flatMap(({ reasons }) => reasons ?? []);
    const vain = await waiting('in-vain', 'PT0.5S', { transitions });
    await send(vain, of(1, { status: 'new' }));
    expect((await send(vain, of(3, { status: 'new' }))).status).toBe(202);
    await eventually(async () =>
      expect(await reasonsOf(vain)).toMatchObject([{ code: 'PREDECESSOR_MISSING' }]),
    );
    // Nothing is remembered of it: it may come again, and wait again.
    expect((await send(vain, of(3, { status: 'new' }))).status).toBe(202);

    const wrong = await waiting('may-not-follow', 'PT10M', { transitions });
    await send(wrong, of(1, { status: 'new' }));
    expect((await send(wrong, of(3, { status: 'new' }))).status).toBe(202);
    expect((await send(wrong, of(2, { status: 'paid' }))).status).toBe(200);
    await eventually(async () =>
      expect(await reasonsOf(wrong)).toMatchObject([{ code: 'TRANSITION_NOT_ALLOWED' }]),
    );
    expect((await send(wrong, of(3, { status: 'paid' }))).status).toBe(200);
    expect(await versionsOf(wrong)).toEqual([1, 2, 3]);
  });

  it('waits with heldEventsPerContract others at most; beyond, producers are told to come again', async () => {
    const name = await waiting('crowded');
    await send(name, of(1));
    const max = limits.heldEventsPerContract.value;
    const answer = await fetch(`${city.gatewayUrl}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(
        Array.from({ length: max }, (_, i) => ({
          ...{ specversion: '1.0', source: '/orders/eu', type: `${name}.${TYPE}` },
          ...of(i + 3),
        })),
      ),
    });
    const { results } = (await answer.json()) as { results: Told['body'][] };
    expect(results.filter(({ verdict }) => verdict === 'held')).toHaveLength(max);
    const beyond = await send(name, of(max + 3));
    expect(verdictOf(beyond)).toEqual([429, 'deferred', 'NO_ROOM_TO_WAIT']);
    expect((await send(name, of(2))).status).toBe(200);
    expect(await versionsOf(name)).toEqual(Array.from({ length: max + 2 }, (_, i) => i + 1));
    expect((await send(name, of(max + 3))).status).toBe(200);
  });
});

describe('three gateways on one database, one of them killed [covers 3]', () => {
  const WRITERS = 12;
  const VERSIONS = 12;
  const ENTITIES = 8;

  it('admit every event once and every entity in order, whatever is sent twice', async () => {
    const name = await given('crowd', {
      semantics: { dedup: { window: 'P7D' }, entity: { ...entity, gap: 'reject' } },
    });
    const more = await Promise.all(
      [0, 1].map(() =>
        startConcordat({ DATABASE_URL: city.databaseUrl, CONCORDAT_ROLE: 'gateway' }),
      ),
    );
    for (const { gatewayUrl } of more) await inForce(name, gatewayUrl);
    const keyed = await given('keyed-everywhere', { envelope: undefined });
    for (const { gatewayUrl } of more) await inForce(keyed, gatewayUrl);
    const told: string[] = [];
    for (const { gatewayUrl } of [city, ...more]) {
      const answer = await fetch(`${gatewayUrl}/topics/${keyed}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': '"everywhere"' },
        body: JSON.stringify({ records: [{ value: { orderId: 'a' } }] }),
      });
      told.push(await answer.text());
    }
    expect(new Set(told).size).toBe(1);
    expect(await logOf(keyed)).toHaveLength(1);
    const gateways = [city.gatewayUrl, ...more.map(({ gatewayUrl }) => gatewayUrl)];
    const acked = new Map<string, string>();
    const writer = async (n: number): Promise<void> => {
      const orderId = `e${n % ENTITIES}`;
      for (let version = 1; version <= VERSIONS; version++) {
        const event = { id: `${orderId}-${version}`, data: { orderId, version } };
        for (let tries = 0; tries < 200; tries++) {
          const url = gateways[(n + tries) % gateways.length] ?? '';
          const told = await send(name, event, url).catch(() => undefined);
          if (told?.status === 200) {
            const place = JSON.stringify(told.body.position);
            expect(acked.get(event.id) ?? place).toBe(place);
            acked.set(event.id, place);
            break;
          }
          await sleep(5);
        }
      }
    };
    const early = await given('crowd-waits', {
      semantics: { dedup: { window: 'P7D' }, entity: { ...entity, gap: 'wait:PT10M' } },
    });
    for (const { gatewayUrl } of more) await inForce(early, gatewayUrl);
    const placed = new Map<string, string>();
    for (let n = 0; n < ENTITIES; n++)
      await send(early, { id: `e${n}-1`, data: { orderId: `e${n}`, version: 1 } });
    /** Every version twice, each writer in an order of its own, until each has its position. */
    const hasty = async (n: number): Promise<void> => {
      const orderId = `e${n % ENTITIES}`;
      let left = Array.from({ length: VERSIONS }, (_, i) => ((i * 5 + n) % VERSIONS) + 1);
      for (let tries = 0; left.length > 0 && tries < 200; tries++) {
        const later: number[] = [];
        for (const version of left) {
          const event = { id: `${orderId}-${version}`, data: { orderId, version } };
          const url = gateways[(n + tries + version) % gateways.length] ?? '';
          const told = await send(early, event, url).catch(() => undefined);
          const place = told?.body.position && JSON.stringify(told.body.position);
          if (place === undefined) {
            if (told)
              expect([told.body.verdict, told.body.code]).toEqual([
                expect.stringMatching(/^(held|deferred)$/),
                told.body.verdict === 'held' ? undefined : expect.any(String),
              ]);
            later.push(version);
            continue;
          }
          expect(placed.get(event.id) ?? place).toBe(place);
          placed.set(event.id, place);
        }
        left = later;
      }
    };
    const all = Promise.all([
      ...Array.from({ length: WRITERS }, (_, n) => writer(n)),
      ...Array.from({ length: ENTITIES * 2 }, (_, n) => hasty(n)),
    ]);
    await sleep(150);
    await more[0]?.kill();
    await all;
    await more[1]?.stop();
    const log = await logOf(name);
    expect(acked.size).toBe(ENTITIES * VERSIONS);
    expect(log).toHaveLength(ENTITIES * VERSIONS);
    for (const [key, events] of Map.groupBy(log, (each) => each.key))
      expect([key, events.map(({ value }) => value?.version)]).toEqual([
        key,
        Array.from({ length: VERSIONS }, (_, i) => i + 1),
      ]);
    for (const { eventId, partition, offset } of log)
      expect(acked.get(eventId)).toBe(JSON.stringify({ topic: name, partition, offset }));
    const inOrder = await logOf(early);
    expect([placed.size, inOrder.length]).toEqual([ENTITIES * VERSIONS, ENTITIES * VERSIONS]);
    for (const [key, events] of Map.groupBy(inOrder, (each) => each.key))
      expect([key, events.map(({ value }) => value?.version)]).toEqual([
        key,
        Array.from({ length: VERSIONS }, (_, i) => i + 1),
      ]);
    for (const { eventId, partition, offset } of inOrder)
      expect(placed.get(eventId)).toBe(JSON.stringify({ topic: early, partition, offset }));
  }, 120_000);
});
