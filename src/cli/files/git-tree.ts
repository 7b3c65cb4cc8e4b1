import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { limits, problem } from '#kernel';
import { cliProblems } from '../problems.js';
import { utf8 } from './disk-tree.js';
import { type Blob, git, gitBlobs, gitReason } from './git.js';
import type { SourceTree } from './source-tree.js';

/** As git names what is in a file: SHA-1, or SHA-256 in a repository that was made so. */
function blobHash(text: string, digits: number): string {
  const bytes = Buffer.from(text);
  const hash = createHash(digits === 40 ? 'sha1' : 'sha256');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

const BYTES_MAX = limits.contractBytes.value;

/**
 * One commit, read from git's objects: nothing is checked out, the working tree is not touched.
 * The reference becomes a hash first, so no later argument is text somebody else chose; files are
 * asked for by the hashes of its one listing.
 */
export class GitTree implements SourceTree {
  readonly #read = new Map<string, Blob>();
  #listing: Promise<ReadonlyMap<string, string>> | undefined;

  private constructor(
    private readonly cwd: string,
    readonly commit: string,
    /** Where `cwd` stands in the repository, as git says it: empty or with a slash at the end. */
    readonly prefix: string,
  ) {}

  static async open(cwd: string, ref: string): Promise<GitTree> {
    const prefix = await git(cwd, ['rev-parse', '--show-prefix']).catch((error: unknown) => {
      throw problem(cliProblems.GIT_UNAVAILABLE, { why: gitReason(error) });
    });
    const asked = ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`];
    const commit = await git(cwd, asked).catch((error: unknown) => {
      throw problem(cliProblems.GIT_REF_UNKNOWN, { ref, why: gitReason(error) });
    });
    return new GitTree(cwd, commit.toString().trim(), prefix.toString().trimEnd());
  }

  async text(path: string): Promise<string | undefined> {
    const hash = await this.#hash(path);
    if (hash === undefined) return undefined;
    if (!this.#read.has(hash)) await this.prepare([path]);
    const blob = this.#read.get(hash);
    if (blob === undefined) throw problem(cliProblems.GIT_OBJECT_MISSING, { path });
    if (typeof blob !== 'number') return utf8(path, blob);
    throw problem(cliProblems.FILE_TOO_LARGE, { path, bytes: blob, bytesMax: BYTES_MAX });
  }

  async holds(path: string, text: string): Promise<boolean> {
    const hash = await this.#hash(path);
    return hash !== undefined && hash === blobHash(text, hash.length);
  }

  /** What git calls the bytes of the file. */
  async #hash(path: string): Promise<string | undefined> {
    return (await this.#blobs()).get(this.#fullPath(path) ?? '');
  }

  /** Reads many files at once, so that asking for each is no process of its own. */
  async prepare(paths: readonly string[]): Promise<void> {
    const blobs = await this.#blobs();
    const wanted = paths.flatMap((path) => blobs.get(this.#fullPath(path) ?? '') ?? []);
    const hashes = wanted.filter((hash) => !this.#read.has(hash));
    const read = await gitBlobs(this.cwd, [...new Set(hashes)], BYTES_MAX);
    for (const [hash, blob] of read) this.#read.set(hash, blob);
  }

  async filesBelow(folder: string): Promise<readonly string[] | undefined> {
    const full = this.#fullPath(folder);
    if (full === undefined) return undefined;
    const start = full === '' ? '' : `${full}/`;
    const found = [...(await this.#blobs()).keys()].filter((path) => path.startsWith(start)).sort();
    const isThere = found.length > 0 || full === '';
    return isThere ? found.map((path) => posix.join(folder, path.slice(start.length))) : undefined;
  }

  isInside(path: string): Promise<boolean> {
    return Promise.resolve(this.#fullPath(path) !== undefined);
  }

  /** The path from the root, or nothing when it leaves the repository. */
  #fullPath(path: string): string | undefined {
    if (posix.isAbsolute(path)) return undefined;
    const full = posix.normalize(posix.join(this.prefix, path)).replace(/^\.\/?$|\/$/g, '');
    return full === '..' || full.startsWith('../') ? undefined : full;
  }

  #blobs(): Promise<ReadonlyMap<string, string>> {
    return (this.#listing ??= this.#list());
  }

  /** Plain files only: what a link says is a path, and what a submodule holds lies elsewhere. */
  async #list(): Promise<ReadonlyMap<string, string>> {
    const listing = await git(this.cwd, ['ls-tree', '-r', '-z', '--full-tree', this.commit]);
    const blobs = new Map<string, string>();
    for (const line of listing.toString().split('\0')) {
      const [, hash, path] = /^100\d+ blob ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
      if (hash && path) blobs.set(path, hash);
    }
    return blobs;
  }
}
