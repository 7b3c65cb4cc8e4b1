import { Injectable } from '@nestjs/common';
import { KeptAnswers } from '../kept/kept-answers.js';
import { RenewedAnswer } from '../kept/renewed-answer.js';
import { type UndescribedSubject, UndescribedSubjects } from '../store/undescribed-subjects.js';

export interface UndescribedAnswer {
  /** Of all, whatever was asked. */
  readonly total: number;
  readonly subjects: readonly (Omit<UndescribedSubject, 'changedAt'> & {
    readonly changedAt: string;
  })[];
  /** Where the next page begins. */
  readonly next?: string;
}

const PAGE_ROWS = 100;
const KEPT_MAX = 20;
/** A subject that comes back after its deletion moves nothing that is looked at. */
const RENEWED_MS = 5_000;

type Made = readonly UndescribedSubject[] | number;

/** Subjects that have a schema and no contract: nobody owns them, and no gateway judges by them. */
@Injectable()
export class ListUndescribed {
  private readonly kept = new KeptAnswers<RenewedAnswer<Made>>(KEPT_MAX);

  constructor(private readonly subjects: UndescribedSubjects) {}

  async count(): Promise<number> {
    const stamp = await this.subjects.stamp();
    return this.made(stamp, 'count', () => this.subjects.count());
  }

  /** @param after the `next` of the page before */
  async list(q: string, after: string): Promise<UndescribedAnswer> {
    const stamp = await this.subjects.stamp();
    const [found, total] = await Promise.all([
      this.made(stamp, JSON.stringify([q, after]), () =>
        this.subjects.list(q, after, PAGE_ROWS + 1),
      ),
      this.made(stamp, 'count', () => this.subjects.count()),
    ]);
    const rows = found.slice(0, PAGE_ROWS);
    const last = found.length > PAGE_ROWS ? rows.at(-1) : undefined;
    return {
      total,
      subjects: rows.map(({ changedAt, ...row }) => ({
        ...row,
        changedAt: changedAt.toISOString(),
      })),
      ...(last && { next: `${last.context} ${last.subject}` }),
    };
  }

  /** Every subject is looked at for either, which takes longer than asking whether any moved. */
  private made<T extends Made>(stamp: string, key: string, make: () => Promise<T>): Promise<T> {
    const kept = this.kept.of(stamp, key, () => new RenewedAnswer<Made>(make, RENEWED_MS));
    return kept.current() as Promise<T>;
  }
}
