import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Quarantine, Rounds } from '#event-log';
import { isOutage, limits } from '#kernel';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../gateway-settings.js';

const LOOK_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

/** Refused events nobody looked at in time are let go, or a topic's room would fill for ever. */
@Injectable()
export class ExpireQuarantine implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('quarantine');
  private readonly rounds = new Rounds(() => this.expire());
  private isEnding = false;

  constructor(
    private readonly quarantine: Quarantine,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.look();
    this.rounds.start(LOOK_EVERY_MS);
  }

  onApplicationShutdown(): Promise<void> {
    this.isEnding = true;
    return this.rounds.end();
  }

  /** Few at a time, and so many in one look: whoever wants to stop, or to act on a case, waits for few. */
  private async expire(): Promise<void> {
    try {
      const olderThanMs = this.settings.quarantineDays * DAY_MS;
      for (let left = limits.quarantineCasesPerLook.value; left > 0 && !this.isEnding;) {
        const done = await this.quarantine.expire(olderThanMs);
        if (done === 0) return;
        left -= done;
      }
    } catch (error) {
      if (!isOutage(error)) this.log.error({ err: error }, 'old cases could not be closed');
    }
  }
}
