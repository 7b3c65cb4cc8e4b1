import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scratchFolder } from '../support/folders.js';
import { Ledger } from '../support/ledger.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const TOPIC = 'ledger.entries';
const PARTITIONS = 3;
const contract = {
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: 'ledger.entry',
  name: 'Ledger entry',
  status: 'active',
  owner: { team: 'ledger' },
  schema: {
    format: 'json-schema',
    definition: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
  },
  channel: { topic: TOPIC, partitions: PARTITIONS },
};

interface LogPage {
  readonly events: readonly { offset: number; value: { id: string } }[];
}

async function readPartition(
  gatewayUrl: string,
  partition: number,
): Promise<{ offset: number; id: string }[]> {
  const found: { offset: number; id: string }[] = [];
  for (;;) {
    const offset = (found.at(-1)?.offset ?? -1) + 1;
    const url = `${gatewayUrl}/v1/topics/${TOPIC}/partitions/${partition}/events?offset=${offset}&limit=1000`;
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    const { events } = (await answer.json()) as LogPage;
    if (events.length === 0) return found;
    found.push(...events.map((event) => ({ offset: event.offset, id: event.value.id })));
  }
}

async function expectTheBookToHold(gatewayUrl: string, ledger: Ledger): Promise<void> {
  const log = await Promise.all(
    Array.from({ length: PARTITIONS }, (_, p) => readPartition(gatewayUrl, p)),
  );
  log.forEach((events) =>
    expect(events.map(({ offset }) => offset)).toEqual(events.map((_, i) => i)),
  );
  const times = new Map<string, number>();
  for (const { id } of log.flat()) times.set(id, (times.get(id) ?? 0) + 1);
  const lost = ledger.acknowledged.filter(
    ({ id, partition, offset }) => log[partition]?.[offset]?.id !== id,
  );
  expect(lost).toEqual([]);
  expect([...times].filter(([, count]) => count !== 1)).toEqual([]);
  const known = new Set([...ledger.acknowledged.map(({ id }) => id), ...ledger.unknown]);
  expect([...times.keys()].filter((id) => !known.has(id))).toEqual([]);
}

describe('an acknowledged event', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  let concordat: StartedConcordat;

  const start = async () => {
    concordat = await startConcordat({ DATABASE_URL: '', CONCORDAT_DATA_DIR: folder.path });
  };
  const publish = async () => {
    const answer = await fetch(`${concordat.registryUrl}/v1/contracts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(contract),
    });
    expect([200, 201]).toContain(answer.status);
    await sleep(1_500);
  };

  beforeEach(async () => {
    folder = await scratchFolder();
    await start();
    await publish();
  }, 60_000);
  afterEach(async () => {
    await concordat.stop();
    await folder.remove();
  });

  it('is in the log exactly once, at its position, however often the process is killed [covers 3]', async () => {
    const ledger = new Ledger(() => concordat.gatewayUrl, TOPIC);
    ledger.start(12);
    for (let kill = 0; kill < 5; kill++) {
      await sleep(700);
      await concordat.kill();
      await start();
    }
    await sleep(500);
    await ledger.stop();
    process.stdout.write(
      `kill -9 of the process, 5 times: ${ledger.acknowledged.length} acknowledged, ${ledger.unknown.length} unknown\n`,
    );
    expect(ledger.acknowledged.length).toBeGreaterThan(500);
    expect(ledger.unknown.length).toBeGreaterThan(0);
    await expectTheBookToHold(concordat.gatewayUrl, ledger);
  }, 120_000);

  it('survives a power cut that takes PostgreSQL too', async () => {
    const ledger = new Ledger(() => concordat.gatewayUrl, TOPIC);
    ledger.start(12);
    for (let cut = 0; cut < 3; cut++) {
      await sleep(700);
      const postmaster = Number(
        readFileSync(join(folder.path, 'postgres/postmaster.pid'), 'utf8').split('\n')[0],
      );
      process.kill(postmaster, 'SIGKILL');
      await concordat.kill();
      await start();
    }
    await sleep(500);
    await ledger.stop();
    expect(ledger.acknowledged.length).toBeGreaterThan(300);
    await expectTheBookToHold(concordat.gatewayUrl, ledger);
  }, 120_000);

  it('is never left hanging by Ctrl-C: what was begun is finished, and nothing accepted is dropped', async () => {
    const ledger = new Ledger(() => concordat.gatewayUrl, TOPIC);
    ledger.start(12);
    await sleep(1_000);
    expect(await concordat.stop()).toBe(0);
    await ledger.stop();
    await start();
    expect(ledger.acknowledged.length).toBeGreaterThan(100);
    await expectTheBookToHold(concordat.gatewayUrl, ledger);
  }, 60_000);
});
