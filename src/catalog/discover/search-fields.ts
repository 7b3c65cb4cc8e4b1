import { Injectable } from '@nestjs/common';
import type { MatchedField } from '../answers.js';
import { KeptAnswers } from '../kept/kept-answers.js';
import { DescribedFields } from '../store/described-fields.js';
import type { CatalogSnapshot } from './catalog-index.js';
import { matchedFields, unexplainedWords } from './matched-fields.js';
import { type FieldHits, type Found, wordsOf } from './search-entries.js';

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

  /** Only rows whose name does not explain them are looked into. */
  async matched(
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
