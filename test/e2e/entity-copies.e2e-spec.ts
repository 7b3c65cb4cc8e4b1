import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { asking } from '../support/ask.js';
import { concordatWithLog } from '../support/concordat-with-log.js';
import { eventually } from '../support/eventually.js';
import { publish } from '../support/publish-orders.js';
import { runCli } from '../support/run-cli.js';

const ENTITIES = 20_000;
const entity = { type: 'order', key: '/orderId', version: '/version', canonical: true };
const operation = { from: '/op', upsert: ['U'], delete: ['D'] };
const contract = (id: string, more: object = {}) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id,
  owner: { team: 'orders' },
  schema: {
    format: 'json-schema',
    subject: `${id}-value`,
    definition: {
      type: 'object',
      properties: {
        orderId: { type: 'string' },
        version: { type: 'integer' },
        op: { type: 'string' },
        note: { type: 'string' },
      },
    },
  },
  envelope: { type: `${id}.changed` },
  channel: { topic: id, key: '/orderId', partitions: 3 },
  semantics: { kind: 'state', entity, operation },
  ...more,
});

interface Order {
  readonly orderId: string;
  readonly version: number;
  readonly op?: string;
  readonly note?: string;
}
/** What a consumer keeps: it applies an event twice, or too late, without any harm. */
type Copy = Map<string, Order>;

function apply(copy: Copy, order: Order): void {
  if ((copy.get(order.orderId)?.version ?? 0) > order.version) return;
  if (order.op === 'D') copy.delete(order.orderId);
  else copy.set(order.orderId, order);
}

const held = concordatWithLog();
const folder = mkdtempSync(join(tmpdir(), 'copies-'));
const registry = asking(() => held.concordat.registryUrl);
const gateway = asking(() => held.concordat.gatewayUrl);

async function append(topic: string, orders: readonly Order[]): Promise<void> {
  const events = orders.map((order) => ({
    ...{ topic, partition: Number(order.orderId.slice(1)) % 3, headers: [] },
    key: Buffer.from(order.orderId),
    value: Buffer.from(JSON.stringify(order)),
    ...{ eventId: `${order.orderId}-${order.version}`, source: '/orders' },
    contract: { id: topic, version: 1 },
  }));
  for (let i = 0; i < events.length; i += 2_000) await held.log.append(events.slice(i, i + 2_000));
}

/** From where a reader of everything there is now would read on. */
async function positionsOf(topic: string): Promise<string> {
  const { partitions } = (await held.log.topic(topic))!;
  return partitions.map((each) => `${topic}/${each.partition}@${each.endOffset}`).join(',');
}

function written(name: string, copy: Copy): string {
  const path = join(folder, name);
  const lines = [...copy].map(([key, value]) =>
    JSON.stringify({ key, version: value.version, value }),
  );
  writeFileSync(path, lines.join('\n'));
  return path;
}

const reconcile = (id: string, words: readonly string[]) =>
  runCli(['reconcile', id, '--registry', held.concordat.registryUrl, ...words]);

interface Report {
  readonly compared: number;
  readonly movedOn: number;
  readonly differences: readonly { readonly key: string; readonly kind: string }[];
  readonly sent?: readonly string[];
  readonly unknown?: readonly string[];
}
const reported = async (id: string, words: readonly string[]): Promise<Report> => {
  const ran = await reconcile(id, [...words, '--format', 'json']);
  expect(ran.stderr).toBe('');
  return JSON.parse(ran.stdout) as Report;
};

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a copy of the latest states that differs', () => {
  it('has its 37 keys of 20,000 named and mended while writers go on, and no other [covers 28]', async () => {
    await publish(held.concordat.registryUrl, contract('many'));
    const orders = Array.from({ length: ENTITIES }, (_, n) => ({ orderId: `o${n}`, version: 1 }));
    await append('many', orders);
    await append(
      'many',
      orders.slice(0, 3_000).map((order) => ({ ...order, version: 2, note: 'paid' })),
    );
    const deleted = orders.slice(0, 50).map((order) => ({ ...order, version: 3, op: 'D' }));
    await append('many', deleted);

    const right: Copy = new Map();
    for (const order of [...orders, ...orders.slice(0, 3_000)]) apply(right, order);
    for (const order of orders.slice(0, 3_000))
      apply(right, { ...order, version: 2, note: 'paid' });
    for (const order of deleted) apply(right, order);
    const positions = await positionsOf('many');
    expect(await reported('many', ['--copy', written('right.ndjson', right)])).toMatchObject({
      ...{ compared: ENTITIES - 50, differences: [], movedOn: 0 },
    });

    const wrong: Copy = new Map(right);
    const expected = new Map<string, string>();
    const spoil = (from: number, count: number, kind: string, how: (id: string) => void) => {
      for (let i = 0; i < count; i++) {
        const id = `o${from + i * 101}`;
        how(id);
        expected.set(id, kind);
      }
    };
    spoil(5_000, 8, 'missing', (id) => wrong.delete(id));
    spoil(1_000, 8, 'older', (id) => wrong.set(id, { orderId: id, version: 1 }));
    spoil(9_000, 7, 'content', (id) => wrong.set(id, { orderId: id, version: 1, note: 'lost' }));
    for (let n = 0; n < 7; n++) {
      wrong.set(`o${n}`, { orderId: `o${n}`, version: 2, note: 'paid' });
      expected.set(`o${n}`, 'deleted');
    }
    spoil(30_000, 7, 'unknown', (id) => wrong.set(id, { orderId: id, version: 1 }));
    expect(expected.size).toBe(37);

    // Writers go on after the copy was taken: what they changed is no difference of it.
    await append(
      'many',
      orders.slice(10_000, 10_400).map((order) => ({ ...order, version: 2, note: 'later' })),
    );
    const path = written('wrong.ndjson', wrong);
    const asked = ['--copy', path, '--positions', positions, '--into', 'sandbox.mend'];
    const found = await reported('many', asked);
    expect(new Map(found.differences.map(({ key, kind }) => [key, kind]))).toEqual(expected);
    expect(found.movedOn).toBeGreaterThan(0);
    expect(found.unknown).toHaveLength(7);
    expect(found.sent).toHaveLength(30);

    // Sent twice, as by somebody who did not hear the first answer: applied twice, it mends once.
    await reported('many', asked);
    for (const key of found.unknown ?? []) wrong.delete(key);
    const sandbox = (await held.log.topic('sandbox.mend'))!;
    for (const { partition } of sandbox.partitions) {
      const page = await gateway('GET', `/v1/topics/sandbox.mend/partitions/${partition}/events`);
      for (const { value, headers, eventId } of page.body.events) {
        expect(headers.map(({ name }: { name: string }) => name)).toEqual([
          'concordat-replay-id',
          'concordat-replay-of',
        ]);
        expect(eventId).toBe(`${value.orderId}-${value.version}`);
        apply(wrong, value);
      }
    }
    expect(wrong).toEqual(right);
    const mended = ['--copy', written('mended.ndjson', wrong), '--positions', positions];
    expect(await reported('many', mended)).toMatchObject({ differences: [] });
    const audit = await registry('GET', '/v1/audit?action=states.sent-again');
    expect(audit.text).toContain('sandbox.mend');
  }, 180_000);

  it('is told in words, compared by versions alone where it keeps less, and exits with 1', async () => {
    await publish(held.concordat.registryUrl, contract('few'));
    await append('few', [
      { orderId: 'o1', version: 4, note: 'a' },
      { orderId: 'o2', version: 1 },
      { orderId: 'o3', version: 1 },
    ]);
    await eventually(async () => {
      expect((await registry('GET', '/v1/entities/few')).body.states).toHaveLength(3);
    });
    const path = join(folder, 'few.ndjson');
    const lines = [
      { key: 'o1', version: 3 },
      { key: 'o2', version: '1' },
      { key: 'x', version: 1 },
    ];
    writeFileSync(path, lines.map((line) => JSON.stringify(line)).join('\n'));
    const ran = await reconcile('few', ['--copy', path, '--by', 'version']);
    expect(ran).toMatchObject({ exitCode: 1, stderr: '' });
    expect(ran.stdout).toBe(
      [
        'o1  ✗ older: version 3, and the log knows 4',
        'o3  ✗ missing: the log knows it in version 1',
        'x  ✗ no event in the log speaks of it',
        '3 keys differ in 3 entities of few.',
        '',
      ].join('\n'),
    );
    const exported = await fetch(`${held.concordat.registryUrl}/v1/entities/few?format=ndjson`);
    writeFileSync(path, await exported.text());
    const again = await reconcile('few', ['--copy', path]);
    expect(again).toMatchObject({
      ...{ exitCode: 0, stderr: '', stdout: 'The copy is right: 3 entities of few.\n' },
    });
  });

  it('is told of in parts where it lacks more than one answer holds', async () => {
    await publish(held.concordat.registryUrl, contract('lost'));
    const orders = Array.from({ length: 2_500 }, (_, n) => ({ orderId: `o${n}`, version: 1 }));
    await append('lost', orders);
    const found = await reported('lost', ['--copy', written('empty.ndjson', new Map())]);
    expect(found.differences).toHaveLength(2_500);
    const body = { upTo: null, entities: [] };
    const first = await registry('POST', '/v1/entity-copies/lost/keys', body);
    expect(first.body.differences).toHaveLength(1_000);
    expect(first.body.comparedUpTo).toBe(first.body.differences.at(-1).key);
  });

  it('what cannot be compared or mended is refused, with what to do', async () => {
    const { version: _, ...unversioned } = entity;
    await publish(
      held.concordat.registryUrl,
      contract('plain', { semantics: { kind: 'state', entity: unversioned } }),
    );
    await publish(
      held.concordat.registryUrl,
      contract('personal', { fields: { '/orderId': { classification: 'pii.id' } } }),
    );
    for (const id of ['plain', 'personal'])
      await eventually(async () => {
        expect((await registry('GET', `/v1/entity-builds/${id}`)).body.builds).toHaveLength(1);
        expect((await registry('GET', `/v1/entities/${id}?payload=raw`)).status).toBe(200);
      });
    const code = async (path: string, body: unknown) => {
      const answer = await registry('POST', `/v1/entity-copies/${path}`, body);
      return [answer.status, answer.body.code];
    };
    const all = { upTo: null, entities: [] };
    expect(await code('nobody/keys', all)).toEqual([404, 'EVENT_UNKNOWN']);
    expect(await code('personal/keys', all)).toEqual([403, 'KEYS_PERSONAL']);
    expect(await code('personal/keys?payload=raw', all)).toEqual([200, undefined]);
    expect(await code('plain/keys', { ...all, by: 'version' })).toEqual([409, 'VERSIONS_NOT_KEPT']);
    expect(await code('plain/keys', '{')).toEqual([400, 'BODY_INVALID']);
    expect(await code('plain/keys', { ...all, entities: [{ key: 'b' }, { key: 'a' }] })).toEqual([
      400,
      'BODY_INVALID',
    ]);
    expect(await code('plain/keys', { upTo: 'b', entities: [{ key: 'c' }] })).toEqual([
      400,
      'STRETCH_INVALID',
    ]);
    expect(await code('plain/keys', { ...all, positions: ['here'] })).toEqual([
      400,
      'QUERY_INVALID',
    ]);
    const ahead = { ...all, positions: ['plain/0@9'], waitMs: 50 };
    expect(await code('plain/keys', ahead)).toEqual([503, 'STATES_BEHIND']);
    const digest = '0'.repeat(64);
    const tooMany = { stretches: [{ upTo: null, count: 50_001, digest }] };
    expect(await code('plain/stretches', tooMany)).toEqual([400, 'BODY_INVALID']);
    const elsewhere = { keys: ['a'], into: 'orders' };
    expect(await code('plain/repairs', elsewhere)).toEqual([400, 'SANDBOX_NAME_INVALID']);
    const path = join(folder, 'bad.ndjson');
    writeFileSync(path, '{"key":"a"}');
    const ran = await reconcile('plain', ['--copy', path]);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toContain('bad.ndjson:1:1');
  });
});
