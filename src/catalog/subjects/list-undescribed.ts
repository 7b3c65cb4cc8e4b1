import { Injectable } from '@nestjs/common';
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

/** Subjects that have a schema and no contract: nobody owns them, and no gateway judges by them. */
@Injectable()
export class ListUndescribed {
  constructor(private readonly subjects: UndescribedSubjects) {}

  /** @param after the `next` of the page before */
  async list(q: string, after: string): Promise<UndescribedAnswer> {
    const [found, total] = await Promise.all([
      this.subjects.list(q, after, PAGE_ROWS + 1),
      this.subjects.count(),
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
}
