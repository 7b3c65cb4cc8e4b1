import { randomBytes } from 'node:crypto';
import { platform } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { describeWithKafka, mayKillKafka } from '../support/kafka/kafka-suite.js';
import { readCommitted } from '../support/kafka/read-committed.js';
import type { PausableProxy } from '../support/pausable-proxy.js';
import { publish } from '../support/publish-orders.js';
import { CustodyLedger, shaOf } from './custody-ledger.js';
import { duplicated, type Found, lost, offences } from './offences.js';
import { isAlive, mayMount, Stand, type StandKind } from './stand.js';

const { CONCORDAT_FAULT_ROUNDS: rounds } = process.env;
/** `npm run faults` repeats every fault that often; `npm test` plays the short list, once. */
const ROUNDS = Number(rounds ?? 1);
const isWhole = rounds !== undefined;
const WRITERS = 8;
const PARTITIONS = 3;
const HOUR_MS = 3_600_000;
/** Enough for a fault on a machine that has much else to do; a fault that hangs is found all the same. */
const ROUND_MS = 90_000;
/** To begin, to settle what is under way, and to read everything back. */
const AROUND_MS = 300_000;

/** What is written meanwhile, and where. */
interface Written {
  readonly topic: string;
  readonly ledger: CustodyLedger;
}

interface Scenario {
  readonly name: string;
  /** One fault, begun and healed. */
  readonly fault: (stand: Stand, round: number, written: Written) => Promise<void>;
  readonly losesCounters?: boolean;
  readonly needsOwnKafka?: boolean;
  /** In the short list: what no end-to-end test kills. */
  readonly isShort?: boolean;
}

const contract = (topic: string, revision = 0) => ({
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: topic, owner: { team: 'faults' } },
  description: { purpose: `Kept whole, revision ${revision}.` },
  schema: {
    ...{ format: 'json-schema', subject: `${topic}-value` },
    definition: {
      ...{ type: 'object', required: ['orderId', 'version'] },
      properties: { orderId: { type: 'string' }, version: { type: 'integer' } },
    },
  },
  envelope: { type: topic },
  channel: { topic, key: '/orderId', partitions: PARTITIONS },
  undeclared: 'allow',
  semantics: {
    delivery: 'effectively-once',
    entity: { type: topic, key: '/orderId', version: '/version' },
  },
});

const scenarios: readonly Scenario[] = [
  {
    name: 'F1 kill -9, one gateway of three',
    losesCounters: true,
    fault: async (stand, round) => {
      await sleep(500);
      await stand.replaceGateway(1 + (round % 2));
    },
  },
  {
    name: 'F2 kill -9, PostgreSQL',
    isShort: true,
    losesCounters: true, // What was committed and not answered is counted by nobody.
    fault: async (stand) => {
      await sleep(700);
      await stand.killPostgres();
      await stand.startPostgres();
      await sleep(1_000);
    },
  },
  {
    name: 'F3 kill -9, Kafka',
    needsOwnKafka: true,
    fault: async ({ kafka }) => {
      await kafka.kill();
      await sleep(500);
      await kafka.restart();
    },
  },
  {
    name: 'F4 kill -9, all gateways and the relay',
    isShort: true,
    losesCounters: true,
    fault: async (stand, round) => {
      await sleep(300 + 170 * round);
      await Promise.all(stand.gateways.map((each) => each.kill()));
      for (const n of stand.gateways.keys()) await stand.replaceGateway(n);
    },
  },
  {
    name: 'F6 SIGSTOP, Kafka',
    needsOwnKafka: true,
    fault: async ({ kafka }) => {
      kafka.freeze();
      await sleep(4_000);
      kafka.thaw();
    },
  },
  {
    name: 'F12 contract published again and again',
    isShort: true,
    fault: async ({ gateways }, round, { topic }) => {
      for (let i = 0; i < 5; i++) {
        await publish(gateways[0]?.registryUrl ?? '', contract(topic, 1 + round * 5 + i));
        await sleep(200);
      }
    },
  },
  {
    name: 'F8 clocks an hour apart, and stepping back',
    isShort: true,
    fault: async (stand, round) => {
      await stand.shiftClock(1, round % 2 ? -HOUR_MS : HOUR_MS);
      await stand.shiftClock(2, round % 2 ? HOUR_MS : -HOUR_MS);
      await sleep(1_500);
      for (const n of stand.gateways.keys()) await stand.shiftClock(n, 0);
      await sleep(500);
    },
  },
  {
    name: 'F13 ten times the writers',
    losesCounters: true, // Who gave up waiting may have been served all the same.
    fault: async (_, _round, { ledger }) => {
      await ledger.burst(10 * WRITERS, 4_000);
      await moreAcked(ledger);
    },
  },
];

/** Every two that speak with each other, cut off, silent, or heard and not answered. */
const partitions: readonly Scenario[] = [
  {
    name: 'F5 gateways cut off from PostgreSQL',
    losesCounters: true,
    fault: async ({ wire }) => {
      await sleep(500);
      await wire.shut();
      await sleep(1_500);
      await wire.open();
    },
  },
  {
    name: 'F5 PostgreSQL silent, half-open [covers 36]',
    isShort: true,
    losesCounters: true,
    fault: ({ wire }) => whileSilent([wire], 'all'),
  },
  {
    name: 'F5 PostgreSQL is asked, and its answers are lost [covers 36]',
    isShort: true,
    losesCounters: true,
    fault: ({ wire }) => whileSilent([wire], 'answers'),
  },
  {
    name: 'F5 Kafka silent, half-open [covers 36]',
    needsOwnKafka: true,
    isShort: true,
    losesCounters: true,
    fault: ({ kafka }) => whileSilent(kafka.wires, 'all'),
  },
  {
    name: 'F5 Kafka is asked, and its answers are lost',
    needsOwnKafka: true,
    losesCounters: true,
    fault: ({ kafka }) => whileSilent(kafka.wires, 'answers'),
  },
  {
    name: 'F5 writers are heard by one gateway of three, and not answered [covers 36]',
    isShort: true,
    losesCounters: true, // Who was not answered asks another one.
    fault: ({ doors }, round) => whileSilent(doors.slice(round % 3, (round % 3) + 1), 'answers'),
  },
];

async function whileSilent(
  wires: readonly PausableProxy[],
  of: Parameters<PausableProxy['silence']>[0],
): Promise<void> {
  await sleep(500);
  for (const wire of wires) wire.silence(of);
  await sleep(6_000);
  for (const wire of wires) wire.speak();
}

const threeBrokers: readonly Scenario[] = [
  {
    name: 'F3 kill -9, one Kafka broker of three',
    needsOwnKafka: true,
    fault: async ({ kafka }, round, { ledger }) => {
      await kafka.kill(round % 3);
      await moreAcked(ledger);
      await sleep(1_000);
      await kafka.restart(round % 3);
    },
  },
];

/** Those behind one port; the port itself is the first one's. */
const processes: readonly Scenario[] = [
  {
    name: 'F1 kill -9, one process of two behind a port',
    isShort: true,
    losesCounters: true,
    fault: async (stand, round, { ledger }) => {
      const all = await stand.workers(1);
      const [gone = 0] = all.slice(round % all.length);
      process.kill(gone, 'SIGKILL');
      await eventually(async () => {
        expect(await stand.workers(1)).not.toContain(gone);
        expect(await stand.workers(1)).toHaveLength(all.length);
      }, 60_000);
      await moreAcked(ledger);
    },
  },
  {
    name: 'F1 kill -9, the process that holds the port of two others',
    isShort: true,
    losesCounters: true,
    fault: async (stand) => {
      const orphans = await stand.workers(1);
      await stand.replaceGateway(1);
      await eventually(() => {
        expect(orphans.filter(isAlive)).toEqual([]);
        return Promise.resolve();
      }, 60_000);
    },
  },
  {
    name: 'F10 SIGTERM, two processes behind a port',
    isShort: true,
    losesCounters: true, // They go with those who counted.
    fault: async (stand) => {
      const before = await stand.workers(1);
      expect(await stand.restartGateway(1)).toBe(0);
      expect(before.filter(isAlive)).toEqual([]);
    },
  },
];

const smallDisk: readonly Scenario[] = [
  {
    name: 'F7 the disk of PostgreSQL is full',
    losesCounters: true, // PostgreSQL ends where it cannot write ahead.
    fault: async (stand, _round, { ledger }) => {
      const before = ledger.answered(503);
      await stand.fillDisk();
      await eventually(() => {
        expect(ledger.answered(503)).toBeGreaterThan(before);
        return Promise.resolve();
      }, 60_000);
      await stand.freeDisk();
      await sleep(1_000);
      await stand.revivePostgres();
      expect(ledger.answered(500)).toBe(0); // A full disk is an outage and no bug.
    },
  },
];

const isDiskMade = await mayMount();
if (isWhole && !isDiskMade)
  process.stderr.write('\n  !! F7: NOT RUN, a disk to be filled cannot be mounted here.\n\n');

/** Each on a stand of its own. */
const stands: readonly (readonly [string, StandKind, readonly Scenario[]])[] = [
  ['', { isWired: true }, [...scenarios, ...partitions]],
  [' with three brokers', { brokers: 3 }, threeBrokers],
  [' behind one port', { isCrowded: true }, platform() === 'linux' ? processes : []],
  [' on a small disk', { diskMb: 400 }, isDiskMade ? smallDisk : []],
];
const isPlayable = ({ needsOwnKafka, isShort }: Scenario) =>
  (!needsOwnKafka || mayKillKafka) && (isWhole || isShort);
const playable = stands
  .map(([where, kind, all]) => [where, kind, all.filter(isPlayable)] as const)
  .filter(([, , some]) => some.length > 0);

for (const [where, kind, some] of playable)
  describeWithKafka(`custody of acknowledged events${where}`, () => custodyOn(kind, some));

function custodyOn(kind: StandKind, some: readonly Scenario[]): void {
  const stand = new Stand(kind);
  const table: Record<string, object> = {};

  beforeAll(() => stand.start(), 600_000);
  afterAll(async () => {
    const rows = Object.entries(table).map(([name, row]) => ({ scenario: name, ...row }));
    process.stdout.write(`\n${inColumns(rows)}\n`);
    await stand.stop();
  }, 60_000);

  it.each(some)(
    '$name: nothing lost, leaked, doubled or out of order [covers 74]',
    async ({ name, fault, losesCounters }) => {
      const topic = `faults-${randomBytes(4).toString('hex')}`;
      await publish(stand.gateways[0]?.registryUrl ?? '', contract(topic));
      const ledger = new CustodyLedger(topic, () => stand.urls);
      ledger.start(WRITERS);
      try {
        await moreAcked(ledger);
        await playAll((round) => fault(stand, round, { topic, ledger }));
        await moreAcked(ledger); // It goes on by itself, or this scenario ends here.
      } finally {
        // The next scenario finds all gateways, and nobody who writes, whatever became of this one.
        await ledger.stop();
        await stand.revive();
      }
      const log = (
        await Promise.all(Array.from({ length: PARTITIONS }, (_, p) => readLog(topic, p)))
      ).flat();
      const kafka = await readKafka(topic, log.length);
      const acceptedByMetrics = losesCounters ? undefined : await acceptedOf(topic);
      const custody = { book: ledger.book, log, kafka, acceptedByMetrics };
      const found = offences(custody);
      table[name] = {
        faults: ROUNDS,
        acked: ledger.acked,
        lost: lost(custody).length,
        duplicated: duplicated(custody).length,
        verdict: found.length === 0 ? 'holds' : `${found.length} offences`,
      };
      process.stdout.write(`${name}: ${JSON.stringify(table[name])}\n`);
      expect(found.slice(0, 20)).toEqual([]);
    },
    AROUND_MS + ROUNDS * ROUND_MS,
  );

  async function readLog(topic: string, partition: number): Promise<Found[]> {
    const found: Found[] = [];
    for (;;) {
      const offset = found.length;
      const url = `${stand.gateways[0]?.gatewayUrl}/v1/topics/${topic}/partitions/${partition}/events?offset=${offset}&limit=1000`;
      const answer = await fetch(url);
      if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
      const { events } = (await answer.json()) as LogPage;
      if (events.length === 0) return found;
      for (const { offset: at, value } of events)
        found.push({ position: `${partition}@${at}`, ...standing(value) });
    }
  }

  async function readKafka(topic: string, events: number): Promise<Found[]> {
    const read = await readCommitted(stand.kafka.brokers, topic, { events, timeoutMs: 90_000 });
    return read.map(({ partition, offset, value }) => ({
      position: `${partition}@${offset}`,
      ...standing(JSON.parse(String(value)) as Body),
      sha: shaOf(value ?? ''),
    }));
  }

  async function acceptedOf(topic: string): Promise<number> {
    let sum = 0;
    for (const { gatewayUrl } of stand.gateways) {
      const text = await (await fetch(`${gatewayUrl}/metrics`)).text();
      for (const line of text.split('\n'))
        if (
          line.startsWith('concordat_gateway_events_total') &&
          line.includes(`"${topic}`) &&
          line.includes('verdict="accepted"')
        )
          sum += Number(line.split(' ').at(-1));
    }
    return sum;
  }
}

/** Ends in time by itself: a test that is given up goes on, and its faults hit the next one. */
async function playAll(play: (round: number) => Promise<void>): Promise<void> {
  const until = performance.now() + ROUNDS * ROUND_MS;
  for (let round = 0; round < ROUNDS; round++) {
    if (performance.now() > until)
      throw new Error(`${round} of ${ROUNDS} faults took all the time there is for them`);
    await play(round);
  }
}

async function moreAcked(ledger: CustodyLedger): Promise<void> {
  const wanted = ledger.acked + 30;
  await eventually(() => {
    expect(ledger.acked).toBeGreaterThanOrEqual(wanted);
    return Promise.resolve();
  }, 60_000);
}

interface Body {
  readonly id: string;
  readonly orderId: string;
  readonly version: number;
}
interface LogPage {
  readonly events: readonly { readonly offset: number; readonly value: Body }[];
}
const standing = ({ id, orderId, version }: Body) => ({ id, key: orderId, version });

/** As wide as its widest cell. */
function inColumns(rows: readonly object[]): string {
  const heads = Object.keys(rows[0] ?? {});
  const cells = [heads, ...rows.map((row) => Object.values(row).map(String))];
  const widths = heads.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  return cells
    .map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '))
    .join('\n');
}
