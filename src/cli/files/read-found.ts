import { posix } from 'node:path';
import { parse } from 'yaml';
import {
  algebraFaults,
  type Contract,
  contradictionsWithSchema,
  messageFaults,
  readContract,
  readContractText,
  withMessages,
} from '#contract';
import { problem } from '#kernel';
import {
  languageOf,
  placeInJsonText,
  placeInProtobuf,
  readProtobuf,
  type ReadSchema,
  type ReferencedSource,
  type SchemaSource,
  type SchemaType,
} from '#schema';
import { cliProblems } from '../problems.js';
import type { FoundReference } from './found-reference.js';
import { notRight } from './not-right.js';
import { referencedContracts } from './referenced-contracts.js';
import { referencedFiles, refersOutside } from './referenced-files.js';
import { schemaTypeOf } from './schema-type.js';
import { noFile, type SourceTree } from './source-tree.js';

/** A schema, and the contract around it where there is one. */
export interface Found {
  readonly path: string;
  readonly contract?: Contract;
  /** The file the schema's text stands in: the contract itself when it is written in place. */
  readonly schemaPath: string;
  readonly source: SchemaSource;
  /** The files of what the schema refers to. */
  readonly referencedPaths: readonly string[];
  /** Line and column of a place in the schema, in the text of `schemaPath`. */
  readonly locate: Locate;
  /** What the file at `path` holds. */
  readonly text: string;
  /** The baseline holds the same texts in the same places. */
  readonly isSame: boolean;
  /** Line and column of a place in the contract itself. */
  readonly locateInContract?: Locate;
  /** The contract as it is posted: one document, the schema inside. */
  readonly document?: () => string;
}

/** A JSON Pointer into a schema → where it stands; nothing where the text is no JSON. */
export type Locate = (pointer: string) => TextPlace | undefined;
export interface TextPlace {
  /** The file, where it is another than that of the schema itself. */
  readonly path?: string;
  readonly line: number;
  readonly column: number;
}

/** Texts of the subjects a contract refers to; only a registry has them. */
export type ResolveReferences = (
  references: Contract['schema']['references'],
) => Promise<SchemaSource['references']>;

export interface ReadOptions {
  /** Without it, subjects are those of the contracts nearby. */
  readonly resolve?: ResolveReferences | undefined;
  /** A contract whose subjects are not found is read all the same; its schema is not. */
  readonly isReferenceOptional?: boolean;
  /** Whether the baseline holds this very text at this path: then it need not be judged again. */
  readonly isKnown?: ((path: string, text: string) => Promise<boolean>) | undefined;
}

const never = (): Promise<boolean> => Promise.resolve(false);

/** Reads one file and the schema it names; whatever is wrong is said with its place. */
export async function readFound(
  tree: SourceTree,
  path: string,
  options: ReadOptions = {},
): Promise<Found> {
  const text = await tree.text(path);
  if (text === undefined) throw await noFile(tree, path);
  return isContract(path, text)
    ? readContractFile(tree, { path, text }, options)
    : readSchemaFile(tree, { path, text }, options);
}

interface File {
  readonly path: string;
  readonly text: string;
}

async function readSchemaFile(
  tree: SourceTree,
  { path, text }: File,
  { isKnown = never }: ReadOptions,
): Promise<Found> {
  const type = schemaTypeOf(path);
  const references = await referencedFiles(tree, { path, text, type });
  const source = sourceOf({ type, text }, references);
  const isSame = !refersOutside(source) && (await isKnown(path, text));
  if (!isSame) readable(path, source, references);
  const about = { path, text, schemaPath: path, locate: inSchema(source, references), isSame };
  return { ...about, source, referencedPaths: references.map((each) => each.path) };
}

async function readContractFile(
  tree: SourceTree,
  { path, text }: File,
  { isKnown = never, ...options }: ReadOptions,
): Promise<Found> {
  const contract = contractIn(path, text);
  const { file, definition = '', type } = contract.schema;
  const schemaPath = file === undefined ? path : posix.join(posix.dirname(path), file);
  const schemaText =
    file === undefined ? definition : await textBeside(tree, { path, schemaPath, file });
  const document = (): string => (file === undefined ? text : inlined(text, schemaText));
  const schema = { path: schemaPath, text: schemaText, type };
  const references = await referencesOf(tree, { path, contract, schema }, options);
  const source = withMessages(contract, sourceOf(schema, references ?? []));
  const isSame =
    contract.schema.references.length === 0 &&
    !refersOutside(schema) &&
    (await isKnown(path, text)) &&
    (file === undefined || (await isKnown(schemaPath, schemaText)));
  if (file !== undefined && !isSame) agreeing(path, contract, schemaText);
  if (!isSame && references) meant(path, contract, readable(schemaPath, source, references));
  const locate = inSchema(source, references ?? [], file === undefined ? inPlace(text) : undefined);
  const referencedPaths = (references ?? []).flatMap((each) => each.path ?? []);
  const about = { path, text, contract, schemaPath, locate, document, isSame, referencedPaths };
  return { ...about, source, locateInContract: inContract(text) };
}

type Reference = ReferencedSource & Partial<Pick<FoundReference, 'path' | 'contractText'>>;
const sourceOf = (
  { type, text }: Pick<SchemaSource, 'type' | 'text'>,
  references: readonly Reference[],
): SchemaSource => ({
  type,
  text,
  references: references.map((each) => ({ name: each.name, text: each.text })),
});

interface Referring {
  readonly path: string;
  readonly contract: Contract;
  readonly schema: File & { readonly type: SchemaType };
}

/** What a schema refers to by a subject, then what it refers to by a file; none unless all are there. */
async function referencesOf(
  tree: SourceTree,
  { path, contract, schema }: Referring,
  { resolve, isReferenceOptional = false }: ReadOptions,
): Promise<readonly Reference[] | undefined> {
  const { references } = contract.schema;
  const bySubject: readonly Reference[] = await (resolve
    ? resolve(references)
    : referencedContracts(tree, { path, contract }));
  const named = new Set(bySubject.map(({ name }) => name));
  const missing = references.find(({ name }) => !named.has(name));
  if (missing && isReferenceOptional) return undefined;
  if (missing)
    throw problem(cliProblems.REFERENCES_NEED_REGISTRY, { path, subject: missing.subject });
  const byFile = await referencedFiles(tree, schema, bySubject);
  return [...bySubject, ...byFile.filter(({ name }) => !named.has(name))];
}

/**
 * In the schema itself, or, where the name of a reference stands before the pointer, in the file of that one.
 * Of what only a registry holds there is no file to open.
 */
function inSchema(source: SchemaSource, references: readonly Reference[], own?: Locate): Locate {
  const inDocument = source.type === 'PROTOBUF' ? inProtobuf(source) : inJson(source);
  const ownPlace = own ?? ((pointer: string) => inDocument('', pointer));
  return (place) => {
    const reference = references.find(({ name }) => place.startsWith(`${name}#`));
    if (!reference) return ownPlace(place);
    const { name, path, contractText } = reference;
    const pointer = place.slice(name.length + 1);
    if (path === undefined) return undefined;
    const at = contractText ? inPlace(contractText)(pointer) : inDocument(name, pointer);
    return at && { path, ...at };
  };
}

type InDocument = (document: string, pointer: string) => TextPlace | undefined;

const inJson =
  ({ text, references }: SchemaSource): InDocument =>
  (document, pointer) => {
    const written = document === '' ? text : references.find(({ name }) => name === document)?.text;
    return written === undefined ? undefined : placeInJsonText(written, pointer);
  };

/** Read when the first place is asked for: most schemas do not change. */
function inProtobuf(source: SchemaSource): InDocument {
  let read: ReturnType<typeof readProtobuf> | undefined;
  return (document, pointer) => {
    read ??= readProtobuf(source);
    return read.ok ? placeInProtobuf(read.value, pointer, document) : undefined;
  };
}

/** Read when the first place is asked for: most contracts do not change. */
export function inContract(text: string): Locate {
  let read: ReturnType<typeof readContractText> | undefined;
  return (pointer) => {
    read ??= readContractText(text);
    return read.ok ? read.value.place(pointer) : undefined;
  };
}

/** A schema written inside its contract stands where the contract says it, as a block or a text. */
const inPlace =
  (document: string): Locate =>
  (pointer) => {
    const read = readContractText(document);
    if (!read.ok) return undefined;
    const { value } = read;
    return value.place(`/schema/definition${pointer}`) ?? value.place('/schema/definition');
  };

/** By its name, or, for a plain `.json`, by what it says it is. */
function isContract(path: string, text: string): boolean {
  if (/\.ya?ml$|\.contract\.json$/.test(path)) return true;
  return /"kind"\s*:\s*"EventContract"/.test(text);
}

function contractIn(path: string, text: string): Contract {
  const read = readContract(text);
  if (read.ok) return read.value;
  throw notRight(path, read.error);
}

const ADDRESS = /^[a-z][a-z0-9+.-]*:|^[\\/]/i;

async function textBeside(
  tree: SourceTree,
  { path, schemaPath, file }: { path: string; schemaPath: string; file: string },
): Promise<string> {
  const isLocal = !ADDRESS.test(file) && (await tree.isInside(schemaPath, posix.dirname(path)));
  if (!isLocal) throw problem(cliProblems.SCHEMA_FILE_NOT_LOCAL, { place: path, file });
  const text = await tree.text(schemaPath);
  if (text === undefined)
    throw problem(cliProblems.FILE_SYNTAX, {
      place: path,
      what: `schema.file is "${file}", and there is no file "${schemaPath}". Correct the path; it is relative to the contract.`,
    });
  return text;
}

function inlined(text: string, definition: string): string {
  const document = parse(text, { schema: 'core' }) as { schema: Record<string, unknown> };
  const { file: _replaced, ...schema } = document.schema;
  return JSON.stringify({ ...document, schema: { ...schema, definition } });
}

/**
 * The event is a message the schema declares, and a merge that depends on the order of the writes is
 * none; what does not compile is said elsewhere.
 */
function meant(path: string, contract: Contract, schema: ReadSchema): void {
  const missing = [...messageFaults(contract, schema)];
  if (missing.length > 0) throw notRight(path, missing);
  if (contract.semantics.conflict?.policy !== 'merge') return;
  if (languageOf(schema.source.type)?.tryCompile(schema).ok !== true) return;
  const faults = [...algebraFaults(contract, schema)];
  if (faults.length > 0) throw notRight(path, faults);
}

/** With its schema inside, a contract can also be held against it: fields that are not there. */
function agreeing(path: string, contract: Contract, definition: string): void {
  const faults = contradictionsWithSchema(contract, definition);
  if (faults.length > 0) throw notRight(path, faults);
}

function readable(
  path: string,
  source: SchemaSource,
  references: readonly Reference[],
): ReadSchema {
  const language = languageOf(source.type);
  if (!language) throw problem(cliProblems.LANGUAGE_NOT_READ, { path, type: source.type });
  const read = language.read(source);
  if (read.ok) return read.value;
  const fileOf = new Map(references.map((each) => [each.name, each.path]));
  const faults = read.error.map((fault) => ({ ...fault, path: fileOf.get(fault.document ?? '') }));
  throw notRight(path, faults);
}
