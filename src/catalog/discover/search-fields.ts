import { Injectable } from '@nestjs/common';
import { KeptAnswers } from '../kept/kept-answers.js';
import { DescribedFields } from '../store/described-fields.js';
import type { CatalogSnapshot } from './catalog-index.js';
import { type FieldHits, wordsOf } from './search-entries.js';

/** Words asked lately, of one state of the catalog: a person types the same beginnings again. */
const KEPT_MAX = 50;

/** Which events have a word in a field. PostgreSQL has an index of them; memory has the names. */
@Injectable()
export class SearchFields {
  private readonly kept = new KeptAnswers<Promise<ReadonlySet<string>>>(KEPT_MAX);

  constructor(private readonly fields: DescribedFields) {}

  async hits({ entries, byId }: CatalogSnapshot, q: string): Promise<FieldHits> {
    const words = [...new Set(wordsOf(q))];
    const found = await Promise.all(
      words.map((word) => this.kept.of(entries, word, () => this.read(word, byId))),
    );
    return new Map(words.map((word, i) => [word, found[i] ?? new Set()]));
  }

  /** The ids are those of the index, so that a word keeps no text of its own in memory. */
  private async read(word: string, byId: CatalogSnapshot['byId']): Promise<ReadonlySet<string>> {
    const ids = await this.fields.contractsWith(word);
    return new Set(ids.flatMap((id) => byId.get(id)?.row.id ?? []));
  }
}
