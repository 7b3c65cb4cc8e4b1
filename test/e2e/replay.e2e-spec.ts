import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Quarantine, QuarantineKeys } from '#event-log';
import { openDatabase } from '../support/open-database.js';
import { publish } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const TOPIC = 'replayed';
const contract = {
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: TOPIC,
  owner: { team: 'orders' },
  schema: {
    format: 'json-schema',
    subject: `${TOPIC}-value`,
    definition: {
      type: 'object',
      required: ['id', 'total'],
      properties: { id: { type: 'string' }, total: { type: 'number' } },
    },
  },
  envelope: { type: TOPIC },
  channel: { topic: TOPIC, key: '/id', partitions: 1 },
  undeclared: 'allow',
};

interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at, not used
  readonly body: any;
}

let concordat: StartedConcordat;
let serial = 0;

async function ask(path: string, body?: string, as = 'ada'): Promise<Answer> {
  const authorization = `Basic ${Buffer.from(`${as}:`).toString('base64')}`;
  const answer = await fetch(`${concordat.gatewayUrl}${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body }),
    headers: { 'content-type': 'application/json', authorization },
  });
  return { status: answer.status, body: await answer.json() };
}

async function send(data: string, id = `e-${serial++}`): Promise<Answer> {
  const answer = await fetch(`${concordat.gatewayUrl}/events`, {
    method: 'POST',
    headers: {
      ...{ 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': '/orders', 'ce-type': TOPIC },
      'content-type': 'application/json',
    },
    body: data,
  });
  return { status: answer.status, body: await answer.json() };
}

async function refused(data = '{"id":"a"}'): Promise<string> {
  const { status, body } = await send(data);
  expect(status).toBe(422);
  return String(body.quarantineId);
}

const logged = async (): Promise<readonly { eventId: string; value: unknown; key: string }[]> =>
  (await ask(`/v1/topics/${TOPIC}/partitions/0/events`)).body.events;

beforeAll(async () => {
  concordat = await startConcordat();
  await publish(concordat.registryUrl, contract);
  for (let tries = 0; (await send('{"id":"probe","total":1}')).status !== 200; tries++) {
    if (tries > 60) throw new Error('The contract is not in force.');
    await sleep(100);
  }
}, 90_000);
afterAll(async () => {
  await concordat.stop();
});

describe('a refused event', () => {
  it('is corrected and sent again: same id and headers, the new bytes, the key from them [covers 50]', async () => {
    const id = await refused('{"id":"wrong"}');
    const corrected = '{ "id":"right", "total": 2.50 }';
    const { status, body } = await ask(`/v1/quarantine/${id}/replay`, corrected);
    expect([status, body.verdict, body.state]).toEqual([200, 'accepted', 'fixed']);
    const last = (await logged()).at(-1);
    expect([last?.eventId, last?.key]).toEqual([`e-${serial - 1}`, 'right']);
    const raw = await fetch(`${concordat.gatewayUrl}/v1/topics/${TOPIC}/partitions/0/events`);
    expect(await raw.text()).toContain(corrected);
    const about = (await ask(`/v1/quarantine/${id}?payload=raw`)).body;
    expect(about).toMatchObject({
      state: 'fixed',
      payload: { headers: [] },
      actions: [{ actor: 'ada', action: 'fixed', position: body.position }],
    });
  });

  it('is sent as it came once the contract allows it, and only once', async () => {
    const ids = await Promise.all([refused('{"id":"b"}'), refused('{"id":"c"}')]);
    const before = await ask(`/v1/quarantine/${ids[0] ?? ''}/replay`, '');
    expect([before.status, before.body.code, before.body.quarantineId]).toEqual([
      ...[422, 'SCHEMA_VIOLATION', ids[0]],
    ]);
    const definition = { ...contract.schema.definition, required: ['id'] };
    await publish(concordat.registryUrl, {
      ...contract,
      schema: { ...contract.schema, definition },
    });
    for (let tries = 0; (await send('{"id":"probe"}')).status !== 200; tries++) {
      if (tries > 60) throw new Error('The contract is not in force.');
      await sleep(100);
    }
    const length = (await logged()).length;
    const answers = await Promise.all(
      [0, 1, 0, 1, 0].map((place) => ask(`/v1/quarantine/${ids[place] ?? ''}/replay`, '')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409, 409]);
    expect(await logged()).toHaveLength(length + 2);
    const { actions } = (await ask(`/v1/quarantine/${ids[0] ?? ''}`)).body;
    expect(actions.map(({ action }: { action: string }) => action)).toEqual([
      'refused',
      'replayed',
    ]);
  });

  it('is discarded with a reason, and gives its room back', async () => {
    const id = await refused('{"id":7}');
    const { status, body } = await ask(`/v1/quarantine/${id}/discard`, 'a test of ours', 'eve');
    expect([status, body]).toEqual([200, { id, state: 'discarded' }]);
    const about = (await ask(`/v1/quarantine/${id}`)).body;
    expect(about).toMatchObject({
      ...{ state: 'discarded', valueBytes: null },
      actions: [{ actor: 'eve', action: 'discarded', note: 'a test of ours' }],
    });
    const again = await ask(`/v1/quarantine/${id}/discard`, '');
    expect([again.status, again.body.code]).toEqual([409, 'CASE_CLOSED']);
    const database = await openDatabase(concordat.databaseUrl);
    const [room] = await database.query<{ kept_events: string }[]>(
      `SELECT kept_events - (SELECT count(*) FROM quarantine WHERE topic = $1 AND state = 'open')
              AS kept_events FROM quarantine_topics WHERE topic = $1`,
      [TOPIC],
    );
    await database.destroy();
    expect(room).toEqual({ kept_events: '0' });
  });

  it('that nobody looked at in time is let go', async () => {
    const id = await refused('{"id":8}');
    const database = await openDatabase(concordat.databaseUrl);
    await database.query(
      `UPDATE quarantine SET last_seen = last_seen - interval '31 days' WHERE id = $1`,
      [id],
    );
    const dayMs = 86_400_000;
    expect(await new Quarantine(database, new QuarantineKeys([])).expire(32 * dayMs)).toBe(0);
    expect(await new Quarantine(database, new QuarantineKeys([])).expire(30 * dayMs)).toBe(1);
    await database.destroy();
    expect((await ask(`/v1/quarantine/${id}`)).body.state).toBe('expired');
  });

  it('that nobody knows, or that is no id, answers 404', async () => {
    for (const id of [
      '01JAAAAAAAAAAAAAAAAAAAAAAA',
      'x'.repeat(5_000),
      '\0',
      '\ud800'.toWellFormed(),
      "';--",
    ])
      for (const action of ['replay', 'discard'])
        expect((await ask(`/v1/quarantine/${encodeURIComponent(id)}/${action}`, '')).status).toBe(
          404,
        );
  });
});
