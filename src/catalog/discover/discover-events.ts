import { Injectable } from '@nestjs/common';
import type { DiscoverAnswer } from '../answers.js';
import { Traffic } from '../live/traffic.js';
import { CatalogIndex } from './catalog-index.js';
import type { Cursor } from './cursor.js';
import { pageOf } from './page-of.js';
import { type DiscoverQuestion, matchedFields, searchEntries } from './search-entries.js';

export interface DiscoverPage {
  readonly cursor: Cursor | undefined;
  readonly limit: number;
}

/** The list: what there is, narrowed, a page of it, with how each fares. */
@Injectable()
export class DiscoverEvents {
  constructor(
    private readonly index: CatalogIndex,
    private readonly traffic: Traffic,
  ) {}

  async discover(question: DiscoverQuestion, page: DiscoverPage): Promise<DiscoverAnswer> {
    const [{ revision, entries }] = await Promise.all([
      this.index.current(),
      this.traffic.refresh(),
    ]);
    const { found, facets } = searchEntries(entries, question);
    const { rows, ...place } = pageOf(found, page.cursor, page.limit);
    return {
      revision,
      total: found.length,
      catalogSize: entries.length,
      traffic: this.traffic.all(),
      facets,
      ...place,
      events: rows.map(({ entry }) => ({
        ...entry.row,
        matched: matchedFields(entry, question.q),
        traffic: this.traffic.row(entry.row.id),
      })),
    };
  }
}
