import { posix } from 'node:path';
import { importContracts } from '#contract';
import { Problem, problem } from '#kernel';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { DiskTree } from '../files/disk-tree.js';
import { readFound } from '../files/read-found.js';
import { noFile } from '../files/source-tree.js';
import type { Io } from '../io.js';
import type { Format } from '../options.js';
import { cliProblems } from '../problems.js';
import { filesOf } from './files-of.js';
import { showImported } from './show-imported.js';
import { type WrittenFile, writeUnlessThere } from './write-unless-there.js';

export interface DocumentImport {
  readonly path: string;
  readonly into: string;
  readonly format: Format;
}

/** Contract files made of an AsyncAPI or ODCS document; nobody is asked, and nothing overwritten. */
export async function importDocument(io: Io, options: DocumentImport): Promise<ExitCode> {
  const { path, into, format } = options;
  const disk = new DiskTree(io.cwd);
  const text = await disk.text(path);
  if (text === undefined) throw await noFile(disk, path);
  const made = importContracts(text);
  if (!made.ok) throw problem(cliProblems.DOCUMENT_UNREADABLE, { path, why: made.error });
  const { contracts, notes, lost } = made.value;
  const files: WrittenFile[] = [];
  const faults: string[] = [];
  for (const contract of contracts) {
    const [own, ...others] = filesOf(contract, into);
    for (const file of [...others, own]) files.push(await writeUnlessThere(io, file));
    const fault = await faultIn(disk, own.path);
    if (fault !== undefined) faults.push(fault);
  }
  showImported(io, format, { files, notes, lost, faults, document: posix.normalize(path) });
  const isWhole = faults.length === 0 && files.every(({ state }) => state !== 'kept');
  return isWhole ? exitCodes.pass : exitCodes.findings;
}

/** What a document of another standard leaves open shows when the contract is read like any other. */
async function faultIn(disk: DiskTree, path: string): Promise<string | undefined> {
  try {
    await readFound(disk, path, { isReferenceOptional: true });
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}
