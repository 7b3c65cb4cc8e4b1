import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Gauge, register } from 'prom-client';
import { Rounds } from '#event-log';
import { isOutage } from '#kernel';
import { StateBuilds } from '../store/state-builds.js';
import { StateStep } from './state-step.js';
import type { StateBuild } from './latest-state.js';
import { WantedStates } from './wanted-states.js';
import type { StatesOf } from './words-of-events.js';

const LOOK_EVERY_MS = 100;
/** Between two looks at which contracts ask for it. */
const ASK_EVERY_MS = 500;
const SWEPT_ROWS = 2_000;
const LAG = 'concordat_state_lag_events';

/** A build nobody asked for by name is begun by whoever first saw that the contract wants one. */
const NOBODY = 'concordat';

/**
 * Keeps the latest states of entities as the log goes on, for contracts that ask for it. Any number of
 * registries may run it: a step holds its build, and nobody waits for another.
 */
@Injectable()
export class KeepStates implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('states');
  private readonly rounds = new Rounds(() => this.round());
  private asked: ReadonlyMap<string, StatesOf> = new Map();
  private askedMs = -Infinity;
  private isStopping = false;
  private readonly gauge =
    (register.getSingleMetric(LAG) as Gauge<'contract'> | undefined) ??
    new Gauge({
      name: LAG,
      help: 'Events of the log that the latest states of a contract do not know yet.',
      labelNames: ['contract'],
    });

  constructor(
    private readonly wanted: WantedStates,
    private readonly builds: StateBuilds,
    private readonly step: StateStep,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start(LOOK_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await this.rounds.end();
  }

  /** Somebody waits for what the log has. */
  look(): void {
    this.rounds.look();
  }

  private async round(): Promise<void> {
    try {
      await this.askContracts();
      if (this.asked.size > 0) await this.work();
    } catch (error) {
      if (!isOutage(error)) this.log.error({ err: error }, 'states stood still; they go on');
    }
  }

  /** In turn, so that a long rebuild keeps no other state from going on. */
  private async work(): Promise<void> {
    for (let isDone = false; !isDone && !this.isStopping;) {
      isDone = true;
      const due = await this.builds.due([...this.asked.keys()]);
      for (const each of due) {
        const of = this.asked.get(each.contractId);
        if (this.isStopping || !of) continue;
        if (await this.step.take(each, of)) isDone = false;
      }
      for (const id of new Set(due.map(({ contractId }) => contractId)))
        await this.builds.serveBuilt(id);
    }
  }

  private async askContracts(): Promise<void> {
    if (performance.now() - this.askedMs < ASK_EVERY_MS) return;
    this.askedMs = performance.now();
    const wanted = await this.wanted.all();
    this.asked = new Map(wanted.map((each) => [each.id, each]));
    const builds = await this.builds.list();
    if (builds.length === 0 && wanted.length === 0) return;
    for (const each of builds)
      if (each.state !== 'gone' && !this.asked.has(each.contractId)) await this.builds.drop(each);
    for (const each of wanted) await this.keep(each, builds);
    if (await this.builds.sweep(SWEPT_ROWS)) this.askedMs = -Infinity;
    const lag = await this.builds.lag();
    // At once, so that nobody is told nothing in between.
    this.gauge.reset();
    for (const [contract, events] of lag) this.gauge.set({ contract }, events);
  }

  /** The one of another topic serves until that of the new one is built. */
  private async keep({ id, contract }: StatesOf, builds: readonly StateBuild[]): Promise<void> {
    const { topic } = contract.channel;
    const mine = builds.filter(({ contractId, state }) => contractId === id && state !== 'gone');
    if (!mine.some((build) => build.topic === topic)) {
      for (const each of mine) if (each.state === 'building') await this.builds.drop(each);
      await this.builds.begin(id, topic, { by: NOBODY, isRebuild: false });
      await this.builds.serveBuilt(id);
    } else if (mine.some(({ state }) => state === 'building')) await this.builds.serveBuilt(id);
  }
}
