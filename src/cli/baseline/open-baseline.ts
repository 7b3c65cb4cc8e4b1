import { problem } from '#kernel';
import { serverAt } from '../ask.js';
import { DiskTree } from '../files/disk-tree.js';
import { type GitChanges, gitChanges } from '../files/git-changes.js';
import { isContractPath } from '../files/find-files.js';
import { isSchemaPath } from '../files/schema-type.js';
import { GitTree } from '../files/git-tree.js';
import type { Io } from '../io.js';
import { cliProblems } from '../problems.js';
import type { Baseline } from './baseline.js';
import { RegistryBaseline } from './registry-baseline.js';
import { FileBaseline, TreeBaseline } from './tree-baseline.js';

/** What `--against` names: `registry`, `git:REF`, a folder or a file. */
export async function openBaseline(
  io: Io,
  {
    against,
    registry,
    since,
  }: { readonly against: string; readonly registry: string; readonly since?: number },
): Promise<Baseline> {
  if (against === '') throw problem(cliProblems.WORD_EMPTY, { what: 'The baseline' });
  if (against === 'registry')
    return new RegistryBaseline(io, serverAt('registry', registry), since);
  if (against.startsWith('git:')) {
    const ref = against.slice('git:'.length);
    const tree = await GitTree.open(io.cwd, ref);
    // Asked for only where a schema has no older self in its place.
    let changes: Promise<GitChanges> | undefined;
    const renamedFrom = async () => (await (changes ??= gitChanges(io.cwd, tree))).renamedFrom;
    return new TreeBaseline(`git ${ref}`, tree, { folder: '.', isSameTree: true, renamedFrom });
  }
  const disk = new DiskTree(io.cwd);
  const inFolder = await disk.filesBelow(against);
  if (inFolder && !inFolder.some((path) => isContractPath(path) || isSchemaPath(path)))
    throw problem(cliProblems.NOTHING_FOUND, { paths: [against] });
  if (inFolder) return new TreeBaseline(against, disk, { folder: against, isSameTree: false });
  if ((await disk.text(against)) === undefined)
    throw problem(cliProblems.FILE_NOT_FOUND, { path: against });
  return new FileBaseline(against, disk);
}
