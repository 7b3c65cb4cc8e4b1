import { Injectable } from '@nestjs/common';
import type { DiscoverAnswer } from '../answers.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { Traffic } from '../live/traffic.js';
import { CatalogIndex, type CatalogSnapshot } from './catalog-index.js';
import type { Cursor } from './cursor.js';
import { DeclaredConsumers } from './declared-consumers.js';
import { pageOf } from './page-of.js';
import {
  type DiscoverQuestion,
  matchEntries,
  type Matches,
  type SearchOutcome,
} from './search-entries.js';
import { SearchFields } from './search-fields.js';

export interface DiscoverPage {
  readonly cursor: Cursor | undefined;
  readonly limit: number;
}

/** Pages ask the same again and again while the catalog stands still. */
const OUTCOMES_KEPT = 30;
/** What was found, before it is narrowed. */
const MATCHES_KEPT = 5;

/** The list: what there is, narrowed, a page of it, with how each fares. */
@Injectable()
export class DiscoverEvents {
  private readonly outcomes = new KeptAnswers<SearchOutcome>(OUTCOMES_KEPT);
  private readonly matches = new KeptAnswers<Matches>(MATCHES_KEPT);
  /** Everything, which nearly all ask for, is in the snapshot alone: nobody waits for it once a minute. */
  private readonly everything = new KeptAnswers<Matches>(1, Infinity);

  constructor(
    private readonly index: CatalogIndex,
    private readonly traffic: Traffic,
    private readonly search: SearchFields,
    private readonly consumers: DeclaredConsumers,
  ) {}

  async discover(question: DiscoverQuestion, page: DiscoverPage): Promise<DiscoverAnswer> {
    const [snapshot] = await Promise.all([this.index.current(), this.traffic.refresh()]);
    const { found, facets } = await this.outcome(snapshot, question);
    const { rows, ...place } = pageOf(found, page.cursor, page.limit);
    const matched = await this.search.matched(rows, question.q);
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
    const [hits, { edition, of: readers }] = await Promise.all([
      this.search.hits(snapshot, question.q),
      this.consumers.current(),
    ]);
    const { entries } = snapshot;
    const { q, facets } = question;
    const kept = q === '' ? this.everything : this.matches;
    const matches = () =>
      kept.of(entries, `${edition} ${q}`, () => matchEntries(entries, q, { hits, readers }));
    return this.outcomes.of(entries, `${edition} ${JSON.stringify(question)}`, () =>
      matches().choose(facets),
    );
  }
}
