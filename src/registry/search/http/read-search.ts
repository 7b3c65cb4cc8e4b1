import { limits, problem, storable } from '#kernel';
import type { SchemaType } from '#schema';
import { pageOf, type Query, textOf } from '../../http/read-query.js';
import { registryProblems } from '../../problems.js';
import type { SearchFilter } from '../search-entries.js';
import { askedWords } from '../words.js';

const refused = (where: string, expected: string) =>
  problem(registryProblems.REQUEST_INVALID, { where, expected });

/** @throws REQUEST_INVALID when there is no word in it, or there are too many */
export function questionIn(query: Query): string {
  const { searchCharacters, searchWords } = limits;
  const question = textOf(query, 'q') ?? '';
  if (question.length > searchCharacters.value)
    throw refused('q', `at most ${searchCharacters.value} characters long`);
  const { length } = askedWords(question);
  if (length === 0) throw refused('q', 'a word or the beginning of one');
  if (length > searchWords.value) throw refused('q', `at most ${searchWords.value} words`);
  return question.replaceAll('\0', ' ');
}

const KINDS = ['subject', 'contract'] as const;
const TYPES: readonly SchemaType[] = ['AVRO', 'JSON', 'PROTOBUF'];

export const filterIn = (query: Query): SearchFilter => ({
  kind: oneOf(query, 'kind', KINDS),
  type: oneOf(query, 'type', TYPES),
  context: filterText(query, 'context'),
  owner: filterText(query, 'owner'),
  tag: filterText(query, 'tag'),
});

const filterText = (query: Query, name: string): string | undefined =>
  storable(textOf(query, name));

function oneOf<T extends string>(query: Query, name: string, values: readonly T[]): T | undefined {
  if (query[name] === undefined) return undefined;
  const value = values.find((each) => each === query[name]);
  if (value === undefined) throw refused(name, `one of ${values.join(', ')}`);
  return value;
}

export const BY_DEFAULT = 20;

/** @throws PAGE_INVALID */
export function searchPageIn(query: Query): { offset: number; limit: number } {
  const most = limits.searchRows.value;
  const isAsked = query['limit'] !== undefined && query['limit'] !== '';
  const { offset, limit } = pageOf(query, most);
  return { offset, limit: isAsked ? limit : BY_DEFAULT };
}
