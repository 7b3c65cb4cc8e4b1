import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const ADMIN = 'an-administrator-key-of-32-letters';
const TOPIC = 'owned';

interface Told {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at, not used
  readonly body: any;
}

let concordat: StartedConcordat;
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const basic = (user: string, key: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`,
});

async function ask(
  url: string,
  headers: Record<string, string> = {},
  body?: object,
): Promise<Told> {
  const sent = body && { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(url, {
    ...sent,
    headers: { ...(sent && { 'content-type': 'application/json' }), ...headers },
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json');
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

const registry = (path: string) => `${concordat.registryUrl}${path}`;
const gateway = (path: string) => `${concordat.gatewayUrl}${path}`;

async function keyFor(principal: string, more: object = {}): Promise<{ id: string; key: string }> {
  const { status, body } = await ask(registry('/v1/keys'), bearer(ADMIN), { principal, ...more });
  expect(status).toBe(201);
  return body as { id: string; key: string };
}

const event = (headers: Record<string, string>) =>
  ask(
    gateway('/events'),
    {
      ...{ 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/s', 'ce-type': TOPIC },
      ...headers,
    },
    {},
  );

beforeAll(async () => {
  concordat = await startConcordat({ CONCORDAT_AUTH: 'keys', CONCORDAT_ADMIN_KEY: ADMIN });
}, 90_000);
afterAll(async () => {
  await concordat.stop();
});

describe('with CONCORDAT_AUTH=keys', () => {
  it('every address but the health checks asks for a key, in the shape its callers know', async () => {
    for (const url of [
      ...['/', '/subjects', '/v1/contracts', '/nowhere', '/openapi.json', '/metrics'].map(registry),
      ...['/v1/topics', '/v1/quarantine', '/metrics'].map(gateway),
    ]) {
      const { status, headers } = await ask(url);
      expect([url, status, headers.get('www-authenticate')]).toEqual([
        ...[url, 401, expect.stringContaining('Basic')],
      ]);
    }
    expect((await ask(registry('/subjects'))).body).toMatchObject({ error_code: 40101 });
    expect((await ask(registry('/v1/contracts'))).body).toMatchObject({ code: 'KEY_MISSING' });
    for (const path of ['/healthz', '/readyz']) {
      expect((await ask(registry(path))).status).toBe(200);
      expect((await ask(gateway(path))).status).toBe(200);
    }
  });

  it('a key opens as Bearer, as password of Basic, and for nobody else', async () => {
    const { id, key } = await keyFor('svc-orders');
    for (const headers of [bearer(key), basic('svc-orders', key), basic(key, '')])
      expect((await ask(registry('/subjects'), headers)).status).toBe(200);
    const wrong = [
      ...[basic('eve', key), bearer(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`)],
      ...[bearer(id), bearer('x'.repeat(10_000)), bearer('\u00e9'.repeat(4)), basic('', '')],
      { authorization: 'Digest x' },
    ];
    for (const headers of wrong)
      expect([headers, (await ask(registry('/subjects'), headers)).status]).toEqual([headers, 401]);
  });

  it('what is done is recorded under the proven name, not under one from outside', async () => {
    const { key } = await keyFor('ada');
    const forged = { ...bearer(key), 'x-concordat-principal': 'eve' };
    const contract = {
      ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: TOPIC, owner: { team: 'a' } },
      schema: { format: 'json-schema', subject: 'owned-value', definition: { type: 'object' } },
      ...{ envelope: { type: TOPIC }, channel: { topic: TOPIC }, undeclared: 'allow' },
      producers: [{ principal: 'svc-billing' }],
    };
    expect((await ask(registry('/v1/contracts'), forged, contract)).status).toBe(201);
    const { body } = await ask(registry(`/v1/contracts/${TOPIC}`), bearer(key));
    expect(body).toMatchObject({ publishedBy: 'ada' });
  });

  it('a schema that is answered from memory is no open door', async () => {
    const { key } = await keyFor('svc-reader');
    const schema = { schema: '{"type":"string"}', schemaType: 'JSON' };
    const registered = await ask(registry('/subjects/known/versions'), bearer(key), schema);
    const url = registry(`/schemas/ids/${String(registered.body.id)}`);
    for (let times = 0; times < 3; times++) {
      expect((await ask(url, bearer(key))).body).toMatchObject(schema);
      expect((await ask(url)).status).toBe(401);
    }
  });

  it('an event has the writers its contract names by principal [covers 10]', async () => {
    const [owner, other] = [await keyFor('svc-billing'), await keyFor('svc-other')];
    for (let tries = 0; (await event(bearer(owner.key))).status === 404; tries++) {
      if (tries > 60) throw new Error('The contract is not in force.');
      await sleep(100);
    }
    expect((await event(bearer(owner.key))).body.verdict).toBe('accepted');
    const refused = await event({ ...bearer(other.key), 'x-concordat-principal': 'svc-billing' });
    expect([refused.status, refused.body.code]).toEqual([403, 'PRODUCER_NOT_DECLARED']);
    const kept = await ask(
      gateway(`/v1/quarantine/${String(refused.body.quarantineId)}`),
      bearer(owner.key),
    );
    expect(kept.body).toMatchObject({ principal: 'svc-other' });
  });

  it('a rate is held to each principal at every door, whatever source it claims', async () => {
    const admin = bearer(ADMIN);
    const contract = (rate: string, id: string) => ({
      ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id, owner: { team: 'a' } },
      schema: { format: 'json-schema', subject: `${id}-value`, definition: { type: 'object' } },
      ...{ channel: { topic: id }, undeclared: 'allow', limits: { rate } },
    });
    const retry = { initialBackoff: 'PT2H', maxBackoff: 'PT2H', maxAttempts: 3, jitter: 'equal' };
    for (const [id, rate] of [
      ['paced-events', '2/h'],
      ['paced-v2', '1/h'],
      ['paced-v3', '1/h'],
      ['paced-stream', '1/h'],
    ] as const) {
      const asked = {
        ...contract(rate, id),
        ...(id === 'paced-events' && { envelope: { type: id } }),
        ...(id === 'paced-v2' && { retry }),
      };
      expect((await ask(registry('/v1/contracts'), admin, asked)).status).toBe(201);
      const live = gateway(`/v1/validate/${id}`);
      for (let tries = 0; (await ask(live, admin)).status !== 200; tries++) {
        if (tries > 60) throw new Error(`${id} is not in force.`);
        await sleep(100);
      }
    }
    const [one, two] = [bearer((await keyFor('one')).key), bearer((await keyFor('two')).key)];
    const from = (who: Record<string, string>, source: string) =>
      event({ ...who, 'ce-type': 'paced-events', 'ce-source': source });
    expect((await from(one, '/a')).body.verdict).toBe('accepted');
    expect((await from(one, '/b')).body.verdict).toBe('accepted');
    const late = await from(one, '/c');
    expect([late.status, late.body]).toEqual([
      429,
      expect.objectContaining({ code: 'RATE_EXCEEDED', verdict: 'deferred' }),
    ]);
    // One of two an hour, and a request of this test takes less than a minute.
    const waitSeconds = Number(late.headers.get('retry-after'));
    expect([waitSeconds > 1_700, waitSeconds <= 1_800]).toEqual([true, true]);
    expect(late.body.quarantineId).toBeUndefined();
    expect((await from(two, '/a')).body.verdict).toBe('accepted');

    const records = { records: [{ value: {} }, { value: {} }] };
    const v2 = await ask(gateway('/topics/paced-v2'), one, records);
    expect([v2.status, v2.headers.has('retry-after')]).toEqual([200, true]);
    expect(v2.body.offsets).toMatchObject([
      { status: 'accepted', error_code: null },
      { status: 'deferred', error_code: 50003, reason: 'RATE_EXCEEDED' },
    ]);
    expect(v2.body.offsets[1]).toMatchObject({ retry });
    const toldSeconds = Number(v2.body.offsets[1].retry_after_seconds);
    expect(toldSeconds).toBe(Number(v2.headers.get('retry-after')));
    // Until there is room, and then half of the wait at least that its contract declares.
    expect([toldSeconds > 3_500 + 3_600, toldSeconds <= 3_600 + 7_200]).toEqual([true, true]);
    const declared = await ask(registry('/v1/contracts/paced-v2'), admin);
    expect(declared.body).toMatchObject({ contract: { retry } });
    const shown = await ask(registry('/catalog/v1/events/paced-v2'), admin);
    expect(JSON.stringify(shown.body)).toContain(
      'Who is told to come again waits 2 hours each time, half of it left to chance.',
    );
    const none = await ask(gateway('/topics/paced-v2'), one, records);
    expect([none.status, none.headers.has('retry-after'), none.body]).toEqual([
      ...[429, true],
      expect.objectContaining({ error_code: 429, code: 'RATE_EXCEEDED' }),
    ]);

    const value = { type: 'JSON', data: {} };
    const batch = {
      entries: [
        { id: 'x', value },
        { id: 'y', value },
      ],
    };
    const v3 = gateway('/v3/clusters/c/topics/paced-v3/records:batch');
    const some = await ask(v3, one, batch);
    expect([some.status, some.headers.has('retry-after'), some.body]).toEqual([
      ...[207, true],
      {
        successes: [expect.objectContaining({ id: 'x', error_code: 200 })],
        failures: [expect.objectContaining({ id: 'y', error_code: 429, reason: 'RATE_EXCEEDED' })],
      },
    ]);
    expect((await ask(v3, one, batch)).status).toBe(429);
    const streamed = await fetch(gateway('/v3/clusters/c/topics/paced-stream/records'), {
      method: 'POST',
      headers: { ...one, 'content-type': 'application/json' },
      body: JSON.stringify({ value }).repeat(2),
    });
    const lines = (await streamed.text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ error_code: 200 }),
      expect.objectContaining({ error_code: 429, retry_after_seconds: expect.any(Number) }),
    ]);
  });

  it('only administrators manage keys; a revoked or expired one opens nothing', async () => {
    const { key } = await keyFor('plain');
    expect((await ask(registry('/v1/keys'), bearer(key))).body).toMatchObject({
      code: 'ADMIN_ONLY',
    });
    const short = await keyFor('short', { valid: 'PT1S' });
    const gone = await keyFor('gone');
    const second = await keyFor('second-admin', { admin: true });
    const revoked = await fetch(registry(`/v1/keys/${gone.id}`), {
      method: 'DELETE',
      headers: bearer(second.key),
    });
    expect(revoked.status).toBe(204);
    await sleep(1_200);
    for (const each of [short.key, gone.key])
      expect((await ask(registry('/subjects'), bearer(each))).status).toBe(401);
    const { body } = await ask(registry('/v1/keys'), bearer(ADMIN));
    expect(JSON.stringify(body)).not.toMatch(/cck_|hash/);
    expect(body.keys.find((each: { id: string }) => each.id === gone.id)).toMatchObject({
      ...{ principal: 'gone', revokedBy: 'second-admin' },
    });
  });

  it('what goes on in the name of a key ends with the key, and nobody else’s does', async () => {
    const { id, key } = await keyFor('leaver');
    const leaving = new AbortController();
    const { signal } = leaving;
    const live = (of: string) =>
      fetch(registry('/catalog/v1/live'), { headers: bearer(of), signal });
    const stream = fetch(gateway(`/v3/clusters/c/topics/nowhere/records`), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(key) },
      body: new ReadableStream({ start: (body) => body.enqueue(Buffer.from('{}')) }),
      duplex: 'half',
    });
    const lasting = await Promise.all([live(key), stream]);
    const other = await live(ADMIN);
    let isOver = false;
    const others = other.text().catch(() => (isOver = true));
    expect([...lasting, other].map(({ status }) => status)).toEqual([200, 200, 200]);
    await fetch(registry(`/v1/keys/${id}`), { method: 'DELETE', headers: bearer(ADMIN) });
    for (const each of lasting) await expect(each.text()).rejects.toThrow('terminated');
    expect(isOver).toBe(false);
    leaving.abort();
    await others;
  });

  it('a wrong request for a key says what is wrong', async () => {
    const cases: readonly [object, string][] = [
      [{}, 'principal'],
      [{ principal: 'a\nb' }, 'principal'],
      [{ principal: 'x'.repeat(300) }, 'principal'],
      [{ principal: 'a', admin: 'yes' }, 'admin'],
      [{ principal: 'a', valid: 'P367D' }, 'valid'],
      [{ principal: 'a', valid: 'soon' }, 'valid'],
      [[], 'body'],
    ];
    for (const [asked, where] of cases) {
      const { status, body } = await ask(registry('/v1/keys'), bearer(ADMIN), asked);
      expect([asked, status, body.detail]).toEqual([
        asked,
        422,
        expect.stringContaining(`"${where}"`),
      ]);
    }
  });

  it('the command line makes, lists and revokes keys, and uses one', async () => {
    const cli = (words: readonly string[], key = ADMIN) =>
      runCli([...words, '--registry', concordat.registryUrl], { env: { CONCORDAT_KEY: key } });
    const made = await cli(['keys', 'create', 'from-cli']);
    expect([made.exitCode, made.stdout]).toEqual([
      0,
      expect.stringMatching(/^cck_\w{26}_[\w-]{43}\n$/),
    ]);
    expect((await cli(['keys', 'list'])).stdout).toContain('from-cli');
    expect((await cli(['keys', 'list'], made.stdout.trim())).exitCode).toBe(2);
    expect((await cli(['keys', 'revoke', made.stdout.slice(4, 30)])).stdout).toContain(
      'is revoked',
    );
    expect((await cli(['keys', 'burn'])).exitCode).toBe(2);
  });
});
