import { limits } from '#kernel';
import { type Chance, seededChance } from '../chance.js';
import { type ReadSchema } from '../language.js';
import {
  type AvroField,
  type AvroType,
  avroRootOf,
  branchName,
  type FixedType,
  type PrimitiveType,
  type UnionType,
} from './avro-type.js';
import { type Datum, datumObject, textOfBytes } from './datum.js';
import { defaultDatum } from './defaults.js';
import { SmallestData } from './smallest-datum.js';

/** Below this only the smallest values are made. */
const DEPTH_MAX = 6;
const VALUES_MAX = 300;
const WORDS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', ''];
/** 2026-01-01T00:00Z, so that instants look like ones of today. */
const NEW_YEAR_MS = 1_767_225_600_000;
const TICKS_PER_MS = { millis: 1, micros: 1_000, nanos: 1_000_000 } as const;

/** A small valid event in the JSON encoding, or `undefined` where there is none of a fair size. */
export function sampleAvro(schema: ReadSchema, seed: number): Datum | undefined {
  const { type } = avroRootOf(schema);
  return new Guesser(new SmallestData(type), seededChance(seed)).guess(type, 0);
}

class Guesser {
  #made = 0;
  constructor(
    readonly smallest: SmallestData,
    readonly chance: Chance,
  ) {}

  guess(type: AvroType, depth: number): Datum | undefined {
    const isEnough = depth > DEPTH_MAX || ++this.#made > VALUES_MAX;
    if (isEnough || !this.smallest.isInhabited(type)) return this.smallest.of(type, depth);
    switch (type.kind) {
      case 'record':
        return all(type.fields.map((field) => [field.name, this.#field(field, depth)] as const));
      case 'union':
        return this.#union(type, depth);
      case 'array':
        return this.#some(type.items, depth);
      case 'map':
        return all(this.#some(type.values, depth).map((each, i) => [WORDS[i] as string, each]));
      case 'enum':
        return this.chance.of(type.symbols);
      case 'fixed':
        return this.#fixed(type);
      default:
        return this.#primitive(type);
    }
  }

  #field(field: AvroField, depth: number): Datum | undefined {
    const isDefault = field.written !== undefined && this.chance.below(4) === 0;
    const datum = isDefault ? defaultDatum(field) : undefined;
    return datum === undefined || !isPlainJson(datum) ? this.guess(field.type, depth + 1) : datum;
  }

  #union({ branches }: UnionType, depth: number): Datum | undefined {
    const branch = this.chance.of(branches.filter((each) => this.smallest.isInhabited(each)));
    const datum = this.guess(branch, depth);
    return datum === undefined || branch.kind === 'null'
      ? datum
      : datumObject([[branchName(branch), datum]]);
  }

  /** Up to two items; none where items have no value, or only one too large. */
  #some(items: AvroType, depth: number): Datum[] {
    if (!this.smallest.isInhabited(items)) return [];
    const made = Array.from({ length: this.chance.below(3) }, () => this.guess(items, depth + 1));
    return made.filter((each) => each !== undefined);
  }

  #fixed({ size, logical }: FixedType): Datum {
    const isLarge = size > limits.attributeCharacters.value;
    if (isLarge || logical?.name === 'decimal') return '\0'.repeat(size);
    return textOfBytes(Uint8Array.from({ length: size }, () => this.chance.below(256)));
  }

  #primitive({ kind, logical }: PrimitiveType): Datum {
    const { chance } = this;
    const name = logical?.name ?? '';
    switch (kind) {
      case 'null':
        return null;
      case 'boolean':
        return chance.below(2) === 1;
      case 'string':
        return name === 'uuid' ? uuid(chance) : chance.of(WORDS);
      case 'bytes':
        return name === 'decimal' ? String.fromCharCode(chance.below(10)) : chance.of(WORDS);
      case 'int':
        return name === 'date'
          ? 20_454 + chance.below(300)
          : chance.of([0, 1, -1, 7, 42, 2 ** 31 - 1]);
      case 'long':
        return this.#long(name);
      default:
        return chance.of([0, 0.5, -1.25, 3, 1_000_000]);
    }
  }

  #long(logical: string): Datum {
    const unit = Object.entries(TICKS_PER_MS).find(([each]) => logical.endsWith(each));
    if (!unit) return this.chance.of([0, 1, -1, 2 ** 31, 9_007_199_254_740_991]);
    const sinceMs = logical.startsWith('time-') ? 0 : NEW_YEAR_MS;
    return (sinceMs + this.chance.below(86_400_000)) * unit[1];
  }
}

/** One member without a value leaves the whole without one. */
function all(members: readonly (readonly [string, Datum | undefined])[]): Datum | undefined {
  const made = members.filter((each): each is readonly [string, Datum] => each[1] !== undefined);
  return made.length === members.length ? datumObject(made) : undefined;
}

function uuid(chance: Chance): string {
  const hex = (length: number) =>
    Array.from({ length }, () => chance.below(16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}

/** A sample is shown as JSON, where a `bigint` cannot stand. */
function isPlainJson(datum: Datum): boolean {
  if (typeof datum !== 'object' || datum === null) return typeof datum !== 'bigint';
  return Object.values(datum).every((each: Datum) => isPlainJson(each));
}
