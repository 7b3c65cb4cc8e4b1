import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { limits, problem } from '#kernel';
import { cliProblems } from '../problems.js';
import type { SourceTree } from './source-tree.js';

/** Folders that hold other people's files or what was built from ours. */
const SKIPPED = new Set(['node_modules', 'dist', '.git']);

export class DiskTree implements SourceTree {
  readonly #homes = new Map<string, Promise<string>>();

  constructor(private readonly cwd: string) {}

  async text(path: string): Promise<string | undefined> {
    const full = resolve(this.cwd, path);
    const about = await stat(full).catch(() => undefined);
    if (about === undefined || about.isDirectory()) return undefined;
    const bytesMax = limits.contractBytes.value;
    if (about.size > bytesMax)
      throw problem(cliProblems.FILE_TOO_LARGE, { path, bytes: about.size, bytesMax });
    return utf8(
      path,
      await readFile(full).catch((error: Error) => unreadable(path, error.message)),
    );
  }

  async filesBelow(folder: string): Promise<readonly string[] | undefined> {
    const about = await stat(resolve(this.cwd, folder)).catch(() => undefined);
    return about?.isDirectory() ? this.#below(folder) : undefined;
  }

  async #below(folder: string): Promise<readonly string[]> {
    const entries = await readdir(resolve(this.cwd, folder), { withFileTypes: true });
    const paths = await Promise.all(
      entries
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .filter(({ name }) => !SKIPPED.has(name))
        .map((entry) => {
          const path = join(folder, entry.name);
          if (entry.isDirectory()) return this.#below(path);
          return Promise.resolve(entry.isFile() ? [path] : []);
        }),
    );
    return paths.flat();
  }

  /** Of folders, which are asked about again and again. */
  readonly #real = (folder: string): Promise<string> => {
    const known = this.#homes.get(folder) ?? realpath(folder);
    this.#homes.set(folder, known);
    return known;
  };

  /** Links are followed first: a link may point anywhere. */
  async isInside(path: string, folder: string): Promise<boolean> {
    const real = await realpath(resolve(this.cwd, path)).catch(() => resolve(this.cwd, path));
    const homes = await Promise.all([this.cwd, resolve(this.cwd, folder)].map(this.#real));
    return homes.some((home) => isBelow(relative(home, real)));
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
