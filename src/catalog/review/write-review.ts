import { Injectable } from '@nestjs/common';
import { CatalogIndex } from '../discover/catalog-index.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { PartyBook } from '../parties/party-book.js';
import { type ConflictTally, ConflictTallies } from '../store/conflict-tallies.js';
import { type Review, reviewOf } from './review-of.js';

interface Past {
  readonly week: readonly ConflictTally[];
  readonly firstPublished: ReadonlyMap<string, Date>;
}

/** Adding up a week takes long where there is much; who turns a page need not wait for it again. */
const FRESH_MS = 5_000;

/** The regular look at everything: `concordat review` prints it, a schedule of yours sends it. */
@Injectable()
export class WriteReview {
  private readonly past = new KeptAnswers<Promise<Past>>(1, FRESH_MS);

  constructor(
    private readonly index: CatalogIndex,
    private readonly book: PartyBook,
    private readonly tallies: ConflictTallies,
  ) {}

  async write(days: number): Promise<Review> {
    const [{ entries }, parties, past] = await Promise.all([
      this.index.current(),
      this.book.current(),
      this.past.of('', '', () => this.readPast()),
    ]);
    const contracts = entries.map(({ contract }) => contract);
    return reviewOf({ contracts, parties, ...past }, { nowMs: Date.now(), days });
  }

  private async readPast(): Promise<Past> {
    const [week, firstPublished] = await Promise.all([
      this.tallies.week(),
      this.tallies.firstPublished(),
    ]);
    return { week, firstPublished };
  }
}
