import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/app/embedded-postgres.js';
import { useKafka } from '../support/kafka/kafka-suite.js';
import type { StartedKafka } from '../support/kafka/start-kafka.js';
import { PausableProxy } from '../support/pausable-proxy.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const GATEWAYS = 3;

/** Three gateways on one PostgreSQL of their own, behind a wire that can be cut, and one Kafka. */
export class Stand {
  readonly gateways: StartedConcordat[] = [];
  private readonly target = { host: '127.0.0.1', port: 0 };
  readonly wire = new PausableProxy(this.target);
  private postgres!: EmbeddedPostgres;
  private home = '';
  kafka!: StartedKafka;

  async start(): Promise<void> {
    this.home = await mkdtemp(join(tmpdir(), 'concordat-faults-'));
    await this.startPostgres();
    await this.wire.open();
    this.kafka = await useKafka();
    for (let n = 0; n < GATEWAYS; n++) this.gateways.push(await this.startGateway(n));
  }

  async stop(): Promise<void> {
    for (const each of this.gateways) await each.stop();
    await this.wire.shut();
    await this.postgres.stop();
    await this.kafka.stop();
    await rm(this.home, { recursive: true, force: true });
  }

  /** kill -9 of one gateway, and another in its place. */
  async replaceGateway(n: number): Promise<void> {
    await this.gateways[n]?.kill();
    this.gateways[n] = await this.startGateway(n);
  }

  /** kill -9 of the postmaster, which takes its children along. */
  async killPostgres(): Promise<void> {
    const file = await readFile(join(this.home, 'postgres/postmaster.pid'), 'utf8');
    process.kill(Number(file.split('\n')[0]), 'SIGKILL');
  }

  async startPostgres(): Promise<void> {
    this.postgres = await startEmbeddedPostgres(this.home, () => undefined);
    this.target.port = Number(new URL(this.postgres.url).port);
  }

  private startGateway(n: number): Promise<StartedConcordat> {
    const url = new URL(this.postgres.url);
    url.port = String(this.wire.port);
    return startConcordat({
      ...{ DATABASE_URL: url.href, CONCORDAT_ROLE: n === 0 ? 'all' : 'gateway' },
      KAFKA_BROKERS: this.kafka.brokers.join(','),
    });
  }
}
