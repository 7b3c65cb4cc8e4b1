import { posix } from 'node:path';
import { parse } from 'yaml';
import { type Contract, contradictionsWithSchema, readContract, readContractText } from '#contract';
import { problem } from '#kernel';
import {
  languageOf,
  placeInJsonText,
  placeInProtobuf,
  readProtobuf,
  type SchemaSource,
} from '#schema';
import { cliProblems } from '../problems.js';
import { importedProtos } from './imported-protos.js';
import { notRight } from './not-right.js';
import { schemaTypeOf } from './schema-type.js';
import { noFile, type SourceTree } from './source-tree.js';

/** A schema, and the contract around it where there is one. */
export interface Found {
  readonly path: string;
  readonly contract?: Contract;
  /** The file the schema's text stands in: the contract itself when it is written in place. */
  readonly schemaPath: string;
  readonly source: SchemaSource;
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
  readonly line: number;
  readonly column: number;
}

/** Texts of the subjects a contract refers to; only a registry has them. */
export type ResolveReferences = (
  references: Contract['schema']['references'],
) => Promise<SchemaSource['references']>;

export interface ReadOptions {
  readonly resolve?: ResolveReferences | undefined;
  /** Whether the baseline holds this very text at this path: then it need not be judged again. */
  readonly isKnown?: ((path: string, text: string) => Promise<boolean>) | undefined;
}

const never = (): Promise<boolean> => Promise.resolve(false);

/** Reads one file and the schema it names; whatever is wrong is said with its place. */
export async function readFound(
  tree: SourceTree,
  path: string,
  { resolve, isKnown = never }: ReadOptions = {},
): Promise<Found> {
  const text = await tree.text(path);
  if (text === undefined) throw await noFile(tree, path);
  if (!isContract(path, text)) {
    const alone = { type: schemaTypeOf(path), text, references: [] };
    const source = await withImports(tree, path, alone);
    const isSame = importsNothing(source) && (await isKnown(path, text));
    if (!isSame) readable(path, source);
    return { path, text, schemaPath: path, source, locate: inSchema(source), isSame };
  }
  const contract = contractIn(path, text);
  const { file, definition = '', type, references } = contract.schema;
  const schemaPath = file === undefined ? path : posix.join(posix.dirname(path), file);
  const schemaText =
    file === undefined ? definition : await textBeside(tree, { path, schemaPath, file });
  const document = (): string => (file === undefined ? text : inlined(text, schemaText));
  const alone = await withImports(tree, schemaPath, { type, text: schemaText, references: [] });
  const isSame =
    references.length === 0 &&
    importsNothing(alone) &&
    (await isKnown(path, text)) &&
    (file === undefined || (await isKnown(schemaPath, schemaText)));
  if (file !== undefined && !isSame) agreeing(path, contract, schemaText);
  const locate = file === undefined ? inPlace(text) : inSchema(alone);
  const locateInContract = inContract(text);
  const about = { path, text, contract, schemaPath, locate, locateInContract, document, isSame };
  if (isSame) return { ...about, source: alone };
  if (references.length > 0 && !resolve) return { ...about, source: alone };
  const resolved = references.length > 0 && resolve ? await resolve(references) : [];
  const named = new Set(resolved.map(({ name }) => name));
  const all = [...resolved, ...alone.references.filter(({ name }) => !named.has(name))];
  return { ...about, source: readable(schemaPath, { ...alone, references: all }) };
}

/** What a .proto file imports is found in its folder; no other language has such files. */
async function withImports(
  tree: SourceTree,
  path: string,
  source: SchemaSource,
): Promise<SchemaSource> {
  if (source.type !== 'PROTOBUF') return source;
  return { ...source, references: await importedProtos(tree, { path, text: source.text }) };
}

const inSchema = (source: SchemaSource): Locate =>
  source.type === 'PROTOBUF'
    ? inProtobuf(source)
    : (pointer) => placeInJsonText(source.text, pointer);

/** Read when the first place is asked for: most schemas do not change. */
function inProtobuf(source: SchemaSource): Locate {
  let read: ReturnType<typeof readProtobuf> | undefined;
  return (pointer) => {
    read ??= readProtobuf(source);
    return read.ok ? placeInProtobuf(read.value, pointer) : undefined;
  };
}

/** What imports nothing changes only when its own text does. */
const importsNothing = ({ type, text }: SchemaSource): boolean =>
  type !== 'PROTOBUF' || !text.includes('import');

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

/** With its schema inside, a contract can also be held against it: fields that are not there. */
function agreeing(path: string, contract: Contract, definition: string): void {
  const faults = contradictionsWithSchema(contract, definition);
  if (faults.length > 0) throw notRight(path, faults);
}

function readable(path: string, source: SchemaSource): SchemaSource {
  const language = languageOf(source.type);
  if (!language) throw problem(cliProblems.LANGUAGE_NOT_READ, { path, type: source.type });
  const read = language.read(source);
  if (read.ok) return source;
  throw notRight(path, read.error);
}
