import { wordsIn } from './words.js';

/** Names before titles and tags, these before fields, and these before what is told in prose. */
export type Weight = 'A' | 'B' | 'C' | 'D';

const WORDS_MAX = 8_000;

/** A tsvector, as PostgreSQL reads it: each word once, with the greatest weight it is met with. */
export class WeightedWords {
  private readonly weights = new Map<string, Weight>();

  add(weight: Weight, ...texts: readonly (string | undefined)[]): this {
    for (const text of texts)
      for (const { folded } of wordsIn(text ?? '')) {
        const known = this.weights.get(folded);
        if (folded === '' || (known !== undefined && known <= weight)) continue;
        if (known === undefined && this.weights.size >= WORDS_MAX) return this;
        this.weights.set(folded, weight);
      }
    return this;
  }

  toString(): string {
    return [...this.weights].map(([word, weight]) => `'${word}':1${weight}`).join(' ');
  }
}
