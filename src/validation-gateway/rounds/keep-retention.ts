import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { isLockTimeout, Retention, Rounds } from '#event-log';
import { isOutage } from '#kernel';
import { ContractSnapshots } from '../3-contract/contract-snapshots.js';
import { keptTopics } from './kept-topics.js';

const LOOK_EVERY_MS = 15_000;

/** Tells the event log how long the contracts in force keep their events. */
@Injectable()
export class KeepRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('retention');
  private readonly rounds = new Rounds(() => this.sweep());

  constructor(
    private readonly retention: Retention,
    private readonly contracts: ContractSnapshots,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.look();
    this.rounds.start(LOOK_EVERY_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.end();
  }

  /** Not before the contracts were read: without them nothing says what may go. */
  private async sweep(): Promise<void> {
    const contracts = this.contracts.current();
    if (!contracts) return;
    try {
      const now = await this.retention.now();
      const { expired, ...rest } = await this.retention.sweep(keptTopics(contracts.all, now), now);
      if (expired.size > 0)
        this.log.log({ ...rest, expired: Object.fromEntries(expired) }, 'old events left the log');
    } catch (error) {
      // Somebody reads the log for long, or places a hold. The next look comes soon.
      if (!isOutage(error) && !isLockTimeout(error))
        this.log.error({ err: error }, 'old events could not leave the log; they are tried again');
    }
  }
}
