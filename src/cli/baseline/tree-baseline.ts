import { posix } from 'node:path';
import { Problem, problem } from '#kernel';
import { type FoundPath, isContractPath } from '../files/find-files.js';
import { type Found, readFound } from '../files/read-found.js';
import { refersOutside } from '../files/referenced-files.js';
import { isSchemaPath } from '../files/schema-type.js';
import type { SourceTree } from '../files/source-tree.js';
import { cliProblems } from '../problems.js';
import type { Baseline, Lost, OldVersion } from './baseline.js';

async function oldVersion(tree: SourceTree, path: string): Promise<OldVersion> {
  return asOld(await readFound(tree, path));
}

function asOld({ path, source, schemaPath, locate, ...found }: Found): OldVersion {
  const { contract, locateInContract } = found;
  const promise = contract &&
    locateInContract && { promise: { contract, path, locate: locateInContract } };
  const about = { version: 1, source, where: path, schemaPath, locate };
  const { group } = contract?.compatibility ?? {};
  const inGroup = group === undefined ? {} : { group };
  return { ...about, ...(contract ? { contract } : {}), ...inGroup, ...promise };
}

export interface TreeBaselineOptions {
  /** Folder of the tree that stands for the one we are in, or for the one that was named. */
  readonly folder: string;
  /** Paths mean the same there and here. */
  readonly isSameTree: boolean;
  /** Where the file at a path stood before, if it was moved since. */
  readonly renamedFrom?: () => Promise<ReadonlyMap<string, string>>;
}

/** Files of an earlier time: another folder, or the same paths in a commit. */
export class TreeBaseline implements Baseline {
  #byId: Promise<ReadonlyMap<string, string>> | undefined;
  /** What became the older self of something; the rest may be lost. */
  readonly #matched = new Set<string>();

  constructor(
    readonly label: string,
    private readonly tree: SourceTree & { prepare?(paths: readonly string[]): Promise<void> },
    private readonly options: TreeBaselineOptions,
  ) {}

  readonly isKnown = async (path: string, text: string): Promise<boolean> =>
    this.options.isSameTree && (await this.tree.holds?.(path, text)) === true;

  async prepare(found: readonly Found[]): Promise<void> {
    if (!this.options.isSameTree) return;
    const changed = found.filter(({ isSame }) => !isSame);
    await this.tree.prepare?.(changed.flatMap(({ path, schemaPath }) => [path, schemaPath]));
  }

  /** The file in the same place; or, where it moved, the contract of the same id. */
  async counterpartOf(
    found: Found,
    { path, relativePath }: FoundPath,
  ): Promise<readonly OldVersion[]> {
    const { isSameTree, folder, renamedFrom } = this.options;
    if (found.isSame) return [this.#matching(asOld(found))];
    for (const place of new Set(isSameTree ? [path] : [relativePath, path])) {
      const candidate = posix.join(folder, place);
      if ((await this.tree.text(candidate)) !== undefined) return this.#old(candidate, found);
    }
    const moved = found.contract
      ? (await this.#pathsById()).get(found.contract.id)
      : (await renamedFrom?.())?.get(path);
    return moved === undefined ? this.#bareSchemaOf(found, relativePath) : this.#old(moved);
  }

  /** A schema that had no contract yet: the first one must not hide a break of what it wraps. */
  async #bareSchemaOf(
    { contract, schemaPath }: Found,
    relativePath: string,
  ): Promise<readonly OldVersion[]> {
    const file = contract?.schema.file;
    if (file === undefined) return [];
    const { isSameTree, folder } = this.options;
    const beside = posix.join(folder, posix.dirname(relativePath), file);
    const place = isSameTree ? schemaPath : beside;
    return (await this.#has(place)) ? this.#old(place) : [];
  }

  async knew(path: string): Promise<boolean> {
    if (!this.options.isSameTree) return false;
    return (await this.tree.filesBelow(path)) !== undefined || (await this.#has(path));
  }

  async lost(paths: readonly string[], found: readonly Found[]): Promise<readonly Lost[]> {
    const ids = new Set(found.flatMap(({ contract }) => contract?.id ?? []));
    const texts = new Set(found.map(({ source }) => source.text));
    const here = new Set(found.flatMap(({ path, schemaPath }) => [path, schemaPath]));
    // Who names files asks of these, not of what else another folder holds.
    const isAboutFiles = paths.every((path) => here.has(path));
    if (isAboutFiles && !this.options.isSameTree) return [];
    const unmatched = await this.#unmatchedBelow(paths);
    const candidates = unmatched.filter((path) => !this.options.isSameTree || !here.has(path));
    await this.tree.prepare?.(candidates);
    const before = await Promise.all(candidates.map((path) => this.#readOr(path)));
    const contracts = before.filter((each) => each?.contract && !ids.has(each.contract.id));
    const named = new Set([
      ...before.flatMap((each) => (each?.contract ? [each.schemaPath] : [])),
      ...this.#matched,
    ]);
    const schemas = before.filter(
      (each) => each && !each.contract && !named.has(each.path) && !texts.has(each.source.text),
    );
    return [...contracts, ...schemas].flatMap((each) => (each ? [asLost(each)] : []));
  }

  /** Below the folders that were named, contracts and schemas that nothing was compared with. */
  async #unmatchedBelow(paths: readonly string[]): Promise<readonly string[]> {
    const { isSameTree, folder } = this.options;
    const below = isSameTree ? paths : [folder];
    const all = await Promise.all(below.map((path) => this.tree.filesBelow(path)));
    const listed = all.flatMap((files, i) => files ?? (below[i] === undefined ? [] : [below[i]]));
    return [...new Set(listed)].filter(
      (path) => (isContractPath(path) || isSchemaPath(path)) && !this.#matched.has(path),
    );
  }

  async #has(path: string): Promise<boolean> {
    return (await this.tree.text(path)) !== undefined;
  }

  async #old(path: string, found?: Found): Promise<readonly OldVersion[]> {
    const same = found && (await this.#unchanged(path, found));
    const old =
      same ??
      (await oldVersion(this.tree, path).catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        throw problem(cliProblems.BASELINE_NOT_RIGHT, { label: this.label, said: error.message });
      }));
    return [this.#matching(old)];
  }

  #matching(old: OldVersion): OldVersion {
    this.#matched.add(old.where);
    if (old.schemaPath !== undefined) this.#matched.add(old.schemaPath);
    return old;
  }

  /** The same texts need not be read twice: most of a repository did not change. */
  async #unchanged(path: string, found: Found): Promise<OldVersion | undefined> {
    const { contract, source, text } = found;
    // What it imports may have changed where its own text did not.
    if (source.references.length > 0 || refersOutside(source)) return undefined;
    if ((await this.tree.text(path)) !== text) return undefined;
    const file = contract?.schema.file;
    const schemaPath = file === undefined ? path : posix.join(posix.dirname(path), file);
    const isSame = file === undefined || (await this.tree.text(schemaPath)) === source.text;
    return isSame ? asOld({ ...found, path, schemaPath }) : undefined;
  }

  /** A file of the past that is not right any more says nothing; nobody named it. */
  #readOr(path: string): Promise<Found | undefined> {
    return readFound(this.tree, path, { isReferenceOptional: true }).catch(unlessOurs);
  }

  #pathsById(): Promise<ReadonlyMap<string, string>> {
    return (this.#byId ??= this.#readIds());
  }

  async #readIds(): Promise<ReadonlyMap<string, string>> {
    const files = (await this.tree.filesBelow(this.options.folder)) ?? [];
    const paths = files.filter(isContractPath);
    await this.tree.prepare?.(paths);
    const byId = new Map<string, string>();
    for (const path of paths) {
      const id = (await this.#readOr(path))?.contract?.id;
      if (id !== undefined) byId.set(id, path);
    }
    return byId;
  }
}

const asLost = ({ path, contract }: Found): Lost => ({
  name: contract?.id ?? path,
  where: path,
  ...(contract ? { contract } : {}),
});

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
