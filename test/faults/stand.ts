import { execFile } from 'node:child_process';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/app/embedded-postgres.js';
import { useKafka } from '../support/kafka/kafka-suite.js';
import type { StartedKafka } from '../support/kafka/start-kafka.js';
import { PausableProxy } from '../support/pausable-proxy.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const GATEWAYS = 3;
const PROCESSES = 2;
const CLOCK = new URL('../support/shifted-clock.mjs', import.meta.url).href;
const PIECE = Buffer.alloc(1024 * 1024, 1);

export interface StandKind {
  readonly brokers?: number;
  /** Kafka behind a wire that can be cut. */
  readonly isWired?: boolean;
  /** PostgreSQL on a disk of its own of this size, to be filled; needs the right to mount one. */
  readonly diskMb?: number;
  /** Only one more gateway beside the first, of several processes behind one port. */
  readonly isCrowded?: boolean;
}

/** Gateways on one PostgreSQL of their own, behind a wire that can be cut, and one Kafka. */
export class Stand {
  readonly gateways: StartedConcordat[] = [];
  /** What writers reach the gateways by. */
  readonly doors: PausableProxy[] = [];
  private readonly target = { host: '127.0.0.1', port: 0 };
  readonly wire = new PausableProxy(this.target);
  private postgres!: EmbeddedPostgres;
  private home = '';
  kafka!: StartedKafka;

  constructor(private readonly kind: StandKind = {}) {}

  async start(): Promise<void> {
    this.home = await mkdtemp(join(tmpdir(), 'concordat-faults-'));
    if (this.kind.diskMb !== undefined) await mount(this.home, this.kind.diskMb);
    await this.startPostgres();
    await this.wire.open();
    this.kafka = await useKafka(this.kind.brokers, this.kind.isWired);
    const gateways = this.kind.isCrowded ? 2 : GATEWAYS;
    for (let n = 0; n < gateways; n++) {
      this.gateways.push(await this.startGateway(n));
      const door = new PausableProxy(this.behindDoor(n));
      await door.open();
      this.doors.push(door);
    }
  }

  /** Of each gateway, for writers. */
  get urls(): readonly string[] {
    return this.doors.map(({ port }) => `http://127.0.0.1:${port}`);
  }

  async stop(): Promise<void> {
    for (const each of this.gateways) await each.stop();
    await Promise.all([this.wire, ...this.doors].map((each) => each.shut()));
    await this.postgres.stop();
    await this.kafka.stop();
    if (this.kind.diskMb !== undefined) await promisify(execFile)('umount', [this.home]);
    await rm(this.home, { recursive: true, force: true });
  }

  /** kill -9 of one gateway, and another in its place. */
  async replaceGateway(n: number): Promise<void> {
    await this.gateways[n]?.kill();
    this.gateways[n] = await this.startGateway(n);
  }

  /** Of a gateway that has some: the processes behind its port, as Linux tells them. */
  async workers(n: number): Promise<readonly number[]> {
    const { pid } = this.gateways[n] ?? { pid: 0 };
    const told = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return told.trim().split(' ').filter(Boolean).map(Number);
  }

  /** SIGTERM, and another in its place. @returns its exit code */
  async restartGateway(n: number): Promise<number | null | undefined> {
    const code = await this.gateways[n]?.stop();
    this.gateways[n] = await this.startGateway(n);
    return code;
  }

  /** Whatever is gone is started again. */
  async revive(): Promise<void> {
    await this.revivePostgres();
    await this.kafka.revive();
    for (const [n, { pid }] of this.gateways.entries())
      if (!isAlive(pid)) this.gateways[n] = await this.startGateway(n);
  }

  /** kill -9 of the postmaster, which takes its children along. */
  async killPostgres(): Promise<void> {
    process.kill(await this.postmaster(), 'SIGKILL');
  }

  /** Where it ended by itself; one that lived through it is left alone. */
  async revivePostgres(): Promise<void> {
    const pid = await this.postmaster().catch(() => undefined); // Its file may have gone with it.
    if (pid === undefined || !isAlive(pid)) await this.startPostgres();
  }

  async startPostgres(): Promise<void> {
    this.postgres = await startEmbeddedPostgres(this.home, () => undefined);
    this.target.port = Number(new URL(this.postgres.url).port);
  }

  /** Writes until nothing more fits on the disk of PostgreSQL. */
  async fillDisk(): Promise<void> {
    const ballast = await open(join(this.home, 'ballast'), 'w');
    try {
      for (;;) await ballast.write(PIECE);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      await ballast.close();
    }
  }

  async freeDisk(): Promise<void> {
    await rm(join(this.home, 'ballast'), { force: true });
  }

  /** From now on this gateway takes it to be so much later; earlier where negative. */
  async shiftClock(n: number, ms: number): Promise<void> {
    await writeFile(this.clockOf(n), String(ms));
  }

  /** Whichever stands there now. */
  private behindDoor(n: number): { readonly host: string; readonly port: number } {
    const portNow = (): number => Number(new URL(this.gateways[n]?.gatewayUrl ?? '').port);
    return {
      host: '127.0.0.1',
      get port() {
        return portNow();
      },
    };
  }

  private readonly clockOf = (n: number): string => join(this.home, `clock-${n}`);

  private async postmaster(): Promise<number> {
    const file = await readFile(join(this.home, 'postgres/postmaster.pid'), 'utf8');
    return Number(file.split('\n')[0]);
  }

  private startGateway(n: number): Promise<StartedConcordat> {
    const url = new URL(this.postgres.url);
    url.port = String(this.wire.port);
    return startConcordat({
      ...{ DATABASE_URL: url.href, CONCORDAT_ROLE: n === 0 ? 'all' : 'gateway' },
      KAFKA_BROKERS: this.kafka.doors.join(','),
      ...(this.kind.isCrowded && n > 0 && { CONCORDAT_PROCESSES: String(PROCESSES) }),
      ...{ NODE_OPTIONS: `--import=${CLOCK}`, CONCORDAT_TEST_CLOCK: this.clockOf(n) },
    });
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function mount(folder: string, sizeMb: number): Promise<void> {
  await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m`, 'tmpfs', folder]);
}

/** Whether a disk of its own can be made for a stand here. */
export async function mayMount(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'concordat-mount-'));
  try {
    await mount(folder, 1);
    await promisify(execFile)('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
