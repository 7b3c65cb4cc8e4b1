import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createDatabase } from '../support/create-database.js';
import { openDatabase } from '../support/open-database.js';
import { publish } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const TOPIC = 'sealed.customers';
const contract = {
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: TOPIC,
  owner: { team: 'customers' },
  schema: {
    format: 'json-schema',
    subject: `${TOPIC}-value`,
    definition: {
      type: 'object',
      required: ['id', 'email', 'since'],
      properties: {
        id: { type: 'string' },
        email: { type: 'string' },
        since: { type: 'string', format: 'date' },
      },
    },
  },
  channel: { topic: TOPIC, key: '/id', partitions: 1 },
  fields: { '/email': { classification: 'pii', mask: 'redact' } },
};
const secret = (name: string) => name.padEnd(32, '.');
const [OLD, NEW] = [secret('the-old-one'), secret('the-new-one')];

interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at, not used
  readonly body: any;
}

let databaseUrl: string;
let concordat: StartedConcordat | undefined;

async function startWith(secrets: string): Promise<void> {
  await concordat?.stop();
  concordat = await startConcordat({
    DATABASE_URL: databaseUrl,
    CONCORDAT_QUARANTINE_KEY: secrets,
  });
}

const urls = (): StartedConcordat => {
  if (!concordat) throw new Error('Concordat was not started.');
  return concordat;
};

async function ask(path: string, body?: string): Promise<Answer> {
  const base = path.startsWith('/catalog') ? urls().registryUrl : urls().gatewayUrl;
  const answer = await fetch(`${base}${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body }),
    headers: { 'content-type': 'application/json' },
  });
  return { status: answer.status, body: await answer.json() };
}

/** The id it is kept under. */
async function refused(email: string): Promise<string> {
  const value = { id: 'c-1', email, since: 'yesterday' };
  const headers = [{ name: 'asked-by', value: Buffer.from(email).toString('base64') }];
  await fetch(`${urls().gatewayUrl}/v3/clusters/any/topics/${TOPIC}/records`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ value: { type: 'JSON', data: value }, headers }),
  });
  const { cases } = (await ask(`/v1/quarantine?topic=${TOPIC}&state=open`)).body;
  return String(cases[0].id);
}

/** Every byte the database holds of this case, as text. */
async function storedText(id: string): Promise<string> {
  const database = await openDatabase(databaseUrl);
  const [row] = await database.query<{ all: string }[]>(
    `SELECT concat_ws(' ', encode(key, 'escape'), encode(value, 'escape'), held::text) AS all
       FROM quarantine AS held WHERE id = $1`,
    [id],
  );
  await database.destroy();
  return row?.all ?? '';
}

const room = async (): Promise<unknown> => {
  const database = await openDatabase(databaseUrl);
  const rows = await database.query<unknown[]>(
    `SELECT kept_events::int AS events, kept_bytes::int AS bytes FROM quarantine_topics
      WHERE topic = $1`,
    [TOPIC],
  );
  await database.destroy();
  return rows[0];
};

let first = '';
let second = '';

beforeAll(async () => {
  databaseUrl = await createDatabase();
  await startWith(OLD);
  await publish(urls().registryUrl, contract);
  await eventually(async () => {
    first = await refused('ada@example.org');
  });
}, 90_000);
afterAll(() => concordat?.stop());

describe('a refused event, where a secret is set', () => {
  it('lies sealed in the database: key, value and headers', async () => {
    const stored = await storedText(first);
    const hex = Buffer.from('ada@example.org').toString('hex');
    const base64 = Buffer.from('ada@example.org').toString('base64');
    expect(stored).toContain(first);
    for (const clear of ['ada@example', 'c-1', hex, base64, 'asked-by'])
      expect(stored).not.toContain(clear);
  });

  it('is read by whoever may, with the length it came with, and masked in the catalog', async () => {
    const raw = (await ask(`/v1/quarantine/${first}?payload=raw`)).body;
    expect(JSON.parse(raw.payload.value)).toMatchObject({ email: 'ada@example.org' });
    expect(raw.payload.headers).toEqual([{ name: 'asked-by', value: 'ada@example.org' }]);
    expect(raw.valueBytes).toBe(Buffer.byteLength(raw.payload.value));
    const shown = (await ask(`/catalog/v1/quarantine/${first}`)).body;
    expect(shown.payload.masked).toMatchObject({ id: 'c-1', since: 'yesterday' });
    expect(JSON.stringify(shown)).not.toContain('ada@example.org');
  });

  it('is opened under the older secret once a newer one seals', async () => {
    await startWith(`${NEW},${OLD}`);
    await eventually(async () => {
      second = await refused('eve@example.org');
      expect(second).not.toBe(first);
    });
    for (const [id, email] of [
      [first, 'ada@example.org'] as const,
      [second, 'eve@example.org'] as const,
    ])
      expect((await ask(`/v1/quarantine/${id}?payload=raw`)).body.payload.value).toContain(email);
  });

  it('without its secret is said to be sealed, is lost to nobody, and can be given up', async () => {
    await startWith(NEW);
    const raw = await ask(`/v1/quarantine/${first}?payload=raw`);
    const again = await ask(`/v1/quarantine/${first}/replay`, '');
    const corrected = await ask(`/v1/quarantine/${first}/replay`, '{"id":"c-1"}');
    for (const { status, body } of [raw, again, corrected])
      expect([status, body.code]).toEqual([409, 'CASE_SEALED']);
    expect((await ask(`/v1/quarantine/${first}`)).body).toMatchObject({ state: 'open', count: 1 });
    const shown = (await ask(`/catalog/v1/quarantine/${first}`)).body;
    expect([shown.isSealed, shown.payload]).toEqual([true, undefined]);
    expect((await ask(`/v1/quarantine/${first}/discard`, 'sealed for good')).status).toBe(200);
  });

  it('is corrected and sent again, and gives its whole room back', async () => {
    const value = JSON.stringify({ id: 'c-1', email: 'eve@example.org', since: '2026-01-31' });
    const { status, body } = await ask(`/v1/quarantine/${second}/replay`, value);
    expect([status, body.state]).toEqual([200, 'fixed']);
    expect(await room()).toEqual({ events: 0, bytes: 0 });
  });
});
