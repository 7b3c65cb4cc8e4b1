import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EventLog, type LoggedEvent } from '#event-log';
import { limits } from '#kernel';
import { eventually } from '../support/eventually.js';
import { openDatabase } from '../support/open-database.js';
import { publish } from '../support/publish-orders.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

interface State {
  readonly key: string;
  readonly version?: string;
  readonly isDeleted: boolean;
  readonly value?: Record<string, unknown>;
  readonly position: { readonly partition: number; readonly offset: number };
}
interface Sending {
  readonly id: string;
  readonly source?: string;
  readonly data?: unknown;
  readonly attributes?: Readonly<Record<string, string>>;
}

const schema = {
  type: 'object',
  required: ['orderId'],
  properties: {
    orderId: { type: 'string' },
    version: { type: 'integer' },
    op: { type: 'string' },
    note: { type: 'string' },
    email: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
  },
};
const order = { type: 'order', key: '/orderId', version: '/version', canonical: true };

const contract = (name: string, more: Record<string, unknown> = {}, channel = {}) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: name,
  owner: { team: 'orders' },
  schema: { format: 'json-schema', subject: `${name}-value`, definition: schema },
  envelope: { type: `${name}.changed` },
  channel: { topic: name, key: '/orderId', partitions: 3, ...channel },
  semantics: { kind: 'state', entity: order },
  ...more,
});

let city: StartedConcordat;
let others: StartedConcordat[];
let dataSource: DataSource;
let log: EventLog;

/** @returns the position it was accepted at, as a token; '' where it was not */
async function send(name: string, sending: Sending, gatewayUrl = city.gatewayUrl): Promise<string> {
  const { id, source = '/orders/eu', data, attributes = {} } = sending;
  const headers: Record<string, string> = {
    ...{ 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': source, 'ce-type': `${name}.changed` },
    ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`ce-${key}`, value])),
    ...(data !== undefined && { 'content-type': 'application/json' }),
  };
  const body = data === undefined ? {} : { body: JSON.stringify(data) };
  const answer = await fetch(`${gatewayUrl}/events`, { method: 'POST', headers, ...body });
  const { position } = (await answer.json()) as {
    position?: { topic: string; partition: number; offset: number };
  };
  return position ? `${position.topic}/${position.partition}@${position.offset}` : '';
}

async function get(path: string, registryUrl = city.registryUrl) {
  const answer = await fetch(`${registryUrl}/v1/${path}`);
  return { status: answer.status, body: (await answer.json()) as never };
}

const stateOf = async (name: string, key: string, waitFor: string, registryUrl?: string) =>
  (await get(`entities/${name}/${key}?waitFor=${waitFor}`, registryUrl)).body as State;

async function given(name: string, document: object): Promise<string> {
  await publish(city.registryUrl, document);
  for (const { gatewayUrl } of [city, ...others])
    await eventually(async () => {
      const answer = await fetch(`${gatewayUrl}/v1/validate/${name}`, {
        method: 'POST',
        body: '{}',
      });
      expect(answer.status).not.toBe(404);
    });
  await eventually(async () => {
    expect((await get(`entities/${name}`)).status).toBe(200);
  });
  return name;
}

async function exported(name: string, query = ''): Promise<readonly State[]> {
  const answer = await fetch(`${city.registryUrl}/v1/entities/${name}?deleted=shown${query}`, {
    headers: { Accept: 'application/x-ndjson' },
  });
  const lines = (await answer.text()).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as State);
}

async function logOf(topic: string): Promise<readonly LoggedEvent[]> {
  const all: LoggedEvent[] = [];
  for (const { partition } of (await log.topic(topic))?.partitions ?? [])
    for (let offset = 0; ;) {
      const page = await log.read({ topic, partition, offset }, 1_000);
      if (page.length === 0) break;
      all.push(...page);
      offset = page.at(-1)!.offset + 1;
    }
  return all;
}

/** The book a careful reader of the log would keep: of each order the highest version. */
function foldOf(events: readonly LoggedEvent[]): ReadonlyMap<string, string> {
  const known = new Map<string, { version: number; text: string }>();
  for (const { value } of events) {
    const said = JSON.parse(String(value)) as { orderId: string; version: number; op?: string };
    if ((known.get(said.orderId)?.version ?? -1) >= said.version) continue;
    const text = said.op === 'D' ? 'deleted' : String(value);
    known.set(said.orderId, { version: said.version, text });
  }
  return new Map([...known].map(([key, { text }]) => [key, text]));
}

const bookOf = (states: readonly State[]): ReadonlyMap<string, string> =>
  new Map(
    states.map(({ key, isDeleted, value }) => [key, isDeleted ? 'deleted' : JSON.stringify(value)]),
  );

beforeAll(async () => {
  city = await startConcordat();
  const other = { DATABASE_URL: city.databaseUrl };
  others = [await startConcordat(other)];
  dataSource = await openDatabase(city.databaseUrl);
  log = new EventLog(dataSource);
}, 90_000);
afterAll(async () => {
  await dataSource.destroy();
  await Promise.all([city, ...others].map((each) => each.stop()));
});

describe('the latest state of an entity [covers 65]', () => {
  it('is what the last event said, with its version, position and time', async () => {
    const name = await given('told', contract('told'));
    await send(name, { id: '1', data: { orderId: 'a', version: 1, note: 'first' } });
    const at = await send(name, { id: '2', data: { orderId: 'a', version: 2, note: 'second' } });
    const state = await stateOf(name, 'a', at);
    const { partition, offset } = state.position;
    expect(`${name}/${partition}@${offset}`).toBe(at);
    expect(state).toMatchObject({
      ...{ contract: name, entity: 'order', key: 'a', version: '2', isDeleted: false },
      ...{ judgedBy: `${name}@1`, eventId: '2', source: '/orders/eu', lag: 0 },
      value: { orderId: 'a', version: 2, note: 'second' },
    });
    const logged = await log.readAt({ topic: name, partition, offset });
    expect(state).toMatchObject({ at: logged?.loggedAt.toISOString() });
  });

  it('is found by any key in a query, also by one that no address can hold', async () => {
    const name = await given('states-odd-keys', contract('states-odd-keys'));
    for (const [n, key] of ['..', '.', 'a/b', 'a%2Fb', 'a b+c&d=?#'].entries()) {
      const position = await send(name, { id: `odd-${n}`, data: { orderId: key, version: 1 } });
      const asked = new URLSearchParams({ key, waitFor: position });
      const { status, body } = await get(`entity/${name}?${asked.toString()}`);
      expect([status, (body as State).key]).toEqual([200, key]);
    }
    for (const [query, code] of [
      ['key=', 'ENTITY_UNKNOWN'],
      ['', 'QUERY_INVALID'],
      ['key=..&key=.', 'QUERY_INVALID'],
    ])
      expect((await get(`entity/${name}?${query}`)).body).toMatchObject({ code });
  });

  it('a delete leaves a tombstone with its version, by operation and without a value', async () => {
    const operation = { from: '/op', upsert: ['U'], delete: ['D'] };
    const semantics = { kind: 'state', entity: order, operation };
    const name = await given('deleted', contract('deleted', { semantics }, { cleanup: 'compact' }));
    const data = (orderId: string, version: number, op: string) => ({ orderId, version, op });
    await send(name, { id: '1', data: data('a', 1, 'U') });
    await send(name, { id: '2', data: data('b', 1, 'U') });
    const first = await send(name, { id: '3', data: data('a', 2, 'D') });
    const attributes = { entityversion: '7', partitionkey: 'b' };
    const second = await send(name, { id: '4', attributes });
    const states = [await stateOf(name, 'a', first), await stateOf(name, 'b', second)];
    expect(states.map(({ version, isDeleted, value }) => [version, isDeleted, value])).toEqual([
      ['2', true, undefined],
      ['7', true, undefined],
    ]);
    expect((await get(`entities/${name}`)).body).toMatchObject({ states: [] });
    expect(await exported(name)).toHaveLength(2);
  });

  it('what the guards let win stands: the last writer, and the merge of both', async () => {
    const entity = { type: 'order', key: '/orderId', canonical: true };
    const lww = await given(
      'lww',
      contract('lww', { semantics: { entity, conflict: { policy: 'last-writer-wins' } } }),
    );
    const write = (id: string, note: string, clock: string) =>
      send(lww, { id, data: { orderId: 'a', note }, attributes: { entityclock: clock } });
    await write('1', 'late', '200.0');
    expect(await write('2', 'early', '100.0')).toBe('');
    const third = await write('3', 'last', '300.0');
    expect((await stateOf(lww, 'a', third)).value).toMatchObject({ note: 'last' });
    const versioned = await given(
      'lww-versions',
      contract('lww-versions', {
        semantics: { entity: order, conflict: { policy: 'last-writer-wins' } },
      }),
    );
    const told = (id: string, version: number, clock: string) =>
      send(versioned, { id, data: { orderId: 'a', version }, attributes: { entityclock: clock } });
    await told('1', 5, '10.0');
    const lower = await told('2', 3, '20.0');
    expect(await stateOf(versioned, 'a', lower)).toMatchObject({ version: '3' });
    // The guard knows the one that won: what came between both is late, whatever its version.
    expect(await told('3', 9, '15.0')).toBe('');
    expect(await stateOf(versioned, 'a', lower)).toMatchObject({ version: '3' });
    const merged = await given(
      'merged',
      contract('merged', {
        semantics: {
          entity: order,
          conflict: { policy: 'merge', merge: { '/tags': 'union', '*': 'max' } },
        },
      }),
    );
    const tag = (id: string, version: number, tags: string[]) =>
      send(merged, { id, data: { orderId: 'a', version, tags } });
    await tag('1', 1, ['x']);
    const both = await tag('2', 2, ['y']);
    expect((await stateOf(merged, 'a', both)).value).toMatchObject({ tags: ['x', 'y'] });
  });

  it('late words that a warning lets into the log change nothing', async () => {
    const name = await given('warned', contract('warned', { enforcement: { mode: 'warn' } }));
    await send(name, { id: '1', data: { orderId: 'a', version: 5, note: 'five' } });
    const at = await send(name, { id: '2', data: { orderId: 'a', version: 3, note: 'three' } });
    expect(at).not.toBe('');
    expect(await stateOf(name, 'a', at)).toMatchObject({ version: '5', value: { note: 'five' } });
  });

  it('personal fields are hidden unless somebody asks for them by name; so are keys', async () => {
    const fields = { '/email': { classification: 'pii.contact' } };
    const name = await given('personal', contract('personal', { fields }));
    const data = { orderId: 'a', version: 1, email: 'ada@example.com' };
    const at = await send(name, { id: '1', data });
    expect((await stateOf(name, 'a', at)).value).toMatchObject({ email: '●●●' });
    const raw = await get(`entities/${name}/a?payload=raw`);
    expect(raw.body).toMatchObject({ value: data });
    const keyed = { ...order, key: '/email' };
    const byEmail = contract('by-email', { fields, semantics: { entity: keyed } });
    await publish(city.registryUrl, byEmail);
    await eventually(async () => {
      expect(await get('entities/by-email')).toMatchObject({
        status: 403,
        body: { code: 'KEYS_PERSONAL' },
      });
    });
    await eventually(async () => {
      const { body } = await get('entities/by-email?payload=raw');
      expect(body).toMatchObject({ states: [] });
    });
  });

  it('pages go through all keys in order; an export has them all and says from where to read on', async () => {
    const name = await given('paged', contract('paged'));
    const ends = new Map<string, string>(); // the last position of each partition
    for (let n = 0; n < 25; n++) {
      const at = await send(name, { id: `${n}`, data: { orderId: `k${n}`, version: 1 } });
      ends.set(at.split('@')[0]!, at);
    }
    await stateOf(name, 'k24', [...ends.values()].join(','));
    const keys: string[] = [];
    for (let cursor = ''; ;) {
      const page = (await get(`entities/${name}?limit=10&cursor=${cursor}`)).body as {
        states: State[];
        nextCursor: string | null;
      };
      keys.push(...page.states.map(({ key }) => key));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(keys).toEqual(Array.from({ length: 25 }, (_, n) => `k${n}`).sort());
    const answer = await fetch(`${city.registryUrl}/v1/entities/${name}`, {
      headers: { Accept: 'application/x-ndjson' },
    });
    const lines = (await answer.text()).trim().split('\n');
    expect(lines).toHaveLength(25);
    const next = (await log.topic(name))!.partitions.map(
      ({ partition, endOffset }) => `${name}/${partition}@${endOffset}`,
    );
    expect(answer.headers.get('concordat-positions')).toBe(next.join(','));
  });

  it('a key too long to be listed as it is can be asked for as it is and as it is listed', async () => {
    const name = await given('long', contract('long'));
    const key = 'ö'.repeat(300);
    const at = await send(name, { id: '1', data: { orderId: key, version: 1 } });
    const shown = (await stateOf(name, encodeURIComponent(key), at)).key;
    expect(shown).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect((await exported(name)).map((each) => each.key)).toEqual([shown]);
    for (const past of ['', `&at=${at}`]) {
      const one = await get(`entities/${name}/${shown}?waitMs=0${past}`);
      expect(one).toMatchObject({ status: 200, body: { key: shown, value: { orderId: key } } });
    }
    const bare = shown.replace('sha256:', '');
    expect((await get(`entities/${name}/${bare}`)).status).toBe(404);
    for (const asked of [key, shown]) {
      const body = JSON.stringify({ keys: [asked, 'nobody'], into: 'sandbox.long' });
      const url = `${city.registryUrl}/v1/entity-copies/${name}/repairs`;
      const repaired = await fetch(url, { method: 'POST', body });
      expect(await repaired.json()).toMatchObject({ sent: [asked], unknown: ['nobody'] });
    }
    // Whoever really calls an entity that is found first.
    const liar = await send(name, { id: '2', data: { orderId: shown, version: 1 } });
    expect(await stateOf(name, shown, liar)).toMatchObject({ value: { orderId: shown } });
  });

  it('equals the fold of the log at whatever offset one stops', async () => {
    const operation = { from: '/op', upsert: ['U'], delete: ['D'] };
    const name = await given(
      'folded',
      contract('folded', { semantics: { kind: 'state', entity: order, operation } }),
    );
    const versions = new Map<number, number>();
    for (let round = 0; round < 40; round++) {
      const sent = await Promise.all(
        Array.from({ length: 10 }, async (_, i) => {
          const key = (round * 7 + i) % 23;
          const version = (versions.get(key) ?? 0) + 1;
          versions.set(key, version);
          const op = (round + i) % 9 === 8 ? 'D' : 'U';
          const data = { orderId: `o${key}`, version, op, note: `${round}` };
          return send(name, { id: `${round}-${i}`, data });
        }),
      );
      const book = bookOf(await exported(name, `&waitFor=${sent.filter(Boolean).join(',')}`));
      expect(book).toEqual(foldOf(await logOf(name)));
    }
  }, 60_000);

  it('says clearly what cannot be had', async () => {
    const plain = { kind: 'state', entity: { ...order, canonical: false } };
    await publish(city.registryUrl, contract('plain', { semantics: plain }));
    const name = await given('asked', contract('asked'));
    const code = async (path: string) => {
      const { status, body } = await get(path);
      return [status, (body as { code: string }).code];
    };
    expect(await code('entities/nobody/a')).toEqual([404, 'EVENT_UNKNOWN']);
    expect(await code('entities/plain/a')).toEqual([404, 'STATES_NOT_ASKED_FOR']);
    expect(await code(`entities/${name}/a`)).toEqual([404, 'ENTITY_UNKNOWN']);
    expect(await code(`entities/${name}/a?waitFor=here`)).toEqual([400, 'QUERY_INVALID']);
    expect(await code(`entities/${name}/a?waitFor=other/0@1`)).toEqual([400, 'QUERY_INVALID']);
    expect(await code(`entities/${name}/a?waitMs=30001`)).toEqual([400, 'QUERY_INVALID']);
    expect(await code(`entities/${name}?limit=0`)).toEqual([400, 'QUERY_INVALID']);
    const late = await get(`entities/${name}/a?waitFor=${name}/0@99&waitMs=50`);
    expect(late).toMatchObject({ status: 503, body: { code: 'STATES_BEHIND' } });
    expect((late.body as { detail: string }).detail).toContain('the log ends at offset 0');
    const waits = Array.from({ length: limits.stateWaits.value + 1 }, () =>
      get(`entities/${name}/a?waitFor=${name}/0@99&waitMs=3000`),
    );
    const codes = (await Promise.all(waits)).map(({ body }) => (body as { code: string }).code);
    expect(codes.filter((each) => each === 'WAITS_FULL')).toHaveLength(1);
  });

  it('of events that go straight to Kafka nothing can be kept, and the answer says so', async () => {
    const entity = { type: 'order', key: '/orderId', canonical: true };
    const withKafka = await startConcordat({ KAFKA_BROKERS: '127.0.0.1:1' });
    try {
      await publish(withKafka.registryUrl, contract('direct', { semantics: { entity } }));
      const answer = await get('entities/direct/a', withKafka.registryUrl);
      expect(answer).toMatchObject({ status: 409, body: { code: 'STATES_NOT_IN_LOG' } });
    } finally {
      await withKafka.stop();
    }
  });

  it('is no longer kept once the contract does not ask', async () => {
    const name = await given('left', contract('left'));
    const at = await send(name, { id: '1', data: { orderId: 'a', version: 1 } });
    await stateOf(name, 'a', at);
    const semantics = { kind: 'state', entity: { ...order, canonical: false } };
    await publish(city.registryUrl, contract('left', { semantics }));
    await eventually(async () => {
      const [{ n } = { n: -1 }] = await dataSource.query<{ n: number }[]>(
        `SELECT count(*)::int AS n FROM state_builds WHERE contract_id = 'left'`,
      );
      expect(n).toBe(0);
    });
  });
});

describe('the state an entity had [covers 65]', () => {
  it('is the fold of the log up to any offset or moment one names', async () => {
    const operation = { from: '/op', upsert: ['U'], delete: ['D'] };
    const semantics = { kind: 'state', entity: order, operation };
    const name = await given('past', contract('past', { semantics }));
    for (let n = 1; n <= 30; n++) {
      const version = Math.ceil(n / 5);
      const data = { orderId: `o${n % 5}`, version, op: n % 7 === 0 ? 'D' : 'U', note: `${n}` };
      await send(name, { id: `${n}`, data });
    }
    const events = (await logOf(name)).toSorted((a, b) => +a.loggedAt - +b.loggedAt);
    for (const [n, { topic, partition, offset, loggedAt }] of events.entries()) {
      const book = foldOf(events.slice(0, n + 1));
      const place = `${topic}/${partition}@${offset}`;
      for (const key of ['o0', 'o3']) {
        const { status, body } = await get(`entities/${name}/${key}?at=${place}`);
        const state = body as State;
        const told = state.isDeleted ? 'deleted' : JSON.stringify(state.value);
        expect([place, status === 404 ? undefined : told]).toEqual([place, book.get(key)]);
      }
      if (n % 10 !== 9) continue;
      const moment = new Date(loggedAt.getTime() + 1).toISOString();
      const { body } = await get(`entities/${name}/o3?at=${moment}`);
      const until = events.filter((each) => each.loggedAt < new Date(moment));
      const state = body as State;
      const told = state.isDeleted ? 'deleted' : JSON.stringify(state.value);
      expect(told).toBe(foldOf(until).get('o3'));
    }
    const refused = async (query: string) => (await get(`entities/${name}/o3?${query}`)).status;
    expect(await refused('at=2000-01-01T00:00:00Z')).toBe(404);
    expect(await refused(`at=${name}/0@999`)).toBe(400);
    expect(await refused('at=yesterday')).toBe(400);
    expect(await refused(`at=2026-01-01T00:00:00Z&waitFor=${name}/0@1`)).toBe(400);
  }, 60_000);
});

describe('a read that waits for a position [covers 18]', () => {
  it('always sees the event that was accepted there, through whichever registry', async () => {
    const name = await given('awaited', contract('awaited'));
    const cities = [city, ...others];
    for (let round = 0; round < 25; round++)
      await Promise.all(
        Array.from({ length: 20 }, async (_, i) => {
          const version = round + 1;
          const { gatewayUrl } = cities[(round + i) % cities.length]!;
          const { registryUrl } = cities[i % cities.length]!;
          const data = { orderId: `o${i}`, version };
          const at = await send(name, { id: `${round}-${i}`, data }, gatewayUrl);
          const state = await stateOf(name, `o${i}`, at, registryUrl);
          expect(state).toMatchObject({ version: String(version), value: data });
        }),
      );
    await eventually(async () => {
      const metrics = await (await fetch(`${city.registryUrl}/metrics`)).text();
      expect(metrics).toContain('concordat_state_lag_events{contract="awaited"} ');
    });
  }, 60_000);
});

describe('a rebuild [covers 17]', () => {
  it('beside live writes ends equal to a fresh build, and what served goes on meanwhile', async () => {
    const name = await given('rebuilt', contract('rebuilt'));
    const event = (n: number, version: number) => {
      const value = Buffer.from(JSON.stringify({ orderId: `o${n % 997}`, version, note: `${n}` }));
      const place = { topic: name, partition: n % 3, key: null, headers: [] };
      return { ...place, value, contract: { id: name, version: 1 } };
    };
    let made = 0;
    const append = async (count: number) => {
      await log.append(Array.from({ length: count }, () => event(made, ++made)));
    };
    for (let i = 0; i < 20; i++) await append(1_000);
    const caughtUp = async () => {
      const { partitions } = (await log.topic(name))!;
      const tokens = partitions.map((p) => `${name}/${p.partition}@${p.endOffset - 1}`);
      return exported(name, `&waitMs=30000&waitFor=${tokens.join(',')}`);
    };
    await caughtUp();
    // What a fault left: a rebuild is there to mend it.
    await dataSource.query(
      `UPDATE latest_states SET value = '{"broken":true}' WHERE entity_key = 'o5'`,
    );
    const isWriting = { value: true };
    const writing = (async () => {
      while (isWriting.value) {
        await append(50);
        await sleep(10);
      }
    })();
    const begun = await fetch(`${city.registryUrl}/v1/entity-builds/${name}`, { method: 'POST' });
    expect(begun.status).toBe(202);
    const builds = async () =>
      ((await get(`entity-builds/${name}`)).body as { builds: { state: string; folded: number }[] })
        .builds;
    let seen = 0n;
    await eventually(async () => {
      const { version = '0' } = (await get(`entities/${name}/o7`)).body as State;
      expect(BigInt(version)).toBeGreaterThanOrEqual(seen); // Never back, nor away.
      seen = BigInt(version);
      expect((await builds()).map(({ state }) => state)).toEqual(['serving']);
      expect((await get(`entities/${name}/o5`)).body).not.toMatchObject({
        value: { broken: true },
      });
    }, 30_000);
    isWriting.value = false;
    await writing;
    const after = await caughtUp();
    expect(bookOf(after)).toEqual(foldOf(await logOf(name)));
    const again = await runCli(['rebuild', name, '--registry', city.registryUrl]);
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.stdout).toContain(`The states of ${name} are built of `);
    expect(await caughtUp()).toEqual(after);
    const { body: audit } = await get(`audit?target=${name}&action=states.rebuilt`);
    expect((audit as { entries: object[] }).entries).toMatchObject([
      ...[{ actor: 'anonymous' }, { actor: 'anonymous', details: { topic: name } }],
    ]);
    const unknown = await runCli(['rebuild', 'nobody.knows', '--registry', city.registryUrl]);
    expect(unknown).toMatchObject({ exitCode: 2, stdout: '' });
    expect(unknown.stderr).toContain('nobody.knows');
  }, 90_000);

  it('keeps what retention has taken from the log', async () => {
    const name = await given('expired', contract('expired'));
    const first = await send(name, { id: '1', data: { orderId: 'a', version: 1 } });
    await stateOf(name, 'a', first);
    await dataSource.query(
      `UPDATE event_log_partitions SET start_offset = next_offset WHERE topic = $1`,
      [name],
    );
    const second = await send(name, { id: '2', data: { orderId: 'b', version: 1 } });
    await stateOf(name, 'b', second);
    await fetch(`${city.registryUrl}/v1/entity-builds/${name}`, { method: 'POST' });
    await eventually(async () => {
      const { body } = await get(`entity-builds/${name}`);
      expect(body).toMatchObject({
        builds: [{ state: 'serving', begunBy: 'anonymous', expired: 0 }],
      });
    });
    expect((await exported(name)).map(({ key }) => key)).toEqual(['a', 'b']);
  });
});
