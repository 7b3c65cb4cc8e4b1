import { limits } from '#kernel';
import { appendPointer } from '../json-pointer.js';
import { type Violation } from '../language.js';
import {
  isJsonMembers,
  type JsonMembers,
  type JsonParsing,
  type JsonSpot,
} from './json-mapping.js';
import { singleOfJson } from './json-scalars.js';
import {
  type FieldDatum,
  type MapKeyDatum,
  MessageDatum,
  type SingleDatum,
} from './message-datum.js';
import { type MessageType, type ProtoField, type ProtoType } from './proto-type.js';
import { type ProtobufRoot } from './protobuf-root.js';
import { isNullable, specialOf } from './well-known-json.js';

/**
 * Values in the JSON mapping (protobuf.dev, "ProtoJSON Format") as data, with the reasons why they
 * are none. It ends at the first reason too many.
 */
export class JsonReading implements JsonParsing {
  readonly found: Violation[] = [];
  #values = 0;
  #isOver = false;

  constructor(
    readonly root: ProtobufRoot,
    readonly most: number,
  ) {}

  message(type: MessageType, value: unknown, spot: JsonSpot): MessageDatum | undefined {
    if (!this.#enter(spot)) return undefined;
    const special = specialOf(type);
    if (special) return special.read(this, type, value, spot);
    if (!isJsonMembers(value))
      return this.refuse(spot, 'type', `It is not an object, as the message "${type.name}" is.`);
    return this.members(type, value, spot);
  }

  /** `ignored`: a member that says something else, such as the type of an Any. */
  members(type: MessageType, value: JsonMembers, spot: JsonSpot, ignored?: string): MessageDatum {
    const datum = new MessageDatum(type);
    for (const [name, each] of Object.entries(value)) {
      if (this.#isOver || this.found.length >= this.most) break;
      if (name === ignored) continue;
      const field = this.#fieldOf(type, name);
      const inside = {
        pointer: appendPointer(spot.pointer, name),
        depth: spot.depth + 1,
        at: field?.at ?? type.at,
      };
      if (!field) this.refuse(inside, 'fields', `The message "${type.name}" has no such field.`);
      else if (each !== null || (!field.isRepeated && isNullable(field.type)))
        this.#set(datum, field, { value: each, spot: inside });
    }
    for (const field of type.fields)
      if (
        field.presence === 'required' &&
        !datum.values.has(field) &&
        !this.#isMentioned(field, value)
      )
        this.refuse(
          { ...spot, pointer: appendPointer(spot.pointer, field.jsonName), at: field.at },
          'required',
          `The field is missing, and the message "${type.name}" requires it.`,
        );
    return datum;
  }

  /** What is mentioned and wrong has been refused already. */
  #isMentioned({ name, jsonName }: ProtoField, value: JsonMembers): boolean {
    return [name, jsonName].some((each) => Object.hasOwn(value, each) && value[each] !== null);
  }

  #fieldOf(type: MessageType, name: string): ProtoField | undefined {
    const extension = /^\[(.+)\]$/.exec(name)?.[1];
    return extension === undefined
      ? fieldsOf(type).get(name)
      : this.root.extension(extension, type);
  }

  #set(
    datum: MessageDatum,
    field: ProtoField,
    { value, spot }: { value: unknown; spot: JsonSpot },
  ): void {
    if (datum.values.has(field)) {
      this.refuse(
        spot,
        'fields',
        `"${field.name}" and "${field.jsonName}" are the same field. Send one of them.`,
      );
      return;
    }
    const { oneof } = field;
    const other = [...datum.values.keys()].find((each) => each.oneof === oneof);
    if (oneof !== undefined && other)
      this.refuse(
        spot,
        'oneof',
        `Of the oneof "${oneof}" only one field is sent, and "${other.jsonName}" is, too.`,
      );
    const read = this.#field(field, value, spot);
    if (read !== undefined) datum.values.set(field, read);
  }

  #field(field: ProtoField, value: unknown, spot: JsonSpot): FieldDatum | undefined {
    if (field.mapKey) return this.#map(field, value, spot);
    if (!field.isRepeated) return this.single(field, value, spot);
    if (!Array.isArray(value))
      return this.refuse(
        spot,
        'type',
        `It is not a list, as the repeated field "${field.name}" is.`,
      );
    const list: SingleDatum[] = [];
    for (const [index, each] of (value as readonly unknown[]).entries()) {
      const datum = this.single(field, each, {
        ...spot,
        pointer: appendPointer(spot.pointer, index),
        depth: spot.depth + 1,
      });
      if (datum !== undefined) list.push(datum);
    }
    return list;
  }

  #map({ type, mapKey, name }: ProtoField, value: unknown, spot: JsonSpot): FieldDatum | undefined {
    if (!isJsonMembers(value) || !mapKey)
      return this.refuse(spot, 'type', `It is not an object, as the map "${name}" is.`);
    const map = new Map<MapKeyDatum, SingleDatum>();
    for (const [text, each] of Object.entries(value)) {
      const inside = { ...spot, pointer: appendPointer(spot.pointer, text), depth: spot.depth + 1 };
      const key =
        mapKey.kind === 'bool' ? { true: true, false: false }[text] : singleOfJson(mapKey, text);
      const datum = this.single({ type }, each, inside);
      if (key === undefined)
        this.refuse(
          inside,
          'type',
          `Its name is no key of the map "${name}", whose keys are of the type ${mapKey.kind}.`,
        );
      else if (datum !== undefined) map.set(key as MapKeyDatum, datum);
    }
    return map;
  }

  single(
    { type }: Pick<ProtoField, 'type'>,
    value: unknown,
    spot: JsonSpot,
  ): SingleDatum | undefined {
    if (type.kind === 'message') return this.message(type, value, spot);
    if (!this.#enter(spot)) return undefined;
    const datum = singleOfJson(type, value);
    if (datum !== undefined) return datum;
    if (type.kind === 'enum')
      return this.refuse(spot, 'enum', `It is not one of the values of the enum "${type.name}".`);
    return this.refuse(
      spot,
      'type',
      `It is not a value of the type ${type.kind}${HINTS[type.kind] ?? ''}.`,
    );
  }

  #enter({ pointer, depth, at }: JsonSpot): boolean {
    if (this.#isOver || this.found.length >= this.most) return false;
    const { eventDepth, eventNodes } = limits;
    if (depth <= eventDepth.value && ++this.#values <= eventNodes.value) return true;
    this.#isOver = true;
    const message = `The event is nested deeper than ${eventDepth.value} levels or holds more than ${eventNodes.value} values. Make it smaller.`;
    this.refuse({ pointer, depth, at }, 'size', message);
    return false;
  }

  refuse({ pointer, at }: JsonSpot, keyword: string, message: string): undefined {
    if (this.found.length < this.most)
      this.found.push({
        pointer,
        keyword,
        schemaPointer: at.document === '' ? at.pointer : '',
        message,
      });
  }
}

const HINTS: Readonly<Partial<Record<ProtoType['kind'], string>>> = {
  bytes: ': bytes are text in base64',
  int32: ': a whole number of 32 bits',
  uint32: ': a whole number of 32 bits that is not negative',
  int64: ': a whole number of 64 bits, in quotes',
  uint64: ': a whole number of 64 bits that is not negative, in quotes',
};

/** Fields by both names they go by; what is said in the schema comes first. */
function fieldsOf(type: MessageType): ReadonlyMap<string, ProtoField> {
  const known = byName.get(type);
  if (known) return known;
  const fields = new Map<string, ProtoField>();
  for (const each of type.fields) fields.set(each.name, each);
  for (const each of type.fields) fields.set(each.jsonName, each);
  byName.set(type, fields);
  return fields;
}
const byName = new WeakMap<MessageType, ReadonlyMap<string, ProtoField>>();
