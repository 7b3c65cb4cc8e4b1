import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase } from '../support/create-database.js';
import { eventually } from '../support/eventually.js';
import { PausableProxy } from '../support/pausable-proxy.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const CLOCK = new URL('../support/shifted-clock.mjs', import.meta.url).href;
const HOUR_MS = 3_600_000;
const ADMIN_KEY = 'an-administrator-key-of-some-length';

const contract = (id: string, semantics: object) => ({
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id, owner: { team: 'orders' } },
  schema: { format: 'json-schema', subject: `${id}-value`, definition: { type: 'object' } },
  envelope: { type: id },
  channel: { topic: id, key: '/orderId' },
  undeclared: 'allow',
  semantics,
});

describe('a gateway whose clock is an hour off', () => {
  let home: string;
  let wire: PausableProxy;
  let right: StartedConcordat;
  let wrong: StartedConcordat;
  const setClock = (ms: number) => writeFile(join(home, 'clock'), String(ms));

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'concordat-clock-'));
    const url = new URL(await createDatabase());
    wire = new PausableProxy({ host: url.hostname, port: Number(url.port) });
    await wire.open();
    const keys = { CONCORDAT_AUTH: 'keys', CONCORDAT_ADMIN_KEY: ADMIN_KEY };
    right = await startConcordat({ DATABASE_URL: url.href, ...keys });
    url.port = String(wire.port);
    await setClock(0);
    wrong = await startConcordat({
      ...{ DATABASE_URL: url.href, CONCORDAT_ROLE: 'gateway', ...keys },
      ...{ NODE_OPTIONS: `--import=${CLOCK}`, CONCORDAT_TEST_CLOCK: join(home, 'clock') },
    });
  }, 180_000);
  afterAll(async () => {
    await wrong?.stop();
    await right?.stop();
    await wire?.shut();
    await rm(home, { recursive: true, force: true });
  }, 60_000);

  async function send(type: string, event: { id: string; time?: string }, key = ADMIN_KEY) {
    const answer = await fetch(`${wrong.gatewayUrl}/events`, {
      method: 'POST',
      headers: {
        ...{ 'ce-specversion': '1.0', 'ce-id': event.id, 'ce-source': '/s', 'ce-type': type },
        ...(event.time !== undefined && { 'ce-time': event.time }),
        ...{ 'content-type': 'application/json', authorization: `Bearer ${key}` },
      },
      body: JSON.stringify({ orderId: event.id.split('-')[0] }),
    });
    const body = (await answer.json()) as { code?: string; verdict?: string; position?: object };
    return { status: answer.status, ...body };
  }
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${right.registryUrl}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        authorization: `Bearer ${ADMIN_KEY}`,
      },
    });
  async function untilSet(ms: number): Promise<void> {
    await setClock(ms);
    await eventually(async () => {
      expect(await readFile(join(home, 'clock.seen'), 'utf8')).toBe(String(ms));
    }, 60_000);
  }
  async function given(id: string, semantics: object): Promise<void> {
    const published = await ask('POST', '/v1/contracts', contract(id, semantics));
    expect([published.status, await published.text()]).toEqual([201, expect.any(String)]);
    await eventually(async () => {
      expect((await send(id, { id: `probe-${Math.random()}` })).status).not.toBe(404);
    }, 60_000);
  }

  it.each([
    ['behind', -HOUR_MS],
    ['ahead', HOUR_MS],
  ])('(%s) takes events of now, and none of the future', async (name, ms) => {
    await given(name, {
      entity: { type: name, key: '/orderId' },
      conflict: { policy: 'last-writer-wins' },
    });
    await untilSet(ms);
    const now = await send(name, { id: 'a-1', time: new Date().toISOString() });
    expect(now).toMatchObject({ status: 200, verdict: 'accepted' });
    const future = new Date(Date.now() + HOUR_MS / 2).toISOString();
    expect(await send(name, { id: 'a-2', time: future })).toMatchObject({
      ...{ status: 422, code: 'CLOCK_AHEAD' },
    });
    await untilSet(0);
  });

  it('knows what it was sent before its clock was set forward', async () => {
    await given('remembered', { dedup: { window: 'PT30M' } });
    const first = await send('remembered', { id: 'once' });
    expect(first).toMatchObject({ status: 200, verdict: 'accepted' });
    await untilSet(HOUR_MS);
    const again = await send('remembered', { id: 'once' });
    expect(again).toMatchObject({ verdict: 'duplicate', position: first.position });
    await untilSet(0);
  });

  it('takes a key that is still valid and no revoked one, and goes on after an outage, though its clock was set back meanwhile', async () => {
    await given('back', {});
    const issued = await ask('POST', '/v1/keys', { principal: 'shop', valid: 'PT30M' });
    const { id, key } = (await issued.json()) as { id: string; key: string };
    await untilSet(HOUR_MS);
    expect((await send('back', { id: 'k-1' }, key)).status).toBe(200);
    await untilSet(-HOUR_MS);
    expect((await ask('DELETE', `/v1/keys/${id}`)).ok).toBe(true);
    await eventually(async () => {
      expect((await send('back', { id: 'k-2' }, key)).status).toBe(401);
    }, 60_000);
    await wire.shut();
    await eventually(async () => {
      expect((await send('back', { id: 'k-3' })).status).toBe(503);
    }, 60_000);
    await untilSet(-2 * HOUR_MS);
    await wire.open();
    await eventually(async () => {
      expect((await send('back', { id: 'k-4' })).status).toBe(200);
    }, 60_000);
  });
});
