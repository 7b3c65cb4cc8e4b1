import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EventLog } from '#event-log';
import { createDatabase } from '../support/create-database.js';
import { eventually } from '../support/eventually.js';
import { openDatabase } from '../support/open-database.js';
import { PausableProxy } from '../support/pausable-proxy.js';
import { publishInForce } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const PARTITIONS = 3;
const WRITERS = 8;
const VERSIONS = 6;
const EACH_WAY_MS = 250;
const contract = (id: string, semantics: object) => ({
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id, owner: { team: 'orders' } },
  schema: { format: 'json-schema', subject: `${id}-value`, definition: { type: 'object' } },
  envelope: { type: id },
  channel: { topic: id, key: '/orderId', partitions: PARTITIONS },
  undeclared: 'allow',
  semantics,
});
const guarded = contract('guarded', {
  delivery: 'effectively-once',
  entity: { type: 'order', key: '/orderId', version: '/version' },
});

const STORM = 'storm';
const PRODUCERS = 50;
const LARGE = 'x'.repeat(150_000);
const stateless = contract(STORM, {});

interface Refused {
  readonly code: string;
  readonly retryAfter: number;
}

const orderOf = (text: string): string => (JSON.parse(text) as { orderId: string }).orderId;

/** The same event until it is taken, at once, whatever Retry-After says; and what was heard before. */
async function insist(url: string, orderId: string): Promise<readonly Refused[]> {
  const heard: Refused[] = [];
  for (;;) {
    const answer = await fetch(`${url}/events`, {
      method: 'POST',
      headers: {
        ...{ 'ce-specversion': '1.0', 'ce-id': orderId, 'ce-source': '/s', 'ce-type': STORM },
        'content-type': 'application/json',
      },
      body: JSON.stringify({ orderId, note: LARGE }),
    });
    const { code = '', ...told } = (await answer.json()) as { code?: string };
    if (answer.status === 200) return heard;
    expect([answer.status, told]).toEqual([503, expect.anything()]);
    heard.push({ code, retryAfter: Number(answer.headers.get('retry-after')) });
  }
}

describe('a PostgreSQL half a second away', () => {
  let wire: PausableProxy;
  let wireUrl: string;
  let dataSource: DataSource;
  let gateways: StartedConcordat[] = [];

  beforeAll(async () => {
    const url = new URL(await createDatabase());
    wire = new PausableProxy({ host: url.hostname, port: Number(url.port) });
    wire.delay(0);
    await wire.open();
    dataSource = await openDatabase(url.href);
    url.port = String(wire.port);
    wireUrl = url.href;
    const start = () => startConcordat({ DATABASE_URL: wireUrl });
    gateways = [await start(), await start()];
    for (const gateway of gateways) await publishInForce(gateway, guarded);
    for (const gateway of gateways) await publishInForce(gateway, stateless);
  }, 180_000);
  afterAll(async () => {
    wire?.delay(0);
    for (const gateway of gateways) await gateway.stop();
    await dataSource?.destroy();
    await wire?.shut();
  }, 60_000);

  /** Which orders the log has of a topic, each as often as it has it. */
  async function takenOf(topic: string): Promise<string[]> {
    const log = new EventLog(dataSource);
    const found: string[] = [];
    for (let partition = 0; partition < PARTITIONS; partition++)
      for (let offset = 0, page = 1; page > 0; offset += page) {
        const events = await log.read({ topic, partition, offset }, 1_000);
        found.push(...events.map(({ value }) => orderOf(String(value))));
        page = events.length;
      }
    return found;
  }

  it('delays answers and loses nothing, also while gateways restart in turn [covers 37]', async () => {
    wire.delay(EACH_WAY_MS);
    const acked = new Map<string, unknown>();
    const other = new Set<string>();
    const write = async (writer: number) => {
      for (let version = 1; version <= VERSIONS; version++) {
        const id = `${writer}-${version}`;
        // As a careful producer does: the same event again, anywhere, until it was taken.
        for (let tries = writer; !acked.has(id); tries++) {
          const { gatewayUrl = '' } = gateways[tries % gateways.length] ?? {};
          const headers = {
            ...{ 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': '/s', 'ce-type': 'guarded' },
            'content-type': 'application/json',
          };
          const body = JSON.stringify({ orderId: `o${writer}`, version });
          const sent = fetch(`${gatewayUrl}/events`, { method: 'POST', headers, body });
          const answer = await sent.catch(() => undefined);
          if (answer?.status === 200)
            acked.set(id, ((await answer.json()) as { position: unknown }).position);
          else if (answer && answer.status !== 503) other.add(await answer.text());
        }
      }
    };
    const writing = Promise.all(Array.from({ length: WRITERS }, (_, n) => write(n)));
    for (const n of gateways.keys()) {
      const before = acked.size;
      await eventually(() => {
        expect(acked.size).toBeGreaterThan(Math.min(before, WRITERS * VERSIONS - 1));
        return Promise.resolve();
      }, 60_000);
      expect(await gateways[n]?.stop()).toBe(0);
      // A start asks many questions one after the other; the road is shorter for these.
      wire.delay(EACH_WAY_MS / 10);
      gateways[n] = await startConcordat({ DATABASE_URL: wireUrl });
      wire.delay(EACH_WAY_MS);
    }
    await writing;
    expect([...other]).toEqual([]);
    const log = new EventLog(dataSource);
    const found: { id: string; position: unknown; version: number }[] = [];
    for (let partition = 0; partition < PARTITIONS; partition++)
      for (const { topic, offset, eventId = '', value } of await log.read(
        { topic: 'guarded', partition, offset: 0 },
        1_000,
      )) {
        const { version } = JSON.parse(String(value)) as { version: number };
        found.push({ id: eventId, position: { topic, partition, offset }, version });
      }
    const mine = found.filter(({ id }) => acked.has(id));
    expect(mine).toHaveLength(WRITERS * VERSIONS);
    for (const { id, position } of mine) expect([id, acked.get(id)]).toEqual([id, position]);
    for (let writer = 0; writer < WRITERS; writer++)
      expect(
        mine.filter(({ id }) => id.startsWith(`${writer}-`)).map(({ version }) => version),
      ).toEqual(Array.from({ length: VERSIONS }, (_, n) => n + 1));
  }, 300_000);

  it('makes a storm of producers wait in front of the door, and takes each event once [covers 38]', async () => {
    const { gatewayUrl = '' } = gateways[0] ?? {};
    wire.delay(EACH_WAY_MS);
    const sent: string[] = [];
    const refused: Refused[] = [];
    // A round is as much at once as several seconds of work; a machine that is quick may take one without a refusal.
    for (let round = 0; refused.length === 0; round++) {
      const ids = Array.from({ length: PRODUCERS }, (_, n) => `s${round}-${n}`);
      sent.push(...ids);
      for (const heard of await Promise.all(ids.map((id) => insist(gatewayUrl, id))))
        refused.push(...heard);
    }
    wire.delay(0);
    expect(refused.map(({ code }) => code)).toContain('GATEWAY_OVERLOADED');
    expect(refused.every(({ retryAfter }) => retryAfter >= 1)).toBe(true);
    // The load is gone, and nothing of it is left.
    expect(await insist(gatewayUrl, 'afterwards')).toEqual([]);
    const metrics = await (await fetch(`${gatewayUrl}/metrics`)).text();
    expect(metrics).toMatch(/concordat_gateway_requests_shed_total\{why="overloaded"\} [1-9]/);
    expect(metrics).toContain('concordat_gateway_line_bytes{of="under way"} 0');
    expect((await takenOf(STORM)).sort()).toEqual([...sent, 'afterwards'].sort());
  }, 300_000);
});
