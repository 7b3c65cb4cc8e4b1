import { Injectable } from '@nestjs/common';
import { EventLog } from '#event-log';
import { LatestStates } from '../store/latest-states.js';
import { type DueStep, StateBuilds } from '../store/state-builds.js';
import { foldStates } from './fold-states.js';
import type { LoggedWord } from './latest-state.js';
import { type StatesOf, WordsOfEvents } from './words-of-events.js';

const PAGE_EVENTS = 500;

/** A page of one partition, folded into a build: what it changes and how far it came commit together. */
@Injectable()
export class StateStep {
  constructor(
    private readonly log: EventLog,
    private readonly words: WordsOfEvents,
    private readonly states: LatestStates,
    private readonly builds: StateBuilds,
  ) {}

  /** @returns false where somebody else is at it */
  async take(due: DueStep, of: StatesOf): Promise<boolean> {
    const { n, topic, partition } = due;
    const done = await this.builds.hold(n, async (tx) => {
      const from = await this.builds.nextOffset(tx, n, partition);
      const events = await this.log.read({ topic, partition, offset: from }, PAGE_EVENTS);
      const { words, unread } = await this.words.read(events, of);
      const known = await this.states.known(tx, n, keysOf(words));
      const changed = foldStates(words, known);
      await this.states.write(tx, n, [...changed.values()]);
      const nextOffset = (events.at(-1)?.offset ?? Math.max(from, due.startOffset) - 1) + 1;
      const expired = (events[0]?.offset ?? nextOffset) - from;
      const folded = events.length;
      await this.builds.advance(tx, n, { partition, nextOffset, folded, unread, expired });
      return true;
    });
    return done ?? false;
  }
}

const keysOf = (words: readonly LoggedWord[]): readonly string[] => [
  ...new Set(words.map(({ state }) => state.key)),
];
