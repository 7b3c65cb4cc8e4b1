import { Injectable } from '@nestjs/common';
import { EventLog, type LoggedTopic, mayStandUnder, type Position } from '#event-log';
import { limits, problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import { foldStates } from './fold-states.js';
import type { LatestState } from './latest-state.js';
import { type Payload, ShowStates } from './show-states.js';
import { WantedStates } from './wanted-states.js';
import { type StatesOf, WordsOfEvents } from './words-of-events.js';

/** A moment, or an event: both as the log stood then, that event included. */
export type PastPlace = Date | Position;

interface Part {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  /** The offset before which it stops. */
  readonly end: number;
}

/** The state an entity had: the log folded once more, up to there, for this entity alone. */
@Injectable()
export class PastState {
  private readers = 0;

  constructor(
    private readonly wanted: WantedStates,
    private readonly log: EventLog,
    private readonly words: WordsOfEvents,
    private readonly show: ShowStates,
  ) {}

  /** @throws ENTITY_UNKNOWN, PAST_TOO_LONG, PASTS_FULL and what keeps states from being kept */
  async run(id: string, key: string, { at, payload }: { at: PastPlace; payload: Payload }) {
    const of = await this.wanted.of(id);
    const topic = await this.log.topic(of.contract.channel.topic);
    const parts = topic ? await this.partsUntil(topic, at) : [];
    const events = parts.reduce((sum, { from, end }) => sum + Math.max(0, end - from), 0);
    if (events > limits.pastEvents.value)
      throw problem(catalogProblems.PAST_TOO_LONG, { events, topic: of.contract.channel.topic });
    const found = await this.alone(() => this.fold(parts, of, mayStandUnder(key)));
    if (!found) {
      const entity = of.contract.semantics.entity?.type ?? 'entity';
      throw problem(catalogProblems.ENTITY_UNKNOWN, { entity, key: key.slice(0, 100) });
    }
    const [shown = ''] = await this.show.each([found], of, payload);
    return shown;
  }

  private async fold(
    parts: readonly Part[],
    of: StatesOf,
    keys: readonly string[],
  ): Promise<LatestState | undefined> {
    let known: ReadonlyMap<string, LatestState> = new Map();
    for (const { topic, partition, from, end } of parts)
      for (let offset = from; offset < end;) {
        const left = Math.min(end - offset, limits.logReadEvents.value);
        const events = await this.log.read({ topic, partition, offset }, left);
        const { words } = await this.words.read(
          events.filter((event) => event.offset < end),
          of,
        );
        const mine = words.filter(({ state }) => keys.includes(state.key));
        known = new Map([...known, ...foldStates(mine, known)]);
        offset = (events.at(-1)?.offset ?? end) + 1;
      }
    return keys.map((key) => known.get(key)).find(Boolean);
  }

  private async partsUntil(
    { name: topic, partitions }: LoggedTopic,
    at: PastPlace,
  ): Promise<readonly Part[]> {
    const moment = at instanceof Date ? at : await this.momentOf(at, topic);
    return Promise.all(
      partitions.map(async ({ partition, startOffset: from }) => {
        const isNamed = !(at instanceof Date) && at.partition === partition;
        const end = isNamed ? at.offset + 1 : await this.log.offsetAt({ topic, partition }, moment);
        return { topic, partition, from, end };
      }),
    );
  }

  private async momentOf(at: Position, topic: string): Promise<Date> {
    const event = at.topic === topic ? await this.log.readAt(at) : undefined;
    const rule = `must name an event in the topic "${topic}" of the log`;
    if (!event) throw problem(catalogProblems.QUERY_INVALID, { name: 'at', rule });
    return event.loggedAt;
  }

  private async alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.readers >= limits.pastReads.value)
      throw problem(catalogProblems.PASTS_FULL, undefined, { retryAfterSeconds: 1 });
    this.readers++;
    try {
      return await work();
    } finally {
      this.readers--;
    }
  }
}
