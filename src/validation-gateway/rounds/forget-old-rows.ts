import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { EventLinks, Latencies, PolicyComparisons, Rounds, Tallies } from '#event-log';
import { isOutage } from '#kernel';

const FORGET_EVERY_MS = 600_000;
const LINKS_KEPT_DAYS = 30;

/** What is noted beside events is kept for its days; off their road, whoever notes it. */
@Injectable()
export class ForgetOldRows implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('forgetting');
  private readonly rounds = new Rounds(() => this.forgetAll());

  constructor(
    private readonly links: EventLinks,
    private readonly latencies: Latencies,
    private readonly comparisons: PolicyComparisons,
    private readonly tallies: Tallies,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start(FORGET_EVERY_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.end();
  }

  private async forgetAll(): Promise<void> {
    await this.forget('links of events', () => this.links.forget(LINKS_KEPT_DAYS));
    await this.forget('latencies', () => this.latencies.forget());
    await this.forget('verdicts of candidates', () => this.comparisons.forget());
    await this.forget('counts of verdicts', () => this.tallies.thin());
  }

  /** One that fails leaves the others their turn. */
  private async forget(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isOutage(error)) this.log.error({ err: error }, `old ${what} could not be forgotten`);
    }
  }
}
