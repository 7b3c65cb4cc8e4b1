import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type Position, positionText } from '#event-log';
import { limits, problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import { StateBuilds } from '../store/state-builds.js';
import { KeepStates } from './keep-states.js';
import type { StateBuild, StatePosition } from './latest-state.js';

/** The build that serves, and how far it came. */
export interface ServingStates {
  readonly build: StateBuild;
  readonly positions: readonly StatePosition[];
}

/** Between two looks; the first one makes the fold go on at once where it runs in this process. */
const LOOK_EVERY_MS = 15;

/** Reads that see what was written: they wait, and not for ever. */
@Injectable()
export class AwaitPosition {
  private waiting = 0;

  constructor(
    private readonly builds: StateBuilds,
    private readonly keep: KeepStates,
  ) {}

  /** @throws STATES_BEING_BUILT, STATES_BEHIND, WAITS_FULL */
  async run(
    contractId: string,
    awaited: readonly Position[],
    waitMs: number,
  ): Promise<ServingStates> {
    if (awaited.length === 0) return this.serving(contractId);
    if (this.waiting >= limits.stateWaits.value)
      throw problem(catalogProblems.WAITS_FULL, undefined, { retryAfterSeconds: 1 });
    this.waiting++;
    try {
      return await this.wait(contractId, awaited, performance.now() + waitMs);
    } finally {
      this.waiting--;
    }
  }

  private async wait(
    contractId: string,
    awaited: readonly Position[],
    endMs: number,
  ): Promise<ServingStates> {
    for (;;) {
      const serving = await this.serving(contractId);
      refuseOthers(awaited, serving.build.topic);
      const missing = awaited.find(({ partition, offset }) => {
        const place = serving.positions.find((each) => each.partition === partition);
        return (place?.nextOffset ?? 0) <= offset;
      });
      if (!missing) return serving;
      if (performance.now() >= endMs) throw behind(serving, missing);
      this.keep.look();
      await sleep(LOOK_EVERY_MS);
    }
  }

  private async serving(id: string): Promise<ServingStates> {
    const builds = await this.builds.of(id);
    const build = builds.find(({ state }) => state === 'serving');
    if (!build) throw beingBuilt(id, builds);
    return { build, positions: await this.builds.positions(build) };
  }
}

/** Nothing that is written elsewhere shows here, however long one waits. */
function refuseOthers(awaited: readonly Position[], topic: string): void {
  const other = awaited.find((each) => each.topic !== topic);
  const rule = `must name places of the topic "${topic}", not of "${other?.topic.slice(0, 60)}"`;
  if (other) throw problem(catalogProblems.QUERY_INVALID, { name: 'waitFor', rule });
}

/** How far they are: whoever waits sees that it goes on. */
function beingBuilt(id: string, builds: readonly StateBuild[]) {
  const folded = builds.find(({ state }) => state === 'building')?.folded ?? 0;
  return problem(catalogProblems.STATES_BEING_BUILT, { id, folded }, { retryAfterSeconds: 1 });
}

function behind({ build, positions }: ServingStates, { partition, offset }: Position) {
  const place = positions.find((each) => each.partition === partition);
  const [nextOffset, endOffset] = [place?.nextOffset ?? 0, place?.endOffset ?? 0];
  const awaited = positionText({ topic: build.topic, partition, offset });
  const about = { awaited, nextOffset, endOffset, isWritten: endOffset > offset };
  return problem(catalogProblems.STATES_BEHIND, about, { retryAfterSeconds: 1 });
}
