import { posix } from 'node:path';
import { Problem } from '#kernel';
import { isContractPath, type FoundPath } from '../files/find-files.js';
import { type Found, readFound } from '../files/read-found.js';
import type { SourceTree } from '../files/source-tree.js';
import type { Baseline, OldVersion } from './baseline.js';

async function oldVersion(tree: SourceTree, path: string): Promise<OldVersion> {
  const { source, schemaPath, contract } = await readFound(tree, path);
  return { version: 1, source, where: path, schemaPath, ...(contract ? { contract } : {}) };
}

/** Files of an earlier time: another folder, or the same paths in a commit. */
export class TreeBaseline implements Baseline {
  #byId: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(
    readonly label: string,
    private readonly tree: SourceTree,
    /** Folder of the tree that stands for the one we are in, or for the one that was named. */
    private readonly folder: string,
    private readonly isSameTree: boolean,
  ) {}

  /** The file in the same place; or, where it moved, the contract of the same id. */
  async counterpartOf(
    found: Found,
    { path, relativePath }: FoundPath,
  ): Promise<readonly OldVersion[]> {
    for (const place of new Set(this.isSameTree ? [path] : [relativePath, path])) {
      const candidate = posix.join(this.folder, place);
      if ((await this.tree.text(candidate)) !== undefined) return this.#old(candidate);
    }
    const moved = found.contract && (await this.#pathsById()).get(found.contract.id);
    return moved === undefined ? [] : this.#old(moved);
  }

  async #old(path: string): Promise<readonly OldVersion[]> {
    return [await oldVersion(this.tree, path)];
  }

  #pathsById(): Promise<ReadonlyMap<string, string>> {
    return (this.#byId ??= this.#readIds());
  }

  async #readIds(): Promise<ReadonlyMap<string, string>> {
    const paths = (await this.tree.filesBelow(this.folder)) ?? [];
    const byId = new Map<string, string>();
    for (const path of paths.filter(isContractPath)) {
      const id = await readFound(this.tree, path).then(({ contract }) => contract?.id, unlessOurs);
      if (id !== undefined) byId.set(id, path);
    }
    return byId;
  }
}

/** A file of the past that is not right any more cannot be asked for its id; nobody named it. */
function unlessOurs(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error;
  return undefined;
}

/** One file, whatever it is called. */
export class FileBaseline implements Baseline {
  constructor(
    readonly label: string,
    private readonly tree: SourceTree,
  ) {}

  async counterpartOf(): Promise<readonly OldVersion[]> {
    return [await oldVersion(this.tree, this.label)];
  }
}
