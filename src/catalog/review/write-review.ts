import { Injectable } from '@nestjs/common';
import { CatalogIndex } from '../discover/catalog-index.js';
import { PartyBook } from '../parties/party-book.js';
import { ConflictTallies } from '../store/conflict-tallies.js';
import { type Review, reviewOf } from './review-of.js';

/** The regular look at everything: `concordat review` prints it, a schedule of yours sends it. */
@Injectable()
export class WriteReview {
  constructor(
    private readonly index: CatalogIndex,
    private readonly book: PartyBook,
    private readonly tallies: ConflictTallies,
  ) {}

  async write(days: number): Promise<Review> {
    const [{ entries }, parties, week, firstPublished] = await Promise.all([
      this.index.current(),
      this.book.current(),
      this.tallies.week(),
      this.tallies.firstPublished(),
    ]);
    const contracts = entries.map(({ contract }) => contract);
    return reviewOf({ contracts, parties, week, firstPublished }, { nowMs: Date.now(), days });
  }
}
