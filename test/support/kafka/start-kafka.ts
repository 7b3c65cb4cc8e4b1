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
import { kafkaClassPath } from './kafka-jars.js';

export interface StartedKafka {
  readonly brokers: readonly string[];
  /** SIGTERM, wait, and remove its data. */
  stop(): Promise<void>;
  /** SIGKILL and wait: the machine lost power. */
  kill(): Promise<void>;
  /** SIGSTOP: it holds its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Starts it again on the same data and the same port. */
  restart(): Promise<void>;
}

const READY_TIMEOUT_MS = 90_000;
/** A small heap: the tests share two cores with everything else. */
const JVM = ['-Xmx512m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** A real single-node Apache Kafka: broker and KRaft controller in one process, on loopback only. */
export async function startKafka(): Promise<StartedKafka> {
  const classPath = await kafkaClassPath();
  const home = await mkdtemp(join(tmpdir(), 'concordat-kafka-'));
  const [port, controllerPort] = await freePorts();
  const config = join(home, 'server.properties');
  await writeFile(config, serverProperties(home, port, controllerPort));
  const java = (main: string, ...args: string[]) => [...JVM, '-cp', classPath, main, ...args];
  const format = java('kafka.tools.StorageTool', 'format', '--cluster-id', clusterId());
  await promisify(execFile)('java', [...format, '--config', config]);
  const brokers = [`127.0.0.1:${port}`];
  const run = () => launch(java('kafka.Kafka', config), brokers);
  let child = await run();
  return {
    brokers,
    stop: async () => {
      await end(child, 'SIGTERM');
      await rm(home, { recursive: true, force: true });
    },
    kill: () => end(child, 'SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    restart: async () => {
      await end(child, 'SIGKILL');
      child = await run();
    },
  };
}

/** 16 bytes in base64url. The first stays below 128, as a leading dash would read as an option. */
function clusterId(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8(bytes.readUInt8() & 0x7f);
  return bytes.toString('base64url');
}

const serverProperties = (home: string, port: number, controllerPort: number) => `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=BROKER://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=BROKER://127.0.0.1:${port}
listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=BROKER
controller.listener.names=CONTROLLER
log.dirs=${join(home, 'log')}
num.partitions=1
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
controlled.shutdown.enable=false
`;

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
    connectionTimeout: 1_000,
    requestTimeout: 2_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers: alive, controller } = await admin.describeCluster();
    return alive.length > 0 && controller !== null;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await gone;
  clearTimeout(late);
}

/** Both held at once, so that they differ. */
async function freePorts(): Promise<[number, number]> {
  const probes = [createServer(), createServer()];
  const ports: number[] = [];
  for (const probe of probes) {
    probe.listen(0, '127.0.0.1');
    await once(probe, 'listening');
    ports.push((probe.address() as { port: number }).port);
  }
  await Promise.all(probes.map((probe) => new Promise((done) => probe.close(done))));
  return [ports[0] ?? 0, ports[1] ?? 0];
}
