import { createRequire } from 'node:module';
import {
  Ajv,
  type AnySchemaObject,
  type ErrorObject,
  type FuncKeywordDefinition,
  type ValidateFunction,
} from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import Ajv04 from 'ajv-draft-04';
import { invariant } from '#kernel';
import { type JsonObject } from '../json.js';
import { type Draft, type DraftNumber } from './drafts.js';
import { firstRepeated } from './exact-keywords.js';

/** ajv ships this one as JSON only. */
const draft06 = createRequire(import.meta.url)(
  'ajv/dist/refs/json-schema-draft-06.json',
) as AnySchemaObject;

/** Our own trusted schemas, so neither patterns nor formats need a second look. */
const OPTIONS = {
  strict: false,
  validateFormats: false,
  logger: false,
  allErrors: true,
  // Tidying the code takes longer than running it does: most processes read a handful of schemas.
  code: { optimize: false },
} as const;

/** ajv's own compares each with each, and by a `valueOf` that what we read does not have. */
const distinctItems: FuncKeywordDefinition = {
  keyword: 'uniqueItems',
  type: 'array',
  error: { message: 'must NOT have duplicate items' },
  errors: false,
  compile: (isWanted: boolean) => (items: readonly unknown[]) =>
    !isWanted || firstRepeated(items) === undefined,
};

type Library = Pick<Ajv, 'getSchema' | 'removeKeyword' | 'addKeyword' | 'addMetaSchema'>;
const libraries: Readonly<Record<DraftNumber, () => Library>> = {
  4: () => new Ajv04.default(OPTIONS),
  6: () => new Ajv(OPTIONS),
  7: () => new Ajv(OPTIONS),
  2019: () => new Ajv2019(OPTIONS),
  2020: () => new Ajv2020(OPTIONS),
};
const opened = new Map<DraftNumber, Library>();

function open(number: DraftNumber): Library {
  const made = libraries[number]();
  made.removeKeyword('uniqueItems').addKeyword(distinctItems);
  // Compiled as it is added.
  return number === 6 ? made.addMetaSchema(draft06) : made;
}

function library(number: DraftNumber): Library {
  const known = opened.get(number) ?? open(number);
  opened.set(number, known);
  return known;
}

/** What the draft's own schema says against a schema. */
export function metaSchemaErrors(root: JsonObject, draft: Draft): readonly ErrorObject[] {
  const validate: ValidateFunction | undefined = library(draft.number).getSchema(draft.uri);
  invariant(validate, `ajv knows the meta-schema ${draft.uri}`);
  validate(root);
  return validate.errors ?? [];
}

/** Texts under json-schema.org that schemas may refer to without registering them. */
const OFFICIAL =
  /^https?:\/\/json-schema\.org\/draft(?:-0([467])|\/(2019|2020)-\d\d)\/(?:schema|meta\/[a-z-]+)$/;

/** The text of an official meta-schema or vocabulary, by its address without fragment. */
export function metaSchemaDocument(address: string): JsonObject | undefined {
  const match = OFFICIAL.exec(address);
  if (!match) return undefined;
  const number = Number(match[1] ?? match[2]) as DraftNumber;
  return library(number).getSchema(address)?.schema as JsonObject | undefined;
}
