import { fail, invariant, limits, ok, type Result } from '#kernel';
import compatibility from 'json-schema-compatibility';
import { readBoundedJson, tooManyReferences } from '../bounded-json.js';
import { FAULTS_MAX, type FoundFault, located } from '../found-fault.js';
import { isJsonObject, type JsonObject } from '../json.js';
import { type JsonText, readJsonText } from '../json-text.js';
import { type ReadSchema, type SchemaFault, type SchemaSource } from '../language.js';
import {
  DEFAULT_DRAFT,
  type Draft,
  draftOf,
  draftOfDocument,
  drafts,
  isDraft03,
} from './drafts.js';
import { againstMetaSchema } from './against-meta-schema.js';
import { Documents } from './documents.js';
import { insideOnce } from './inside-once.js';
import { survey } from './survey.js';

interface RootParts {
  readonly draft: Draft;
  /** Numbers as doubles. Never change it. */
  readonly plain: JsonObject | boolean;
  /** Numbers as `LosslessNumber`: exact bounds. A draft-03 schema is lifted to draft-04 in both. */
  readonly lossless: unknown;
  /** As `lossless`, but never lifted: what was registered. */
  readonly asWritten: unknown;
  /** White space dropped, order and digits kept. */
  readonly compact: string;
  /** The schema and everything it may refer to. */
  readonly documents: Documents;
}

/** The parsed form behind `ReadSchema.root` of a JSON Schema. */
export class JsonSchemaRoot implements RootParts {
  readonly draft: Draft;
  readonly plain: JsonObject | boolean;
  readonly lossless: unknown;
  readonly asWritten: unknown;
  readonly compact: string;
  readonly documents: Documents;
  #inside: ReturnType<typeof insideOnce> | undefined;

  constructor(parts: RootParts) {
    this.draft = parts.draft;
    this.plain = parts.plain;
    this.lossless = parts.lossless;
    this.asWritten = parts.asWritten;
    this.compact = parts.compact;
    this.documents = parts.documents;
  }

  /** For who looks at all of it: the tree and the example do. */
  get inside(): ReturnType<typeof insideOnce> {
    return (this.#inside ??= insideOnce(this.documents));
  }
}

/** One text after reading, before its references are known. */
interface ReadDocument {
  readonly name: string;
  readonly root: JsonObject | boolean;
  readonly draft: Draft;
  readonly json: JsonText;
  /** A draft-03 schema lifted to draft-04; else the same as `json`. */
  readonly lifted: JsonText;
}

/** Reads a JSON Schema and everything it refers to; nothing is fetched, nothing is executed. */
export function readJsonSchema(source: SchemaSource): Result<ReadSchema, readonly SchemaFault[]> {
  if (source.references.length > limits.referenceCount.value)
    return fail([tooManyReferences(source.references.length)]);
  const root = readDocument({ name: '', text: source.text }, DEFAULT_DRAFT);
  if (!root.ok) return root;
  const references: ReadDocument[] = [];
  for (const reference of source.references) {
    const document = readDocument(reference, root.value.draft);
    if (!document.ok) return document;
    references.push(document.value);
  }
  const documents = new Documents(root.value, references);
  const faults = survey(documents);
  if (faults.length > 0)
    return fail(faults.slice(0, FAULTS_MAX).map((fault) => located(fault, source)));
  const { draft, root: plain, json, lifted } = root.value;
  const { lossless: asWritten, compact } = json;
  return ok({
    source,
    root: new JsonSchemaRoot({
      draft,
      plain,
      lossless: lifted.lossless,
      asWritten,
      compact,
      documents,
    }),
  });
}

/** The parsed form of a schema that `readJsonSchema` has read. */
export function rootOf(schema: ReadSchema): JsonSchemaRoot {
  invariant(schema.root instanceof JsonSchemaRoot, 'a JSON Schema is read before it is used');
  return schema.root;
}

function readDocument(
  { name, text }: { name: string; text: string },
  otherwise: Draft,
): Result<ReadDocument, readonly SchemaFault[]> {
  const source: SchemaSource = {
    type: 'JSON',
    text,
    references: name === '' ? [] : [{ name, text }],
  };
  const refuse = (
    ...faults: readonly Omit<FoundFault, 'document'>[]
  ): { ok: false; error: SchemaFault[] } =>
    fail(faults.slice(0, FAULTS_MAX).map((fault) => located({ ...fault, document: name }, source)));
  const json = readBoundedJson({ name, text });
  if (!json.ok) return json;
  const lifted = liftDraft03(json.value);
  const root = lifted.plain;
  if (!isJsonObject(root) && typeof root !== 'boolean')
    return refuse({ code: 'SCHEMA_NOT_A_SCHEMA', pointer: '', message: NOT_A_SCHEMA });
  const draft = isJsonObject(root) ? draftOfDocument(root, otherwise) : otherwise;
  if (!draft)
    return refuse({ code: 'SCHEMA_DRAFT_UNKNOWN', pointer: '/$schema', message: UNKNOWN_DRAFT });
  const wrong = isJsonObject(root) ? againstMetaSchema(root, draft) : [];
  return wrong.length > 0 ? refuse(...wrong) : ok({ name, root, draft, json: json.value, lifted });
}

const NOT_A_SCHEMA =
  'A JSON Schema is an object, true or false; this is something else. Wrap it in an object.';
const UNKNOWN_DRAFT = `This "$schema" is not a draft that is understood here. Use one of: ${drafts.map(({ uri }) => uri).join(', ')}.`;

/** Draft-03 is read by lifting it to draft-04; the text stays what was registered. */
function liftDraft03(json: JsonText): JsonText {
  if (
    !isJsonObject(json.plain) ||
    typeof json.plain.$schema !== 'string' ||
    !isDraft03(json.plain.$schema)
  )
    return json;
  const lifted = compatibility.v4(JSON.parse(JSON.stringify(json.plain))) as JsonObject;
  const text = JSON.stringify({ ...lifted, $schema: `${draftOf(4).uri}#` });
  const read = readJsonText(text, { depthMax: Infinity, nodesMax: Infinity });
  invariant(read.ok, 'what JSON.stringify writes can be read');
  return read.value;
}
