import { posix } from 'node:path';
import { git } from './git.js';
import type { GitTree } from './git-tree.js';

/** What the working tree changed since a commit; paths as seen from the folder we are in. */
export interface GitChanges {
  /** Added, modified, renamed here, or not known to git yet. */
  readonly changed: ReadonlySet<string>;
  /** The new path of each file that git takes for a renamed one. */
  readonly renamedFrom: ReadonlyMap<string, string>;
}

export async function gitChanges(cwd: string, { commit, prefix }: GitTree): Promise<GitChanges> {
  const diff = ['diff', '--name-status', '--find-renames', '--no-ext-diff', '-z', commit, '--'];
  const others = ['ls-files', '--others', '--exclude-standard', '--full-name', '-z'];
  const [compared, untracked] = await Promise.all([git(cwd, diff), git(cwd, others)]);
  const here = (path: string): string => posix.relative(prefix, path);
  const changed = new Set(untracked.toString().split('\0').filter(Boolean).map(here));
  const renamedFrom = new Map<string, string>();
  const words = compared.toString().split('\0').filter(Boolean);
  for (let status = words.shift(); status !== undefined; status = words.shift()) {
    const path = here(words.shift() ?? '');
    const isMove = /^[RC]/.test(status);
    const now = isMove ? here(words.shift() ?? '') : path;
    if (status.startsWith('R')) renamedFrom.set(now, path);
    if (status !== 'D') changed.add(now);
  }
  return { changed, renamedFrom };
}
