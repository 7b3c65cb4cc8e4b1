import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isOutage } from '#kernel';
import {
  ActiveContracts,
  CONTRACTS_CHANNEL,
  type EnforcedContract,
  type EnforcedSnapshot,
} from '#registry';
import type { ContractsInForce } from '../contract-in-force.js';
import { SharedClock } from './shared-clock.js';
import type { Workshop } from './accepted-schemas.js';
import { CompiledSchemas } from './compiled-schemas.js';
import { ContractWatch } from './contract-watch.js';
import { indexContracts, IndexedContracts } from './index-contracts.js';
import { KeptContracts, KeptContractsFault } from './kept-contracts.js';

/** A contract change is live within a second even if no notification ever comes. */
const POLL_MS = 400;
/** A frozen server answers nothing at all; then the next look must not wait for this one. */
const HANG_MS = 5_000;

/**
 * The contracts in force, as one immutable snapshot behind one reference. It is swapped whole, so
 * a request that took it judges all its events by one version. PostgreSQL being away changes
 * nothing: the last snapshot stays, and one kept on disk stands in until the first was read.
 */
@Injectable()
export class ContractSnapshots implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger('contracts');
  private readonly workshop: Workshop = {
    compiled: new CompiledSchemas(),
    onUnusable: (contract, cause) => this.unusable(contract, cause),
  };
  private readonly clock = new SharedClock();
  private held: IndexedContracts | undefined;
  /** When what is held was kept, where it came from the disk. */
  private fromDisk: string | undefined;
  private timer: NodeJS.Timeout | undefined;
  private refreshing: Promise<void> | undefined;
  private watch: ContractWatch | undefined;
  private looks = 0;

  constructor(
    private readonly source: ActiveContracts,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly kept: KeptContracts,
  ) {}

  /** `undefined` until the first snapshot was read. */
  current(): ContractsInForce | undefined {
    return this.held;
  }

  /** The time by which contracts begin and end: PostgreSQL’s, as of the last look and carried on. */
  nowMs(): number {
    return this.clock.nowMs();
  }

  /** Set while PostgreSQL has not answered since the start: when these contracts were kept. */
  keptAt(): string | undefined {
    return this.fromDisk;
  }

  async onModuleInit(): Promise<void> {
    await this.refresh();
    if (!this.held) await this.readKept();
    this.timer = setInterval(() => void this.refresh(), POLL_MS).unref();
    const url = 'url' in this.dataSource.options ? this.dataSource.options.url : undefined;
    if (!url) return;
    const connection = { connectionString: url, connectionTimeoutMillis: 3_000, keepAlive: true };
    this.watch = new ContractWatch(connection, CONTRACTS_CHANNEL, () => void this.refresh());
    void this.watch.start();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.watch?.stop();
    await this.refreshing;
  }

  /** Asks for the revision; reads the snapshot when it moved. One at a time; never throws. */
  refresh(): Promise<void> {
    this.refreshing ??= Promise.race([
      this.look(),
      sleep(HANG_MS, undefined, { ref: false }),
    ]).finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async look(): Promise<void> {
    const look = ++this.looks;
    try {
      const { revision } = await this.clock.hear(() => this.source.revision());
      const isCurrent = revision === this.held?.revision;
      if (isCurrent && this.fromDisk === undefined) return;
      const snapshot = await this.source.toEnforce();
      if (look !== this.looks) return; // It hung, and a later one knows better.
      this.put(snapshot, undefined);
      this.keep(snapshot);
    } catch (error) {
      if (isOutage(error)) this.log.debug('PostgreSQL is away; the last contracts stay in force');
      else
        this.log.error(
          { err: error },
          'the contracts could not be read; the last ones stay in force',
        );
    }
  }

  private put(snapshot: EnforcedSnapshot, keptAt: string | undefined): void {
    this.fromDisk = keptAt;
    this.held = indexContracts(snapshot, this.held, this.workshop);
  }

  private async readKept(): Promise<void> {
    try {
      const kept = await this.kept.read();
      if (!kept || this.held) return;
      this.put(kept.snapshot, kept.keptAt);
      this.log.warn(
        { revision: kept.snapshot.revision, keptAt: kept.keptAt },
        'PostgreSQL is away; the contracts kept on disk are in force',
      );
    } catch (error) {
      if (!(error instanceof KeptContractsFault)) throw error;
      this.log.error(error.message);
    }
  }

  private keep(snapshot: EnforcedSnapshot): void {
    this.kept.keep(snapshot).catch((error: unknown) => {
      this.log.error({ err: error }, 'the contracts could not be kept on disk');
    });
  }

  private unusable({ id, version }: EnforcedContract, cause: unknown): void {
    this.log.error(
      { err: cause, contract: `${id}@${version}` },
      'a schema in force does not compile',
    );
  }
}
