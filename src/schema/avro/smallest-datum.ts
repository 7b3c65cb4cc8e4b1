import { limits } from '#kernel';
import {
  type AvroType,
  branchName,
  reachableTypes,
  type RecordType,
  type UnionType,
} from './avro-type.js';
import { type Datum, datumObject } from './datum.js';

/** Beyond this a size only says "too large"; infinity means that there is no value at all. */
const SIZE_MAX = 2 ** 50;

/**
 * The smallest values of every type of a schema, counted in values. A record that needs itself has
 * none: the least fixpoint, reached by going round until nothing shrinks any more.
 */
export class SmallestData {
  readonly #sizes = new Map<AvroType, number>();

  constructor(root: AvroType) {
    const types = reachableTypes(root).toReversed();
    for (let isShrinking = true; isShrinking;) {
      isShrinking = false;
      for (const type of types) {
        const size = this.#sizeFromParts(type);
        if (size < this.sizeOf(type)) isShrinking = true;
        this.#sizes.set(type, size);
      }
    }
  }

  sizeOf(type: AvroType): number {
    return this.#sizes.get(type) ?? Infinity;
  }

  isInhabited(type: AvroType): boolean {
    return this.sizeOf(type) < Infinity;
  }

  /** `undefined` when every value is larger or deeper than an event may be. */
  of(type: AvroType, depth = 0): Datum | undefined {
    if (this.sizeOf(type) > limits.eventNodes.value || depth > limits.eventDepth.value)
      return undefined;
    switch (type.kind) {
      case 'null':
        return null;
      case 'boolean':
        return false;
      case 'string':
      case 'bytes':
        return '';
      case 'fixed':
        return '\0'.repeat(type.size);
      case 'enum':
        return type.symbols[0];
      case 'array':
        return [];
      case 'map':
        return {};
      case 'record':
        return this.#record(type, depth);
      case 'union':
        return this.#union(type, depth);
      default:
        return 0;
    }
  }

  #record({ fields }: RecordType, depth: number): Datum | undefined {
    const members: [string, Datum][] = [];
    for (const { name, type } of fields) {
      const datum = this.of(type, depth + 1);
      if (datum === undefined) return undefined;
      members.push([name, datum]);
    }
    return datumObject(members);
  }

  #union({ branches }: UnionType, depth: number): Datum | undefined {
    const [first] = branches.toSorted((a, b) => this.sizeOf(a) - this.sizeOf(b));
    const datum = first && this.of(first, depth);
    return first === undefined || datum === undefined || first.kind === 'null'
      ? datum
      : datumObject([[branchName(first), datum]]);
  }

  #sizeFromParts(type: AvroType): number {
    if (type.kind === 'enum') return type.symbols.length > 0 ? 1 : Infinity;
    if (type.kind === 'union')
      return type.branches.reduce((least, each) => Math.min(least, this.sizeOf(each)), Infinity);
    if (type.kind !== 'record') return 1;
    const size = type.fields.reduce((sum, field) => sum + this.sizeOf(field.type), 1);
    return size === Infinity ? size : Math.min(size, SIZE_MAX);
  }
}
