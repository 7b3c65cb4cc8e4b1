import { readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { problem } from '#kernel';
import { makeFolder } from '../files/make-folder.js';
import type { Io } from '../io.js';
import { cliProblems } from '../problems.js';
import type { NewFile } from './files-of.js';

export interface WrittenFile {
  readonly path: string;
  /** `same`: it was there, word for word; `kept`: it was there and says something else. */
  readonly state: 'wrote' | 'same' | 'kept';
}

/** A file that was there stays as it is. */
export async function writeUnlessThere(io: Io, { path, text }: NewFile): Promise<WrittenFile> {
  const full = resolve(io.cwd, path);
  try {
    await makeFolder(dirname(full));
    await writeFile(full, text, { flag: 'wx' });
    return { path, state: 'wrote' };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw problem(cliProblems.FILE_NOT_WRITTEN, { path, why: message });
    const there = await readFile(full, 'utf8').catch(() => undefined);
    return { path, state: there === text ? 'same' : 'kept' };
  }
}
