import { Injectable } from '@nestjs/common';
import { LastAnswer } from './last-answer.js';

/** All answers of this server that are told as they were last: who tells that something moved is after them. */
@Injectable()
export class LastAnswers {
  private readonly all: LastAnswer<unknown>[] = [];

  of<T>(make: () => Promise<T>): LastAnswer<T> {
    const answer = new LastAnswer(make);
    this.all.push(answer);
    return answer;
  }

  /** Those that were asked for lately are as of now. */
  async keepUp(): Promise<void> {
    await Promise.all(this.all.map((answer) => answer.keepUp()));
  }
}
