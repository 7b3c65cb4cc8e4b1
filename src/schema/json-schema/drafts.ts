import { invariant } from '#kernel';
import { type JsonObject } from '../json.js';

/** Drafts by the number their names carry; larger is newer. */
export type DraftNumber = 4 | 6 | 7 | 2019 | 2020;

/** What differs between the drafts beyond which keywords exist. */
export interface Draft {
  readonly number: DraftNumber;
  /** As people write it. */
  readonly name: string;
  /** The `$schema` text, without the empty fragment. */
  readonly uri: string;
  /** The keyword that gives a schema its address. */
  readonly idKeyword: 'id' | '$id';
  /** Up to draft-07 everything beside a `$ref` is ignored (draft-07 core §8.3). */
  readonly ignoresRefSiblings: boolean;
}

const draft = (number: DraftNumber, name: string, uri: string): Draft => ({
  number,
  name,
  uri,
  idKeyword: number === 4 ? 'id' : '$id',
  ignoresRefSiblings: number <= 7,
});

export const drafts: readonly Draft[] = [
  draft(4, 'draft-04', 'http://json-schema.org/draft-04/schema'),
  draft(6, 'draft-06', 'http://json-schema.org/draft-06/schema'),
  draft(7, 'draft-07', 'http://json-schema.org/draft-07/schema'),
  draft(2019, '2019-09', 'https://json-schema.org/draft/2019-09/schema'),
  draft(2020, '2020-12', 'https://json-schema.org/draft/2020-12/schema'),
];

export function draftOf(number: DraftNumber): Draft {
  const found = drafts.find((each) => each.number === number);
  invariant(found, `draft ${number} is a row of the table`);
  return found;
}

/** What a schema without `$schema` is read as; the Confluent serializers do the same. */
export const DEFAULT_DRAFT = draft(7, 'draft-07', 'http://json-schema.org/draft-07/schema');

const DRAFT_03 = /^https?:\/\/json-schema\.org\/draft-03\/schema#?$/;
export const isDraft03 = (uri: string): boolean => DRAFT_03.test(uri);

/** The draft a `$schema` text names; http and https, with and without `#`, are the same. */
export function draftByUri(uri: string): Draft | undefined {
  const name = uri.replace(/#$/, '').replace(/^https?:/, '');
  return drafts.find((each) => each.uri.replace(/^https?:/, '') === name);
}

/** The draft a document is written in; `undefined` when its `$schema` names none we know. */
export function draftOfDocument(root: JsonObject, otherwise: Draft): Draft | undefined {
  const uri = root.$schema;
  if (uri === undefined) return otherwise;
  return typeof uri === 'string' ? draftByUri(uri) : undefined;
}
