import { invariant, limits } from '#kernel';
import { type Chance, seededChance } from '../chance.js';
import { type ReadSchema } from '../language.js';
import {
  type FieldDatum,
  type MapKeyDatum,
  MessageDatum,
  type SingleDatum,
} from './message-datum.js';
import {
  isScalar,
  type MessageType,
  type ProtoField,
  type ProtoType,
  type ScalarKind,
} from './proto-type.js';
import { protobufRootOf } from './protobuf-root.js';
import { protobufToJson } from './to-json.js';
import { specialOf } from './well-known-json.js';

/** Below this only what is required is made. */
const DEPTH_MAX = 5;
const VALUES_MAX = 300;
const WORDS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', ''];
/** 2026-01-01T00:00Z, so that instants look like ones of today. */
const NEW_YEAR = 1_767_225_600;

/** A small valid event in the JSON mapping, or `undefined` where there is none of a fair size. */
export function sampleProtobuf(schema: ReadSchema, seed: number): unknown {
  const root = protobufRootOf(schema);
  const datum = root.message && new Guesser(seededChance(seed)).message(root.message, 0);
  if (!datum) return undefined;
  const json = protobufToJson(root, datum);
  invariant(json.ok, 'what is made up has a form in JSON');
  return json.value;
}

class Guesser {
  #made = 0;
  constructor(readonly chance: Chance) {}

  /** `undefined` where a message requires itself, or too much. */
  message(type: MessageType, depth: number): MessageDatum | undefined {
    if (depth > limits.eventDepth.value || ++this.#made > limits.eventNodes.value) return undefined;
    const datum = new MessageDatum(type);
    if (specialOf(type)) return this.#special(datum);
    const isEnough = depth > DEPTH_MAX || this.#made > VALUES_MAX;
    for (const field of this.#chosen(type, isEnough)) {
      const value = this.#field(field, depth + 1);
      if (value !== undefined) datum.set(field, value);
      else if (field.presence === 'required') return undefined;
    }
    return datum;
  }

  /** Most fields, and one of each oneof. */
  #chosen(type: MessageType, isEnough: boolean): ProtoField[] {
    const ofOneofs = new Set(type.oneofs.map(({ fields }) => this.chance.of(fields)));
    return type.fields.filter((field) => {
      if (field.presence === 'required') return true;
      if (isEnough) return false;
      return field.oneof === undefined ? this.chance.below(8) > 0 : ofOneofs.has(field);
    });
  }

  #field(field: ProtoField, depth: number): FieldDatum | undefined {
    const { type, mapKey } = field;
    if (!field.isRepeated) return this.#single(type, depth);
    const values = Array.from({ length: 1 + this.chance.below(2) }, () =>
      this.#single(type, depth),
    );
    const made = values.filter((each) => each !== undefined);
    if (!mapKey) return made;
    return new Map(made.map((each) => [this.#scalar(mapKey.kind) as MapKeyDatum, each]));
  }

  #single(type: ProtoType, depth: number): SingleDatum | undefined {
    if (type.kind === 'message') return this.message(type, depth);
    this.#made++;
    return isScalar(type) ? this.#scalar(type.kind) : this.chance.of(type.values).number;
  }

  #scalar(kind: ScalarKind): SingleDatum {
    const { chance } = this;
    switch (kind) {
      case 'string':
        return chance.of(WORDS);
      case 'bytes':
        return new TextEncoder().encode(chance.of(WORDS));
      case 'bool':
        return chance.below(2) === 1;
      case 'double':
      case 'float':
        return chance.of([0, 0.5, 1.25, 3, 1_000_000]);
      default:
        return kind.endsWith('64')
          ? BigInt(chance.of([0, 1, 42, 2 ** 40]))
          : chance.of([0, 1, 7, 42]);
    }
  }

  /** Something that has a JSON form: an empty Any, an instant of this year. */
  #special(datum: MessageDatum): MessageDatum {
    for (const field of datum.type.fields) {
      if (field.name === 'seconds')
        datum.set(
          field,
          BigInt(this.chance.below(86_400) + (datum.type.name === 'Timestamp' ? NEW_YEAR : 0)),
        );
      else if (field.name === 'string_value') datum.set(field, this.chance.of(WORDS));
      else if (field.name === 'value' && datum.type.name.endsWith('Value') && isScalar(field.type))
        datum.set(field, this.#scalar(field.type.kind));
    }
    return datum;
  }
}
