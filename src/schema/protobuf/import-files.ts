import { limits } from '#kernel';
import { thrownAs } from '../thrown-as.js';
import { type SchemaSource } from '../language.js';
import { builtInFiles } from './built-in/built-in-files.js';
import { parseProto } from './parse.js';
import { type ProtoFaults } from './proto-faults.js';
import { type FileNode, type ImportNode } from './syntax-tree.js';
import { type Spot, Unreadable } from './unreadable.js';

/** One file with the paths of those whose declarations it may use. */
export interface Unit {
  /** Empty for the schema itself. */
  readonly path: string;
  readonly node: FileNode;
  readonly visible: ReadonlySet<string>;
}

const isReserved = (path: string): boolean => path.startsWith('google/protobuf/');

const builtInNodes = new Map<string, FileNode>();

/** Read once: they are few, never change, and half of all schemas import one. */
function builtInNode(path: string, text: string): FileNode {
  const known = builtInNodes.get(path) ?? parseProto(text);
  builtInNodes.set(path, known);
  return known;
}

/** Reads the text of a file that is no built-in one. */
export type ReadNode = (text: string) => FileNode;

/**
 * The schema and every file it imports, each after those it imports itself. Paths mean references
 * and built-in files, nothing else; a reference that nobody imports is not read.
 */
export class ImportedFiles {
  readonly units = new Map<string, Unit>();
  readonly #texts: ReadonlyMap<string, string>;
  readonly #entered = new Set<string>();

  constructor(
    source: SchemaSource,
    readonly faults: ProtoFaults,
    readonly read: ReadNode,
  ) {
    this.#texts = new Map(source.references.map(({ name, text }) => [name, text]));
  }

  /** `undefined` when a text cannot be read; the faults say why. */
  load(path: string, text: string, depth = 0): Unit | undefined {
    const node = this.#parsed(path, text);
    if (!node) return undefined;
    this.#entered.add(path);
    const visible = new Set([path]);
    const seen = new Set<string>();
    for (const each of node.imports) {
      if (seen.has(each.path))
        this.#invalid(path, each, `"${each.path}" is imported twice. Keep one.`);
      seen.add(each.path);
      const unit = this.#imported(path, each, depth + 1);
      if (unit) this.#show(unit, visible);
    }
    const unit = { path, node, visible };
    this.units.set(path, unit);
    return unit;
  }

  #show({ path, node }: Unit, visible: Set<string>): void {
    if (visible.has(path)) return;
    visible.add(path);
    for (const { path: inner, kind } of node.imports) {
      const unit = kind === 'public' ? this.units.get(inner) : undefined;
      if (unit) this.#show(unit, visible);
    }
  }

  #imported(from: string, each: ImportNode, depth: number): Unit | undefined {
    const { path } = each;
    const known = this.units.get(path);
    if (known) return known;
    if (this.#entered.has(path)) {
      this.#fault(
        'REF_CYCLE',
        from,
        each,
        `"${path}" imports this file again, directly or through others. Break the circle.`,
      );
      return undefined;
    }
    if (depth > limits.referenceDepth.value) {
      const why = `Imports nest deeper than ${limits.referenceDepth.value}. Flatten them.`;
      this.#fault('SCHEMA_REFERENCES_TOO_DEEP', from, each, why);
      return undefined;
    }
    const text = this.#textOf(path);
    if (text !== undefined) return this.load(path, text, depth);
    this.#fault(
      'REF_NOT_REGISTERED',
      from,
      each,
      `It imports "${path}", which is not among its references. Register that file and refer to it by this path; nothing is fetched from elsewhere.`,
    );
    return undefined;
  }

  #textOf(path: string): string | undefined {
    const builtIn = builtInFiles.get(path);
    return isReserved(path)
      ? (builtIn ?? this.#texts.get(path))
      : (this.#texts.get(path) ?? builtIn);
  }

  #parsed(path: string, text: string): FileNode | undefined {
    try {
      return builtInFiles.get(path) === text ? builtInNode(path, text) : this.read(text);
    } catch (error) {
      const { code, spot, message } = thrownAs(Unreadable, error);
      this.#fault(code, path, { at: spot }, message);
      return undefined;
    }
  }

  #invalid(document: string, { at }: { at: Spot }, message: string): void {
    this.#fault('SCHEMA_INVALID', document, { at }, message);
  }

  #fault(code: string, document: string, { at }: { at: Spot }, message: string): void {
    const { line, column } = at;
    this.faults.add(code, { document, pointer: '', line, column }, message);
  }
}
