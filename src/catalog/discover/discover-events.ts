import { Injectable } from '@nestjs/common';
import type { DiscoverAnswer, MatchedField } from '../answers.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { Traffic } from '../live/traffic.js';
import { DescribedFields } from '../store/described-fields.js';
import { CatalogIndex, type CatalogSnapshot } from './catalog-index.js';
import type { Cursor } from './cursor.js';
import { matchedFields, unexplainedWords } from './matched-fields.js';
import { pageOf } from './page-of.js';
import {
  type DiscoverQuestion,
  type Found,
  searchEntries,
  type SearchOutcome,
} from './search-entries.js';
import { SearchFields } from './search-fields.js';

export interface DiscoverPage {
  readonly cursor: Cursor | undefined;
  readonly limit: number;
}

/** Pages ask the same again and again while the catalog stands still. */
const OUTCOMES_KEPT = 30;

/** The list: what there is, narrowed, a page of it, with how each fares. */
@Injectable()
export class DiscoverEvents {
  private readonly outcomes = new KeptAnswers<SearchOutcome>(OUTCOMES_KEPT);

  constructor(
    private readonly index: CatalogIndex,
    private readonly traffic: Traffic,
    private readonly search: SearchFields,
    private readonly fields: DescribedFields,
  ) {}

  async discover(question: DiscoverQuestion, page: DiscoverPage): Promise<DiscoverAnswer> {
    const [snapshot] = await Promise.all([this.index.current(), this.traffic.refresh()]);
    const { found, facets } = await this.outcome(snapshot, question);
    const { rows, ...place } = pageOf(found, page.cursor, page.limit);
    const matched = await this.matched(rows, question.q);
    return {
      revision: snapshot.revision,
      total: found.length,
      catalogSize: snapshot.entries.length,
      traffic: this.traffic.all(),
      facets,
      ...place,
      events: rows.map(({ entry: { row } }) => ({
        ...row,
        matched: matched.get(row.id) ?? [],
        traffic: this.traffic.row(row.id),
      })),
    };
  }

  private async outcome(
    snapshot: CatalogSnapshot,
    question: DiscoverQuestion,
  ): Promise<SearchOutcome> {
    const hits = await this.search.hits(snapshot, question.q);
    const { entries } = snapshot;
    return this.outcomes.of(entries, JSON.stringify(question), () =>
      searchEntries(entries, question, hits),
    );
  }

  /** Only rows whose name does not explain them are looked into. */
  private async matched(
    rows: readonly Found[],
    q: string,
  ): Promise<ReadonlyMap<string, readonly MatchedField[]>> {
    const open = rows.flatMap(({ entry }) => {
      const words = unexplainedWords(entry, q);
      return words.length > 0 ? [{ entry, words }] : [];
    });
    const fields = await this.fields.of(open.map(({ entry }) => entry.schema));
    return new Map(
      open.map(({ entry: { row }, words }, i) => [
        row.id,
        matchedFields(fields[i] ?? [], words, row.format),
      ]),
    );
  }
}
