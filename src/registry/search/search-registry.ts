import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { limits } from '#kernel';
import { type FoundEntry, searchEntries, type SearchFilter } from './search-entries.js';
import { type SearchMatch, matchesOf } from './matches-of.js';
import { askedWords, queryOf } from './words.js';

export interface SearchPage {
  readonly total: number;
  /** Whether there are more than were counted. */
  readonly isTotalCut: boolean;
  readonly results: readonly {
    readonly entry: FoundEntry;
    readonly matches: readonly SearchMatch[];
  }[];
}

/** Subjects and contracts by any word that is said of them or of their fields. */
@Injectable()
export class SearchRegistry {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async run(
    question: string,
    filter: SearchFilter,
    page: { offset: number; limit: number },
  ): Promise<SearchPage> {
    const asked = askedWords(question);
    const candidates = limits.searchCandidates.value;
    const { total, entries } = await searchEntries.find(
      this.dataSource,
      { query: queryOf(asked), question: question.trim(), candidates },
      filter,
      page,
    );
    const results = entries.map((entry) => ({ entry, matches: matchesOf(entry, asked) }));
    return { total, isTotalCut: total >= candidates, results };
  }
}
