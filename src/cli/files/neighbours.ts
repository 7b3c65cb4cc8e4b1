import { posix } from 'node:path';
import { readContract } from '#contract';
import { problem } from '#kernel';
import { avroNamesIn } from '#schema';
import { cliProblems } from '../problems.js';
import { around } from './around.js';
import { isContractPath } from './find-files.js';
import type { SourceTree } from './source-tree.js';

/** What a file may be looked for by. */
interface Kind {
  readonly isOne: (path: string) => boolean;
  /** What the file brings: subjects, names of types, addresses. */
  readonly keysIn: (text: string) => Iterable<string>;
}

const kinds = {
  subject: {
    isOne: isContractPath,
    keysIn: (text) => {
      const read = readContract(text);
      return read.ok ? [read.value.schema.subject] : [];
    },
  },
  'Avro type': {
    isOne: (path) => path.endsWith('.avsc'),
    keysIn: (text) => avroNamesIn(text).defined,
  },
  'JSON Schema': {
    isOne: (path) => path.endsWith('.json') && !isContractPath(path),
    keysIn: (text) => ownAddresses(text),
  },
} as const satisfies Record<string, Kind>;

const ADDRESS = /"(?:\$id|id)"\s*:\s*"([^"#\\]+)#?"/g;

/** Every address a schema file gives itself or a part of it. */
function* ownAddresses(text: string): Generator<string> {
  for (const [, address] of text.matchAll(ADDRESS)) if (address) yield address;
}

/**
 * The other files of a tree, by what schemas refer to them by. The nearest counts: those of the
 * folder a reference stands in, then those of the folders around it. Two equally near that say
 * different things are no answer. Files are read when somebody looks for one the first time.
 */
export class Neighbours {
  static readonly #of = new WeakMap<SourceTree, Neighbours>();
  readonly #texts = new Map<string, Promise<string | undefined>>();
  readonly #indexes = new Map<string, Promise<ReadonlyMap<string, readonly string[]>>>();

  private constructor(private readonly tree: SourceTree) {}

  /** Those of one tree, so that each file is read once. */
  static in(tree: SourceTree): Neighbours {
    const known = Neighbours.#of.get(tree) ?? new Neighbours(tree);
    Neighbours.#of.set(tree, known);
    return known;
  }

  /** The file that has a key; `path` is the file that refers to it. */
  async find(
    kind: keyof typeof kinds,
    key: string,
    path: string,
  ): Promise<{ readonly path: string; readonly text: string } | undefined> {
    const home = posix.dirname(path);
    for (const folder of around(home)) {
      if (!(await this.tree.isInside(folder, home))) return undefined;
      const paths = ((await this.#index(kind, folder)).get(key) ?? []).filter(
        (each) => each !== path,
      );
      const texts = await Promise.all(paths.map((each) => this.#text(each)));
      const [first = ''] = paths;
      const other = paths.find((_, i) => texts[i] !== texts[0]);
      if (other !== undefined)
        throw problem(cliProblems.REFERENCE_AMBIGUOUS, { path, what: kind, key, first, other });
      if (texts[0] !== undefined) return { path: first, text: texts[0] };
    }
    return undefined;
  }

  #index(
    kind: keyof typeof kinds,
    folder: string,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const name = `${kind} ${folder}`;
    const known = this.#indexes.get(name) ?? this.#build(kinds[kind], folder);
    this.#indexes.set(name, known);
    return known;
  }

  async #build(kind: Kind, folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
    const paths = ((await this.tree.filesBelow(folder)) ?? []).filter(kind.isOne);
    await this.tree.prepare?.(paths);
    const index = new Map<string, string[]>();
    for (const path of paths) {
      const text = await this.#text(path);
      if (text === undefined) continue;
      for (const key of kind.keysIn(text)) index.set(key, [...(index.get(key) ?? []), path]);
    }
    return index;
  }

  /** A file that cannot be read is nobody's neighbour; who names it is told why. */
  #text(path: string): Promise<string | undefined> {
    const known = this.#texts.get(path) ?? this.tree.text(path).catch(() => undefined);
    this.#texts.set(path, known);
    return known;
  }
}
