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
  }, 180_000);
  afterAll(async () => {
    wire?.delay(0);
    for (const gateway of gateways) await gateway.stop();
    await dataSource?.destroy();
    await wire?.shut();
  }, 60_000);

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
});
