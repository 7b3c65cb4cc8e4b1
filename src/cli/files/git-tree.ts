import { execFile } from 'node:child_process';
import { posix } from 'node:path';
import { promisify } from 'node:util';
import { limits, problem } from '#kernel';
import { cliProblems } from '../problems.js';
import { utf8 } from './disk-tree.js';
import type { SourceTree } from './source-tree.js';

const run = promisify(execFile);
/** A listing of a very large repository; the files themselves are bounded one by one. */
const LISTING_BYTES_MAX = 64 * 1024 * 1024;

/**
 * One commit, read from git's objects: nothing is checked out, the working tree is not touched.
 * The reference becomes a hash first, so no later argument is text somebody else chose.
 */
export class GitTree implements SourceTree {
  private constructor(
    private readonly cwd: string,
    private readonly commit: string,
    /** Where `cwd` stands in the repository, as git says it: empty or with a slash at the end. */
    private readonly prefix: string,
  ) {}

  static async open(cwd: string, ref: string): Promise<GitTree> {
    const prefix = await git(cwd, ['rev-parse', '--show-prefix']).catch((error: unknown) => {
      throw problem(cliProblems.GIT_UNAVAILABLE, { why: firstLine(error) });
    });
    const asked = ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`];
    const commit = await git(cwd, asked).catch((error: unknown) => {
      throw problem(cliProblems.GIT_REF_UNKNOWN, { ref, why: firstLine(error) });
    });
    return new GitTree(cwd, commit.toString().trim(), prefix.toString().trimEnd());
  }

  async text(path: string): Promise<string | undefined> {
    const object = this.#object(path);
    if (object === undefined || (await this.#typeOf(object)) !== 'blob') return undefined;
    const bytes = Number((await git(this.cwd, ['cat-file', '-s', object])).toString());
    const bytesMax = limits.contractBytes.value;
    if (bytes > bytesMax) throw problem(cliProblems.FILE_TOO_LARGE, { path, bytes, bytesMax });
    return utf8(path, await git(this.cwd, ['cat-file', 'blob', object]));
  }

  async filesBelow(folder: string): Promise<readonly string[] | undefined> {
    const object = this.#object(folder);
    if (object === undefined || (await this.#typeOf(object)) !== 'tree') return undefined;
    const listing = await git(this.cwd, [
      'ls-tree',
      '-r',
      '-z',
      '--name-only',
      '--full-tree',
      object,
    ]);
    const names = listing.toString().split('\0').filter(Boolean).sort();
    return names.map((name) => posix.join(folder, name));
  }

  isInside(path: string): Promise<boolean> {
    return Promise.resolve(this.#object(path) !== undefined);
  }

  /** `<commit>:<path from the root>`, or nothing when the path leaves the repository. */
  #object(path: string): string | undefined {
    const full = posix.normalize(posix.join(this.prefix, path)).replace(/^\.\/?$|\/$/g, '');
    return full === '..' || full.startsWith('../') || posix.isAbsolute(path)
      ? undefined
      : `${this.commit}:${full}`;
  }

  async #typeOf(object: string): Promise<string | undefined> {
    return git(this.cwd, ['cat-file', '-t', object]).then(
      (type) => type.toString().trim(),
      () => undefined,
    );
  }
}

async function git(cwd: string, args: readonly string[]): Promise<Buffer> {
  const { stdout } = await run('git', ['--no-pager', '--literal-pathspecs', ...args], {
    cwd,
    encoding: 'buffer',
    maxBuffer: LISTING_BYTES_MAX,
    windowsHide: true,
  });
  return stdout;
}

function firstLine(error: unknown): string {
  const said = (error as { stderr?: Buffer }).stderr?.toString() || (error as Error).message;
  return (said.split('\n').find(Boolean) ?? 'no reason given')
    .replace(/^fatal: /, '')
    .replace(/\.$/, '');
}
