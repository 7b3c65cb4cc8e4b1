import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { ObservedGroups, Rounds } from '#event-log';
import { Exit } from '../6-exit/exit.js';

const LOOK_EVERY_MS = 5_000;

/**
 * Looks now and then at who reads from the broker, so that the catalog can show consumers nobody
 * declared. Off the road of events: a broker that is away is simply not looked at.
 */
@Injectable()
export class ObserveGroups implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('consumers');
  private readonly rounds = new Rounds(() => this.look());

  constructor(
    private readonly exit: Exit,
    private readonly groups: ObservedGroups,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.look();
    this.rounds.start(LOOK_EVERY_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.end();
  }

  private async look(): Promise<void> {
    try {
      const seen = await this.exit.readers();
      if (seen.length > 0) await this.groups.saw(seen);
    } catch (error) {
      this.log.debug({ err: error }, 'who reads from the broker could not be seen');
    }
  }
}
