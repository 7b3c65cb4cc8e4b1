/** A stretch of letters and digits in a text, and what it is looked up by. */
export interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

const RUN = /[\p{L}\p{M}\p{N}]+/gu;
/** `customerEmail`, `HTTPStatus`: where one word ends inside a run. */
const INSIDE = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
const CHARACTERS_MAX = 64;
/** Folded already, but for its case. */
const PLAIN = /^[A-Za-z0-9]*$/;

/** Lower case, without accents: as it is kept and asked for. */
const folded = (text: string): string =>
  (PLAIN.test(text) ? text : text.normalize('NFKD').replace(/[^\p{L}\p{N}]/gu, ''))
    .toLowerCase()
    .slice(0, CHARACTERS_MAX);

/** Every run of a text, and the words inside it where it is written in camel case. */
export function* wordsIn(text: string): Generator<Word> {
  for (const { 0: run, index } of text.matchAll(RUN)) {
    const parts = run.split(INSIDE);
    yield { folded: folded(run), start: index, end: index + run.length };
    if (parts.length === 1) continue;
    let start = index;
    for (const part of parts) {
      yield { folded: folded(part), start, end: start + part.length };
      start += part.length;
    }
  }
}

/** What is asked for: each word whole or, written in camel case, in its parts. */
export interface AskedWord {
  readonly whole: string;
  readonly parts: readonly string[];
}

export const askedWords = (question: string): readonly AskedWord[] =>
  [...question.matchAll(RUN)]
    .map(({ 0: run }) => ({ whole: folded(run), parts: run.split(INSIDE).map(folded) }))
    .filter(({ whole }) => whole !== '');

/** PostgreSQL's tsquery: every word, or what begins with it. Words hold letters and digits only. */
export const queryOf = (asked: readonly AskedWord[]): string =>
  asked.map(({ whole, parts }) => either(whole, parts)).join(' & ');

function either(whole: string, parts: readonly string[]): string {
  const prefix = (word: string) => `'${word}':*`;
  if (parts.length < 2) return prefix(whole);
  return `(${prefix(whole)} | (${parts.filter(Boolean).map(prefix).join(' & ')}))`;
}
