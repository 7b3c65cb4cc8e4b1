import { Injectable } from '@nestjs/common';
import { Consumptions, type DeclaredConsumption } from '#registry';
import type { LastAnswer } from '../kept/last-answer.js';
import { LastAnswers } from '../kept/last-answers.js';
import type { SeenWriters } from '../tallies/seen-writers.js';
import { TallyBook } from '../tallies/tally-book.js';
import { ReadGroups, type SeenGroup } from './read-groups.js';

/** Who writes and who reads, of everything, as of one moment. */
export interface Parties {
  readonly writers: SeenWriters;
  readonly groups: ReadonlyMap<string, readonly SeenGroup[]>;
  readonly consumptions: ReadonlyMap<string, readonly DeclaredConsumption[]>;
}

/** The parties of all events. Another object is another reading, so that what is made of one can be kept. */
@Injectable()
export class PartyBook {
  private readonly last: LastAnswer<Parties>;

  constructor(
    private readonly tallies: TallyBook,
    private readonly groups: ReadGroups,
    private readonly consumptions: Consumptions,
    answers: LastAnswers,
  ) {
    this.last = answers.of(() => this.read());
  }

  current(): Promise<Parties> {
    return this.last.current();
  }

  private async read(): Promise<Parties> {
    const [{ writers }, groups, consumptions] = await Promise.all([
      this.tallies.current(),
      this.groups.read(),
      this.consumptions.all(),
    ]);
    return {
      writers,
      groups: Map.groupBy(groups, ({ topic }) => topic),
      consumptions: Map.groupBy(consumptions, ({ consumption }) => consumption.of),
    };
  }
}
