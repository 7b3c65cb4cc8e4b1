import { Injectable } from '@nestjs/common';
import { Consumptions, type DeclaredConsumption } from '#registry';
import type { LastAnswer } from '../kept/last-answer.js';
import { LastAnswers } from '../kept/last-answers.js';
import { type SeenProducer, SeenProducers } from '../store/seen-producers.js';
import { ReadGroups, type SeenGroup } from './read-groups.js';

/** Who writes and who reads, of everything, as of one moment. */
export interface Parties {
  readonly producers: ReadonlyMap<string, readonly SeenProducer[]>;
  readonly groups: ReadonlyMap<string, readonly SeenGroup[]>;
  readonly consumptions: ReadonlyMap<string, readonly DeclaredConsumption[]>;
}

/** The parties of all events. Another object is another reading, so that what is made of one can be kept. */
@Injectable()
export class PartyBook {
  private readonly last: LastAnswer<Parties>;

  constructor(
    private readonly producers: SeenProducers,
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
    const [producers, groups, consumptions] = await Promise.all([
      this.producers.list(),
      this.groups.read(),
      this.consumptions.all(),
    ]);
    return {
      producers: Map.groupBy(producers, ({ contractId }) => contractId),
      groups: Map.groupBy(groups, ({ topic }) => topic),
      consumptions: Map.groupBy(consumptions, ({ consumption }) => consumption.of),
    };
  }
}
