import { printSubject } from '../subject-name.js';
import type { FoundEntry } from './search-entries.js';
import { type AskedWord, wordsIn } from './words.js';

/** Where a question was found in an entry: a text, and what of it to highlight. */
export interface SearchMatch {
  readonly in: 'name' | 'title' | 'owner' | 'tag' | 'field' | 'description';
  readonly text: string;
  /** The field, where it is in one or in what one says. */
  readonly path?: string;
  /** Start and end in `text`, in UTF-16 code units, end not included. */
  readonly at: readonly (readonly [start: number, end: number])[];
}

const SHOWN_MAX = 8;
const TEXT_MAX = 300;

/** The texts that matched, most telling first. */
export function matchesOf(entry: FoundEntry, asked: readonly AskedWord[]): readonly SearchMatch[] {
  const looked = asked.flatMap(({ whole, parts }) => [whole, ...parts]).filter(Boolean);
  const found: SearchMatch[] = [];
  for (const { text, ...place } of textsOf(entry)) {
    if (found.length >= SHOWN_MAX) break;
    const shown = text.slice(0, TEXT_MAX);
    const at = rangesIn(shown, looked);
    if (at.length > 0) found.push({ ...place, text: shown, at });
  }
  return found;
}

type Told = Omit<SearchMatch, 'at'>;

function* textsOf(entry: FoundEntry): Generator<Told> {
  const { kind, title, owner, description, tags, fields } = entry;
  const name =
    kind === 'subject' ? printSubject({ context: entry.context, subject: entry.name }) : entry.name;
  yield { in: 'name', text: name };
  if (title !== null) yield { in: 'title', text: title };
  if (owner !== null) yield { in: 'owner', text: owner };
  for (const text of tags) yield { in: 'tag', text };
  for (const { path } of fields) yield { in: 'field', path, text: path };
  if (description !== null) yield { in: 'description', text: description };
  for (const { path, doc } of fields) if (doc) yield { in: 'description', path, text: doc };
}

function rangesIn(text: string, looked: readonly string[]): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  for (const { folded, start, end } of wordsIn(text)) {
    const hit = looked.some((each) => folded.startsWith(each));
    const last = ranges.at(-1);
    if (hit && !(last && start < last[1])) ranges.push([start, end]);
  }
  return ranges;
}
