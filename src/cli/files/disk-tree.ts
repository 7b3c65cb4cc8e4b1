import { lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { limits, problem } from '#kernel';
import { cliProblems } from '../problems.js';
import type { SourceTree } from './source-tree.js';

/** Folders that hold other people's files or what was built from ours. */
const SKIPPED = new Set(['node_modules', 'dist', '.git']);

/** Files here are small and many: asking for each and waiting costs more than the reading does. */
export class DiskTree implements SourceTree {
  readonly #homes = new Map<string, string>();
  readonly links = new Set<string>();

  constructor(private readonly cwd: string) {}

  text(path: string): Promise<string | undefined> {
    return Promise.resolve().then(() => this.#text(path));
  }

  #text(path: string): string | undefined {
    const full = resolve(this.cwd, path);
    const about = aboutOf(full, path);
    if (about === undefined || about.isDirectory()) return undefined;
    // A pipe may have no writer, and a device no end.
    if (!about.isFile()) unreadable(path, 'it is a pipe or a device, not a file');
    const bytesMax = limits.contractBytes.value;
    if (about.size > bytesMax)
      throw problem(cliProblems.FILE_TOO_LARGE, { path, bytes: about.size, bytesMax });
    return utf8(path, bytesOf(full, path));
  }

  async filesBelow(folder: string): Promise<readonly string[] | undefined> {
    const about = aboutOf(resolve(this.cwd, folder), folder);
    return about?.isDirectory() ? await this.#below(folder) : undefined;
  }

  async #below(folder: string): Promise<readonly string[]> {
    const entries = await readdir(resolve(this.cwd, folder), { withFileTypes: true }).catch(
      (error: unknown) => unreadable(folder, reasonOf(error)),
    );
    const paths = await Promise.all(
      entries
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .filter(({ name }) => !SKIPPED.has(name))
        .map((entry) => {
          const path = join(folder, entry.name);
          if (entry.isDirectory()) return this.#below(path);
          if (entry.isSymbolicLink()) this.links.add(path);
          return Promise.resolve(entry.isFile() ? [path] : []);
        }),
    );
    return paths.flat();
  }

  /** Of folders, which are asked about again and again. */
  #real(folder: string): string {
    const known = this.#homes.get(folder) ?? realpathSync.native(folder);
    this.#homes.set(folder, known);
    return known;
  }

  /** Links are followed first: a link may point anywhere. */
  isInside(path: string, folder: string): Promise<boolean> {
    const full = resolve(this.cwd, path);
    const real = this.#realFile(full);
    const homes = [this.cwd, resolve(this.cwd, folder)].map((home) => this.#real(home));
    return Promise.resolve(homes.some((home) => isBelow(relative(home, real))));
  }

  #realFile(full: string): string {
    try {
      const isLink = lstatSync(full).isSymbolicLink();
      return isLink ? realpathSync.native(full) : join(this.#real(dirname(full)), basename(full));
    } catch {
      return full;
    }
  }
}

/** Nothing where there is nothing; what is there and cannot be looked at is said. */
function aboutOf(full: string, path: string): Stats | undefined {
  try {
    return statSync(full);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return NOWHERE.has(code) ? undefined : unreadable(path, reasonOf(error));
  }
}

const NOWHERE = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']);
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'it may not be read by who runs this',
  EPERM: 'it may not be read by who runs this',
  ELOOP: 'its links lead in a circle',
};

const reasonOf = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
};

function bytesOf(full: string, path: string): Uint8Array {
  try {
    return readFileSync(full);
  } catch (error) {
    return unreadable(path, reasonOf(error));
  }
}

const isBelow = (path: string): boolean =>
  !isAbsolute(path) && path !== '..' && !path.startsWith('../');

const unreadable = (path: string, why: string): never => {
  throw problem(cliProblems.FILE_UNREADABLE, { path, why });
};

export function utf8(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return unreadable(path, 'it is not UTF-8 text');
  }
}
