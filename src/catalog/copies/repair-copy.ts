import { Injectable } from '@nestjs/common';
import { mayStandUnder, SendAgain } from '#event-log';
import { AwaitPosition } from '../state/await-position.js';
import { WantedStates } from '../state/wanted-states.js';
import { LatestStates } from '../store/latest-states.js';

export interface Repair {
  readonly repair: string;
  readonly into: string;
  readonly sent: readonly string[];
  /** Their last event has left the log: the state itself can still be read. */
  readonly gone: readonly string[];
  /** The log never heard of them: whoever keeps them removes them. */
  readonly unknown: readonly string[];
  /** Too much for one answer: to be asked for again. */
  readonly left: readonly string[];
}

/**
 * The last event of each of these entities again, in a sandbox topic the holder of a copy reads. It is
 * the same event, with the same id and version, so applying it twice changes nothing.
 */
@Injectable()
export class RepairCopy {
  constructor(
    private readonly wanted: WantedStates,
    private readonly position: AwaitPosition,
    private readonly states: LatestStates,
    private readonly again: SendAgain,
  ) {}

  async run(
    id: string,
    { keys, into, requestedBy }: { keys: readonly string[]; into: string; requestedBy: string },
  ): Promise<Repair> {
    await this.wanted.of(id);
    const { build } = await this.position.run(id, [], 0);
    const askedAs = new Map(
      keys.flatMap((key) => mayStandUnder(key).map((shown) => [shown, key] as const)),
    );
    const places = await this.states.places(build.n, [...askedAs.keys()]);
    const keyAt = new Map(
      places.map(({ key, ...place }) => [placeName(place), askedAs.get(key) ?? key]),
    );
    const events = places.map(({ partition, offset }) => ({
      ...{ topic: build.topic, partition, offset },
    }));
    const done = await this.again.run({ events, sandbox: into, target: id, requestedBy });
    const named = (list: typeof done.sent) => list.map((each) => keyAt.get(placeName(each)) ?? '');
    const known = new Set(keyAt.values());
    return {
      repair: done.id,
      into,
      ...{ sent: named(done.sent), gone: named(done.gone), left: named(done.left) },
      unknown: keys.filter((key) => !known.has(key)),
    };
  }
}

const placeName = (place: { readonly partition: number; readonly offset: number }): string =>
  `${place.partition}@${place.offset}`;
