import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { ObservedGroups } from '#event-log';
import { Exit } from './6-exit/exit.js';

const LOOK_EVERY_MS = 5_000;

/**
 * Looks now and then at who reads from the broker, so that the catalog can show consumers nobody
 * declared. Off the road of events: a broker that is away is simply not looked at.
 */
@Injectable()
export class ObserveGroups implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('consumers');
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly exit: Exit,
    private readonly groups: ObservedGroups,
  ) {}

  onApplicationBootstrap(): void {
    const look = () =>
      void (this.looking ??= this.look().finally(() => (this.looking = undefined)));
    this.timer = setInterval(look, LOOK_EVERY_MS).unref();
    look();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
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
