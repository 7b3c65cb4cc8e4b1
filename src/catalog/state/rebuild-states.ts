import { Injectable } from '@nestjs/common';
import { problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import { StateBuilds } from '../store/state-builds.js';
import { KeepStates } from './keep-states.js';
import { lagOf, type StateBuild, type StatePosition } from './latest-state.js';
import { WantedStates } from './wanted-states.js';

export interface BuildRow extends Omit<StateBuild, 'n' | 'contractId' | 'topic'> {
  /** Events of the log it has not looked at yet. */
  readonly lag: number;
  readonly positions: readonly StatePosition[];
}

/** Makes the states of a contract anew beside those that serve, and tells how far that came. */
@Injectable()
export class RebuildStates {
  constructor(
    private readonly wanted: WantedStates,
    private readonly builds: StateBuilds,
    private readonly keep: KeepStates,
  ) {}

  /** @throws REBUILD_RUNS and what keeps states from being kept */
  async begin(id: string, begunBy: string): Promise<readonly BuildRow[]> {
    const { contract } = await this.wanted.of(id);
    const isBegun = await this.builds.begin(id, contract.channel.topic, {
      by: begunBy,
      isRebuild: true,
    });
    if (!isBegun) throw problem(catalogProblems.REBUILD_RUNS, { id }, { retryAfterSeconds: 5 });
    this.keep.look();
    return this.rows(id);
  }

  async list(id: string): Promise<readonly BuildRow[]> {
    await this.wanted.of(id);
    return this.rows(id);
  }

  private async rows(id: string): Promise<readonly BuildRow[]> {
    const builds = await this.builds.of(id);
    return Promise.all(
      builds.map(async ({ n, topic, contractId: _, ...build }) => {
        const positions = await this.builds.positions({ n, topic });
        return { ...build, lag: lagOf(positions), positions };
      }),
    );
  }
}
