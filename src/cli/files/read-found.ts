import { posix } from 'node:path';
import { parse } from 'yaml';
import { type Contract, readContract } from '#contract';
import { problem } from '#kernel';
import { languageOf, type SchemaSource, type SchemaType } from '#schema';
import { cliProblems } from '../problems.js';
import type { SourceTree } from './source-tree.js';

/** A schema, and the contract around it where there is one. */
export interface Found {
  readonly path: string;
  readonly contract?: Contract;
  /** The file the schema's text stands in: the contract itself when it is written in place. */
  readonly schemaPath: string;
  readonly source: SchemaSource;
  /** The contract as it is posted: one document, the schema inside. */
  readonly document?: string;
}

/** Texts of the subjects a contract refers to; only a registry has them. */
export type ResolveReferences = (
  references: Contract['schema']['references'],
) => Promise<SchemaSource['references']>;

/** Reads one file and the schema it names; whatever is wrong is said with its place. */
export async function readFound(
  tree: SourceTree,
  path: string,
  resolve?: ResolveReferences,
): Promise<Found> {
  const text = await tree.text(path);
  if (text === undefined) throw problem(cliProblems.FILE_NOT_FOUND, { path });
  if (!isContract(path, text)) {
    const source = { type: typeOf(path), text, references: [] };
    return { path, schemaPath: path, source: readable(path, source) };
  }
  const contract = contractIn(path, text);
  const { file, definition = '', type, references } = contract.schema;
  const schemaPath = file === undefined ? path : posix.join(posix.dirname(path), file);
  const schemaText =
    file === undefined ? definition : await textBeside(tree, { path, schemaPath, file });
  const document = file === undefined ? text : inlined(text, schemaText);
  if (file !== undefined) agreeing(path, document);
  if (references.length > 0 && !resolve) {
    const source = { type, text: schemaText, references: [] };
    return { path, contract, schemaPath, source, document };
  }
  const resolved = references.length > 0 && resolve ? await resolve(references) : [];
  const source = readable(schemaPath, { type, text: schemaText, references: resolved });
  return { path, contract, schemaPath, source, document };
}

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
function agreeing(path: string, document: string): void {
  const read = readContract(document);
  if (read.ok) return;
  throw notRight(
    path,
    read.error.map(({ pointer, message }) => ({ pointer, message })),
  );
}

const typeOf = (path: string): SchemaType =>
  path.endsWith('.avsc') ? 'AVRO' : path.endsWith('.proto') ? 'PROTOBUF' : 'JSON';

function readable(path: string, source: SchemaSource): SchemaSource {
  const language = languageOf(source.type);
  if (!language) throw problem(cliProblems.LANGUAGE_NOT_READ, { path, type: source.type });
  const read = language.read(source);
  if (read.ok) return source;
  throw notRight(path, read.error);
}

interface Fault {
  readonly pointer: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

function notRight(path: string, faults: readonly Fault[]): Error {
  const said = faults.map(({ pointer, message, line, column }) => ({
    place: line === undefined ? path : `${path}:${line}:${column ?? 1}`,
    what: pointer === '' ? message : `at ${pointer}: ${message}`,
  }));
  const [first = { place: path, what: '' }, ...rest] = said;
  const what = [first.what, ...rest.map(({ place, what }) => `${place}: ${what}`)].join('\n');
  return problem(cliProblems.FILE_SYNTAX, { place: first.place, what });
}
