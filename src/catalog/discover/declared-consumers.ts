import { Injectable } from '@nestjs/common';
import { Consumptions } from '#registry';
import type { LastAnswer } from '../kept/last-answer.js';
import { LastAnswers } from '../kept/last-answers.js';

/** Who has declared to read what. Another object means that somebody declared or withdrew. */
export interface DeclaredReaders {
  /** Counts the objects: part of the key of what is kept. */
  readonly edition: number;
  /** Names of consumers by the id of the event. */
  readonly of: ReadonlyMap<string, readonly string[]>;
  /** Teams of consumers by the id of the event, each once. */
  readonly teamsOf: ReadonlyMap<string, readonly string[]>;
}

/** Read once for all who ask; where it takes long, told as it was last. */
@Injectable()
export class DeclaredConsumers {
  private readonly last: LastAnswer<DeclaredReaders>;
  private known: DeclaredReaders = { edition: 0, of: new Map(), teamsOf: new Map() };
  private content = '[]';

  constructor(
    private readonly consumptions: Consumptions,
    answers: LastAnswers,
  ) {
    this.last = answers.of(() => this.read());
  }

  current(): Promise<DeclaredReaders> {
    return this.last.current();
  }

  private async read(): Promise<DeclaredReaders> {
    const declared = await this.consumptions.all();
    const said = declared.map(({ consumption: { of, consumer, owner } }) => ({
      ...{ of, consumer, team: owner.team },
    }));
    const content = JSON.stringify(said);
    if (content === this.content) return this.known;
    this.content = content;
    const byEvent = [...Map.groupBy(said, ({ of }) => of)];
    const of = new Map(byEvent.map(([id, all]) => [id, all.map(({ consumer }) => consumer)]));
    const teamsOf = new Map(
      byEvent.map(([id, all]) => [id, [...new Set(all.map(({ team }) => team))]]),
    );
    return (this.known = { edition: this.known.edition + 1, of, teamsOf });
  }
}
