import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { eventually } from '../support/eventually.js';
import { openDatabase } from '../support/open-database.js';
import { publishInForce } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const NAMES = new URL('../golden/metrics/names.txt', import.meta.url);
/** Nobody listens there: what is admitted waits in the log. */
const NO_KAFKA = { KAFKA_BROKERS: '127.0.0.1:1' };

const contract = (id: string, more: object = {}) => ({
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id, owner: { team: 'orders' } },
  schema: { format: 'json-schema', subject: `${id}-value`, definition: { type: 'object' } },
  envelope: { type: id },
  channel: { topic: id, key: '/orderId', partitions: 3 },
  undeclared: 'allow',
  semantics: { delivery: 'effectively-once' },
  ...more,
});

async function send(gatewayUrl: string, type: string, ids: readonly string[]): Promise<number> {
  const events = ids.map((id) => ({
    ...{ specversion: '1.0', id, source: '/s', type, datacontenttype: 'application/json' },
    data: { orderId: id },
  }));
  const answer = await fetch(`${gatewayUrl}/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
  await answer.body?.cancel();
  return answer.status;
}

const scraped = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();

describe('what is measured', () => {
  let city: StartedConcordat;
  let dataSource: DataSource;
  beforeAll(async () => {
    city = await startConcordat(NO_KAFKA);
    dataSource = await openDatabase(city.databaseUrl);
  }, 90_000);
  afterAll(async () => {
    await dataSource.destroy();
    await city.stop();
  });

  it('has names, labels and kinds that others build on, and they stay [covers 32]', async () => {
    const id = 'named';
    await publishInForce(city, contract(id));
    expect(await send(city.gatewayUrl, id, ['1'])).toBe(200);
    const names = async () => {
      const text = `${await scraped(city.registryUrl)}\n${await scraped(city.gatewayUrl)}`;
      const kinds = [...text.matchAll(/^# TYPE (concordat_\w+) (\w+)$/gm)];
      const lines = kinds.map(([, name = '', kind = '']) => {
        const series = new RegExp(`^${name}(?:_bucket)?\\{(.*)\\} `, 'm').exec(text)?.[1] ?? '';
        const labels = [...series.matchAll(/(\w+)="/g)].map(([, label]) => label);
        return [name, kind, ...labels].join(' ');
      });
      return `${[...new Set(lines)].sort().join('\n')}\n`;
    };
    await eventually(async () => {
      expect(await names()).toContain('concordat_relay_backlog_events gauge topic');
    });
    const now = await names();
    if (process.env['UPDATE_GOLDEN']) writeFileSync(NAMES, now);
    else expect(now).toBe(readFileSync(NAMES, 'utf8'));
  }, 60_000);

  it('what waits for Kafka is the end of the log less where the relay stands, a second ago [covers 32]', async () => {
    const id = 'waiting';
    await publishInForce(city, contract(id));
    const isThere = async (): Promise<number> => {
      const [row] = await dataSource.query<{ events: number }[]>(
        `SELECT sum(log.next_offset - relay.next_offset)::int AS events
           FROM event_log_partitions AS log
           JOIN relay_positions AS relay USING (topic, partition) WHERE topic = $1`,
        [id],
      );
      return row?.events ?? 0;
    };
    const line = new RegExp(`^concordat_relay_backlog_events\\{topic="${id}"\\} (\\d+)`, 'm');
    const told = async () => Number(line.exec(await scraped(city.gatewayUrl))?.[1] ?? 0);
    let [sent, before] = [0, 0];
    for (let wave = 0; wave < 3; wave++) {
      for (let n = 0; n < 4; n++) {
        const ids = Array.from({ length: 20 }, (_, i) => `${wave}-${n}-${i}`);
        expect(await send(city.gatewayUrl, id, ids)).toBe(200);
        sent += ids.length;
        // While it grows it is what it was a look ago at least, and never more than it is.
        const now = await told();
        expect(now).toBeGreaterThanOrEqual(before);
        expect(now).toBeLessThanOrEqual(await isThere());
      }
      await eventually(async () => {
        expect(await told()).toBe(sent);
      });
      before = await isThere();
      expect(before).toBe(sent);
    }
  }, 60_000);
});
