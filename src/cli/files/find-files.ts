import { posix } from 'node:path';
import { problem } from '#kernel';
import { cliProblems } from '../problems.js';
import { isSchemaPath } from './schema-type.js';
import type { SourceTree } from './source-tree.js';

export interface FoundPath {
  readonly path: string;
  /** Below the folder that was named, or the file's own name. */
  readonly relativePath: string;
}

const CONTRACT = /\.contract\.(ya?ml|json)$/;

export const isContractPath = (path: string): boolean => CONTRACT.test(path);

export interface FindOptions {
  readonly isSchemaWanted: boolean;
  readonly isNothingAllowed?: boolean;
}

/** A file named is taken as it is; a folder gives the contracts, and if asked the schemas, below. */
export async function findFiles(
  tree: SourceTree,
  paths: readonly string[],
  { isSchemaWanted, isNothingAllowed = false }: FindOptions,
): Promise<readonly FoundPath[]> {
  const isWanted = (path: string) => CONTRACT.test(path) || (isSchemaWanted && isSchemaPath(path));
  const found = new Map<string, FoundPath>();
  if (paths.includes('')) throw problem(cliProblems.WORD_EMPTY, { what: 'A path' });
  for (const named of paths.map((path) => posix.normalize(path))) {
    const below = (await tree.filesBelow(named))?.filter(isWanted) ?? [named];
    for (const path of below) {
      const relativePath = path === named ? posix.basename(path) : posix.relative(named, path);
      if (!found.has(path)) found.set(path, { path, relativePath });
    }
  }
  if (found.size === 0 && !isNothingAllowed)
    throw problem(cliProblems.NOTHING_FOUND, { paths, links: [...(tree.links ?? [])] });
  return [...found.values()];
}
