import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { problem } from '#kernel';
import { serverAt } from '../ask.js';
import type { Io } from '../io.js';
import { cliProblems } from '../problems.js';
import { DumpLines } from './dump-lines.js';
import { readRegistry } from './read-registry.js';
import type { RegistryContent } from './registry-content.js';
import { type Credentials, RegistryDoor } from './registry-door.js';

/** The dump inside a folder that `concordat export --to-folder` wrote. */
export const FOLDER_DUMP = 'registry.jsonl';

/** What `--from` names: a registry by its address, a dump, or a folder that holds one. */
export async function readSource(
  io: Io,
  from: string,
  { credentials, onProgress }: SourceOptions,
): Promise<RegistryContent> {
  if (/^https?:\/\//i.test(from))
    return readRegistry(new RegistryDoor(io, serverAt('registry', from), credentials), {
      onProgress,
    });
  const given = resolve(io.cwd, from);
  const isFolder = await stat(given)
    .then((found) => found.isDirectory())
    .catch(() => false);
  return readDump(isFolder ? join(given, FOLDER_DUMP) : given, from);
}

export interface SourceOptions {
  /** Absent for our own registry, which takes CONCORDAT_KEY. */
  readonly credentials?: Credentials;
  readonly onProgress: (done: number, all: number) => void;
}

/** Line by line: the file may be longer than what one text can hold. */
async function readDump(path: string, shown: string): Promise<RegistryContent> {
  const lines = new DumpLines(shown);
  let number = 0;
  const input = createReadStream(path, 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity }))
      lines.add(line, (number += 1));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw problem(cliProblems.FILE_NOT_FOUND, { path: shown });
    if (code !== undefined && /^E[A-Z]+$/.test(code))
      throw problem(cliProblems.FILE_UNREADABLE, { path: shown, why: message });
    throw error;
  } finally {
    input.destroy();
  }
  return lines.content();
}
