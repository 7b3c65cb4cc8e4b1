import { Injectable } from '@nestjs/common';
import { Relays } from '#event-log';
import type { LastAnswer } from '../kept/last-answer.js';
import { LastAnswers } from '../kept/last-answers.js';
import { ListCauses } from '../quarantine/list-causes.js';

/** What waits: for Kafka, and for a person. */
@Injectable()
export class ReadWaiting {
  private readonly backlog: LastAnswer<ReadonlyMap<string, number>>;

  constructor(
    relays: Relays,
    private readonly causes: ListCauses,
    answers: LastAnswers,
  ) {
    this.backlog = answers.of(() => relays.backlog());
  }

  async read() {
    const [backlog, quarantine] = await Promise.all([
      this.backlog.current(),
      this.causes.waiting(),
    ]);
    return { backlog, quarantine };
  }
}
