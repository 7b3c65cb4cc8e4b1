import type { DescribedField } from '#registry';
import type { SchemaType } from '#schema';
import type { MatchedField } from '../answers.js';
import type { IndexEntry } from './index-entry.js';
import { wordsOf } from './search-entries.js';

const MATCHED_MAX = 3;

/** The words of a question that an event's name and what identifies it do not explain. */
export const unexplainedWords = ({ identity }: IndexEntry, q: string): readonly string[] =>
  wordsOf(q).filter((word) => !identity.includes(word));

/** The fields that explain why an event was found: those with most of the words, the nearest first. */
export function matchedFields(
  fields: readonly DescribedField[],
  words: readonly string[],
  type: SchemaType,
): readonly MatchedField[] {
  return fields
    .map(({ path, doc }) => {
      const text = `${path}\n${doc ?? ''}`.toLowerCase();
      return { path, doc, hits: words.filter((word) => text.includes(word)).length };
    })
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits || a.path.length - b.path.length)
    .slice(0, MATCHED_MAX)
    .map(({ path, doc }) => ({
      path: type === 'PROTOBUF' ? withoutMessage(path) : path,
      ...(doc !== undefined && { description: doc }),
    }));
}

/**
 * `/#definition/field` is a field of a shared definition: where in an event it stands depends on who
 * refers to it. Fields of messages inside messages are such, too.
 */
function withoutMessage(path: string): string {
  const [, message = '', ...rest] = path.split('/');
  const [field = ''] = rest;
  return rest.length === 1 ? `/${jsonName(field)}` : `/#${[message, ...rest].join('/')}`;
}

/** As ProtoJSON names a field without a name of its own for it. */
const jsonName = (field: string) =>
  field.replace(/_+(.?)/g, (_, first: string) => first.toUpperCase());
