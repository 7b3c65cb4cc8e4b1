import { Injectable } from '@nestjs/common';
import { LastAnswer } from './last-answer.js';

/** All answers of this server that are told as they were last: who tells that something moved is after them. */
@Injectable()
export class LastAnswers {
  private readonly grounds: LastAnswer<unknown>[] = [];
  private readonly all: LastAnswer<unknown>[] = [];

  of<T>(make: () => Promise<T>): LastAnswer<T> {
    return noted(this.all, make);
  }

  /** One that others are made of: it is as of now before they are. */
  first<T>(make: () => Promise<T>): LastAnswer<T> {
    return noted(this.grounds, make);
  }

  /** Those that were asked for lately are as of now. */
  async keepUp(): Promise<void> {
    for (const answers of [this.grounds, this.all])
      await Promise.all(answers.map((answer) => answer.keepUp()));
  }
}

function noted<T>(list: LastAnswer<unknown>[], make: () => Promise<T>): LastAnswer<T> {
  const answer = new LastAnswer(make);
  list.push(answer);
  return answer;
}
