import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { PausableProxy } from '../pausable-proxy.js';
import { stopAllThreads } from '../stop-all-threads.js';
import { kafkaClassPath } from './kafka-jars.js';

export interface StartedKafka {
  readonly brokers: readonly string[];
  /** Where clients are to begin; with wires all they say passes through these. */
  readonly doors: readonly string[];
  /** One in front of each broker, where they were asked for. */
  readonly wires: readonly PausableProxy[];
  /** SIGTERM, wait, and remove its data. */
  stop(): Promise<void>;
  /** SIGKILL of one broker and wait: the machine lost power. */
  kill(n?: number): Promise<void>;
  /** SIGSTOP: it holds its connections and answers nothing. */
  freeze(n?: number): void;
  thaw(n?: number): void;
  /** Starts it again on the same data and the same port. */
  restart(n?: number): Promise<void>;
  /** Starts those that are gone. */
  revive(): Promise<void>;
}

const READY_TIMEOUT_MS = 180_000;
/** A small heap: the tests share two cores with everything else. */
const JVM = ['-Xmx512m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** A real Apache Kafka: brokers that are KRaft controllers too, each a process, on loopback only. */
export async function startKafka(count = 1, isWired = false): Promise<StartedKafka> {
  const classPath = await kafkaClassPath();
  const home = await mkdtemp(join(tmpdir(), 'concordat-kafka-'));
  const nodes = await nodesIn(home, count);
  const wires = isWired ? await wiresTo(nodes) : [];
  const java = (main: string, ...args: string[]) => [...JVM, '-cp', classPath, main, ...args];
  const format = java('kafka.tools.StorageTool', 'format', '--cluster-id', clusterId());
  for (const [n, { config }] of nodes.entries()) {
    await writeFile(config, serverProperties(nodes, n, wires[n]?.port));
    await promisify(execFile)('java', [...format, '--config', config]);
  }
  const brokers = nodes.map(({ port }) => `127.0.0.1:${port}`);
  const run = (n: number) => launch(java('kafka.Kafka', nodes[n]?.config ?? ''), brokers);
  const children = await Promise.all(nodes.map((_, n) => run(n)));
  const endOne = (n: number, signal: NodeJS.Signals) => end(children[n], signal);
  const restart = async (n = 0) => {
    await endOne(n, 'SIGKILL');
    children[n] = await run(n);
  };
  return {
    brokers,
    doors: isWired ? wires.map(({ port }) => `127.0.0.1:${port}`) : brokers,
    wires,
    stop: async () => {
      await Promise.all(children.map((child) => end(child, 'SIGTERM')));
      await Promise.all(wires.map((wire) => wire.shut()));
      await rm(home, { recursive: true, force: true });
    },
    kill: (n = 0) => endOne(n, 'SIGKILL'),
    freeze: (n = 0) => {
      const pid = children[n]?.pid;
      if (pid !== undefined) stopAllThreads(pid);
    },
    thaw: (n = 0) => void children[n]?.kill('SIGCONT'),
    restart,
    revive: async () => {
      for (const [n, child] of children.entries()) if (hasEnded(child)) await restart(n);
    },
  };
}

interface Node {
  readonly home: string;
  readonly config: string;
  readonly port: number;
  readonly controllerPort: number;
}

async function nodesIn(home: string, count: number): Promise<readonly Node[]> {
  const ports = await freePorts(count * 2);
  return Array.from({ length: count }, (_, n) => ({
    home: join(home, `node-${n + 1}`),
    config: join(home, `node-${n + 1}.properties`),
    port: ports[2 * n] ?? 0,
    controllerPort: ports[2 * n + 1] ?? 0,
  }));
}

async function wiresTo(nodes: readonly Node[]): Promise<readonly PausableProxy[]> {
  const wires = nodes.map(({ port }) => new PausableProxy({ host: '127.0.0.1', port }));
  await Promise.all(wires.map((wire) => wire.open()));
  return wires;
}

/** 16 bytes in base64url. The first stays below 128, as a leading dash would read as an option. */
function clusterId(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8(bytes.readUInt8() & 0x7f);
  return bytes.toString('base64url');
}

/** With three brokers each write is on two before it is acknowledged, so any one may die. */
function serverProperties(nodes: readonly Node[], n: number, doorPort?: number): string {
  const { home, port, controllerPort } = nodes[n] ?? { home: '', port: 0, controllerPort: 0 };
  const voters = nodes.map((node, i) => `${i + 1}@127.0.0.1:${node.controllerPort}`);
  const replicas = nodes.length;
  const inSync = Math.max(1, replicas - 1);
  return `
process.roles=broker,controller
node.id=${n + 1}
controller.quorum.voters=${voters.join(',')}
listeners=BROKER://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=BROKER://127.0.0.1:${doorPort ?? port}
listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=BROKER
controller.listener.names=CONTROLLER
log.dirs=${join(home, 'log')}
num.partitions=1
default.replication.factor=${replicas}
min.insync.replicas=${inSync}
auto.create.topics.enable=false
offsets.topic.replication.factor=${replicas}
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=${replicas}
transaction.state.log.num.partitions=1
transaction.state.log.min.isr=${inSync}
share.coordinator.state.topic.replication.factor=${replicas}
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.min.isr=${inSync}
group.initial.rebalance.delay.ms=0
controlled.shutdown.enable=false
`;
}

async function launch(args: readonly string[], brokers: readonly string[]): Promise<ChildProcess> {
  const child = spawn('java', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await answers(brokers))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`Kafka did not start:\n${said}`);
    }
    await sleep(200);
  }
  return child;
}

async function answers(brokers: readonly string[]): Promise<boolean> {
  const kafka = new Kafka({
    brokers: [...brokers],
    connectionTimeout: 5_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers: alive, controller } = await admin.describeCluster();
    return alive.length === brokers.length && controller !== null;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(late);
}

/** All held at once, so that they differ. */
async function freePorts(count: number): Promise<readonly number[]> {
  const probes = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const probe of probes) {
    probe.listen(0, '127.0.0.1');
    await once(probe, 'listening');
    ports.push((probe.address() as { port: number }).port);
  }
  await Promise.all(probes.map((probe) => new Promise((done) => probe.close(done))));
  return ports;
}
