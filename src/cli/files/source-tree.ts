/** Where files are read from: the disk, or one commit of a git repository. */
export interface SourceTree {
  /** `undefined` where there is no file; a folder is not a file. */
  text(path: string): Promise<string | undefined>;
  /** Paths of all files below a folder, in order; `undefined` where there is no such folder. */
  filesBelow(folder: string): Promise<readonly string[] | undefined>;
  /** Does the path stay where contracts may point: below the folder we are in, or in its own? */
  isInside(path: string, folder: string): Promise<boolean>;
}
