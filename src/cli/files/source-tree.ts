import { problem } from '#kernel';
import { cliProblems } from '../problems.js';

/** Where files are read from: the disk, or one commit of a git repository. */
export interface SourceTree {
  /** `undefined` where there is no file; a folder is not a file. */
  text(path: string): Promise<string | undefined>;
  /** Whether the file at a path is this very text, where that can be told without reading it. */
  holds?(path: string, text: string): Promise<boolean>;
  /** Paths of all files below a folder, in order; `undefined` where there is no such folder. */
  filesBelow(folder: string): Promise<readonly string[] | undefined>;
  /** Links met below folders: their own names, not followed. */
  readonly links?: ReadonlySet<string>;
  /** Says which files will be asked for, where reading all at once is cheaper. */
  prepare?(paths: readonly string[]): Promise<void>;
  /** Does the path stay where contracts may point: below the folder we are in, or in its own? */
  isInside(path: string, folder: string): Promise<boolean>;
}

/** Where a file was named and there is none: nothing at all, or a folder. */
export async function noFile(tree: SourceTree, path: string): Promise<Error> {
  if (path === '') return problem(cliProblems.WORD_EMPTY, { what: 'The name of a file' });
  const isFolder = (await tree.filesBelow(path)) !== undefined;
  return problem(isFolder ? cliProblems.FILE_IS_FOLDER : cliProblems.FILE_NOT_FOUND, { path });
}
