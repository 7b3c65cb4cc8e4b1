import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiOperation, type ApiPromises, readApiPromises } from '../support/api-promises.js';
import { aContract, asking } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import {
  HOSTILE_BODIES,
  HOSTILE_HEADERS,
  HOSTILE_JSON,
  HOSTILE_QUERIES,
  HOSTILE_WORDS,
} from '../support/hostile-values.js';
import { type SoundRequest, soundRequest } from '../support/sound-request.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

/** Of the values for one place; which ones moves on from place to place, so that all have their turn. */
const VALUES_PER_PLACE = Number(process.env['CONCORDAT_TEST_HOSTILE_VALUES'] ?? 2);
const AT_ONCE = 8;
/** Nothing here has a reason to take long; this is said of what never ends. */
const HANGS_AFTER_MS = 30_000;

interface Asked {
  readonly path: string;
  readonly body?: string | Uint8Array | undefined;
  readonly headers: Record<string, string>;
}

const SPOILT = '@spoilt@';
/** What the examples of the documents speak of, so that most requests find something. */
const NAMED = {
  ...{ id: 'orders.order-placed', contract: 'orders.order-placed', of: 'orders.order-placed' },
  ...{ topic: 'orders', subject: 'orders-value', version: '1', partition: '0', name: 'orders' },
  ...{ key: '7', cluster: 'c', context: '.', span: '1..1', format: 'odcs', path: '/orderId' },
};

/** Some of a list, from where the last ones ended. */
class Turns {
  private at = 0;

  of<T>(all: readonly T[]): readonly T[] {
    return Array.from({ length: Math.min(VALUES_PER_PLACE, all.length) }, () => {
      return all[this.at++ % all.length] as T;
    });
  }
}

/** The first of each list is what PostgreSQL cannot hold, so it comes to every place. */
const withFirst = <T>(all: readonly T[], turns: Turns): readonly T[] => [
  ...all.slice(0, 1),
  ...turns.of(all.slice(1)),
];

/** Every place of a JSON value, as texts with a mark there. */
function* placesOf(value: unknown): Generator<string> {
  yield JSON.stringify(SPOILT);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value))
    for (const spoilt of placesOf(member)) {
      const copy = structuredClone(value) as Record<string, unknown>;
      copy[key] = JSON.parse(spoilt) as unknown;
      yield JSON.stringify(copy);
    }
}

/** The request as it should be, and with one thing wrong in each place. */
function* spoiltRequests(
  { path: template }: ApiOperation,
  { path, query, needed, type, body }: SoundRequest,
  turns: Turns,
): Generator<Asked> {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  const text = body === undefined ? undefined : JSON.stringify(body);
  const filled = (over: Readonly<Record<string, string>> = {}, more = needed) =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => {
      return over[name] ?? encodeURIComponent(path[name] ?? '');
    }) + (more && `?${more}`);
  const beside = (name: string, spoilt: string) =>
    [...needed.split('&').filter((each) => !each.startsWith(`${name}=`)), spoilt].join('&');
  yield { path: filled(), body: text, headers };
  for (const name of Object.keys(path))
    for (const word of withFirst(HOSTILE_WORDS, turns))
      yield { path: filled({ [name]: word }), body: text, headers };
  for (const name of query) {
    for (const word of withFirst(HOSTILE_WORDS, turns))
      yield { path: filled({}, beside(name, `${name}=${word}`)), body: text, headers };
    for (const spoil of turns.of(HOSTILE_QUERIES))
      yield { path: filled({}, beside(name, spoil(name))), body: text, headers };
  }
  for (const more of turns.of(HOSTILE_HEADERS))
    yield { path: filled(), body: text, headers: { ...headers, ...more } };
  if (text === undefined) return;
  for (const place of placesOf(body))
    for (const value of withFirst(HOSTILE_JSON, turns))
      yield { path: filled(), body: place.replace(JSON.stringify(SPOILT), () => value), headers };
  for (const other of turns.of(HOSTILE_BODIES)) yield { path: filled(), body: other, headers };
}

/** A stream of events ends when its reader goes. */
const isEndless = ({ responses }: ApiOperation): boolean =>
  Object.values(responses).some(({ content = {} }) => 'text/event-stream' in content);

/** A contract as the examples have it, an event it takes and one it refuses; how they are called. */
async function aWorld({ registryUrl, gatewayUrl }: StartedConcordat) {
  const ask = asking(() => registryUrl);
  const entity = { type: 'order', key: '/orderId', canonical: true };
  const type = 'com.example.order-placed';
  const { schema, ...contract } = aContract('orders.order-placed', {
    envelope: { type },
    channel: { topic: 'orders', key: '/orderId' },
    semantics: { delivery: 'effectively-once', entity },
  });
  await ask('POST', '/v1/contracts', {
    ...contract,
    schema: { ...schema, subject: 'orders-value' },
  });
  const { body: version } = await ask('GET', '/subjects/orders-value/versions/1');
  const send = (id: string, data: object) =>
    asking(() => gatewayUrl)(
      ...(['POST', '/events', { specversion: '1.0', id, source: '/shop', type, data }] as const),
      { 'content-type': 'application/cloudevents+json' },
    );
  await eventually(async () => expect((await send('1', { orderId: '7' })).status).toBe(200));
  const { body: refused } = await send('2', { orderId: 7 });
  expect(refused).toMatchObject({ quarantineId: expect.any(String) });
  const kept = String(refused.quarantineId);
  return {
    ...{ ...NAMED, 'ids/{id}': String(version.id), guid: String(version.guid) },
    ...{ 'quarantine/{id}': kept, case: kept, refusal: kept },
  };
}

describe('a hostile value in any one place', () => {
  let concordat: StartedConcordat;
  let known: Record<string, string>;
  beforeAll(async () => {
    concordat = await startConcordat();
    known = await aWorld(concordat);
  }, 90_000);
  afterAll(() => concordat?.stop());

  const attack = async (url: string): Promise<number> => {
    const promises: ApiPromises = await readApiPromises(url);
    const { schemas } = promises.document['components'] as {
      schemas: Record<string, Record<string, unknown>>;
    };
    const turns = new Turns();
    const faults: string[] = [];
    const statuses = new Map<number, number>();
    const send = async (method: string, { path, body, headers }: Asked) => {
      const signal = AbortSignal.timeout(HANGS_AFTER_MS);
      const answer = await fetch(url + path, {
        ...{ method, headers, signal },
        ...(body !== undefined && method !== 'GET' && { body: body as string }),
      });
      const told = await answer.text();
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status === 500 || /"(code|reason)":"BUG"/.test(told))
        faults.push(`${method} ${path.slice(0, 200)} ${String(body).slice(0, 200)}: ${told}`);
    };
    for (const operation of promises.operations) {
      const { method } = operation;
      const sound = soundRequest(operation, schemas, known);
      const [asItIs] = spoiltRequests(operation, sound, turns);
      const bare = { path: asItIs?.path ?? '', headers: {} };
      if (method === 'GET') await send('HEAD', bare);
      for (const other of turns.of(['OPTIONS', 'PROPFIND', 'PURGE', 'PATCH', 'PUT']))
        await send(other, bare);
      if (isEndless(operation)) continue;
      const asked = spoiltRequests(operation, sound, turns);
      const inTurn = async () => {
        for (const each of asked) await send(method, each);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, inTurn));
      // A registry that was switched to read-only answers nothing of interest any more.
      if (operation.path.endsWith('mode')) await send('DELETE', { path: '/mode', headers: {} });
    }
    expect(faults).toEqual([]);
    return [...statuses.values()].reduce((sum, count) => sum + count, 0);
  };

  it('of a request to the registry or the catalog is answered, and never with a bug', async () => {
    expect(await attack(concordat.registryUrl)).toBeGreaterThan(3_000);
  }, 600_000);

  it('of a request to the gateway is answered, and never with a bug', async () => {
    expect(await attack(concordat.gatewayUrl)).toBeGreaterThan(500);
  }, 300_000);

  it('leaves nothing behind in the log of the process', () => {
    expect(concordat.output()).not.toMatch(/"level":[5-9]0|Warning|\n\s+at /);
  });
});
