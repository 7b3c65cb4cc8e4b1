import { WHOLE_BOUNDS } from './check-defaults.js';
import { encodeProtobuf } from './encode.js';
import { valueOfName } from './enum-values.js';
import {
  type FieldDatum,
  type MapKeyDatum,
  MessageDatum,
  type SingleDatum,
} from './message-datum.js';
import { type EnumType, type MessageType, type ProtoField, type ProtoType } from './proto-type.js';
import { type OptionMember, type OptionValue } from './syntax-tree.js';
import { type Spot } from './unreadable.js';
import { zeroOf } from './zero-values.js';

/** What a name in an option stands for, looked up from where the option is written. */
export interface OptionNames {
  extension(name: string, of: MessageType): ProtoField | undefined;
  type(name: string): MessageType | EnumType | undefined;
}

/** Why a value is none of its option; never leaves the reading of options. */
export class WrongOption extends Error {
  constructor(
    message: string,
    readonly spot?: Spot,
  ) {
    super(message);
  }
}

const ANY = 'google.protobuf.Any';

/** Values of options, text format in braces included, as data of their fields. */
export class OptionValues {
  constructor(readonly names: OptionNames) {}

  /** Adds to a repeated field, sets another one, which nothing may have set before. */
  assign(into: MessageDatum, field: ProtoField, value: OptionValue): void {
    if (field.mapKey) return this.#entry(into, field, value);
    const datum = this.#single(value, field.type, field.name);
    const before = into.values.get(field);
    if (field.isRepeated)
      into.values.set(field, Array.isArray(before) ? [...before, datum] : [datum]);
    else if (before !== undefined) throw new WrongOption(`"${field.name}" is set twice. Keep one.`);
    else if (isOneofSet(into, field))
      throw new WrongOption(`"${field.name}" and another field of its oneof are set. Keep one.`);
    else into.values.set(field, datum);
  }

  #single(value: OptionValue, type: ProtoType, name: string): SingleDatum {
    if (type.kind === 'message') {
      if (value.kind === 'message') return this.#message(value.members, type);
      throw new WrongOption(`"${name}" is a message. Write its fields in braces.`);
    }
    const datum = scalarDatum(value, type);
    if (datum === undefined)
      throw new WrongOption(
        `This is no value of "${name}", which is ${type.kind === 'enum' ? `the enum "${type.name}"` : `of the type ${type.kind}`}. Correct it.`,
      );
    return datum;
  }

  #message(members: readonly OptionMember[], type: MessageType): MessageDatum {
    const datum = new MessageDatum(type);
    for (const member of members) {
      if (member.isExtension && member.name.includes('/')) this.#any(datum, member);
      else this.#member(datum, member);
    }
    return datum;
  }

  #member(into: MessageDatum, { name, isExtension, value, at }: OptionMember): void {
    const { type } = into;
    const field = isExtension ? this.names.extension(name, type) : textFormatField(type, name);
    if (!field)
      throw new WrongOption(
        `"${type.name}" has no ${isExtension ? 'extension' : 'field'} "${name}" here. Correct the name.`,
        at,
      );
    const values = value.kind === 'list' ? value.items : [value];
    if (value.kind === 'list' && !field.isRepeated)
      throw new WrongOption(`"${name}" is not repeated. Write one value.`, at);
    for (const each of values) this.assign(into, field, each);
  }

  #entry(into: MessageDatum, field: ProtoField, value: OptionValue): void {
    const { mapKey, type, name } = field;
    if (!mapKey || value.kind !== 'message')
      throw new WrongOption(`An entry of "${name}" is written in braces, with key and value.`);
    const find = (wanted: string) =>
      value.members.find((each) => each.name === wanted && !each.isExtension)?.value;
    const [key, inner] = [find('key'), find('value')];
    const map = into.values.get(field);
    const entries = map instanceof Map ? map : new Map<MapKeyDatum, SingleDatum>();
    const keyDatum = key ? this.#single(key, mapKey, 'key') : zeroOf(mapKey);
    entries.set(keyDatum as MapKeyDatum, inner ? this.#single(inner, type, 'value') : zeroOf(type));
    into.values.set(field, entries satisfies FieldDatum);
  }

  /** `[type.googleapis.com/acme.Kind] { … }` inside of an Any. */
  #any(into: MessageDatum, { name, value, at }: OptionMember): void {
    const type = this.names.type(`.${name.slice(name.lastIndexOf('/') + 1)}`);
    const [url, bytes] = ['type_url', 'value'].map((each) =>
      into.type.fields.find((field) => field.name === each),
    );
    if (
      into.type.fullName !== ANY ||
      !url ||
      !bytes ||
      type?.kind !== 'message' ||
      value.kind !== 'message'
    )
      throw new WrongOption(
        `"${name}" names no message that an Any could hold here. Import the file that declares it.`,
        at,
      );
    into.values.set(url, name);
    into.values.set(bytes, encodeProtobuf(this.#message(value.members, type)));
  }
}

const isOneofSet = ({ values }: MessageDatum, { oneof }: ProtoField): boolean =>
  oneof !== undefined && [...values.keys()].some((each) => each.oneof === oneof);

/** A group goes by the name of its message there. */
const textFormatField = ({ fields }: MessageType, name: string): ProtoField | undefined =>
  fields.find((each) => each.name === name) ??
  fields.find(
    ({ isDelimited, type }) => isDelimited && type.kind === 'message' && type.name === name,
  );

/** `undefined` where the value is none of the type. */
function scalarDatum(
  value: OptionValue,
  type: Exclude<ProtoType, MessageType>,
): SingleDatum | undefined {
  switch (type.kind) {
    case 'enum':
      return value.kind === 'name' ? valueOfName(type, value.text)?.number : undefined;
    case 'bool':
      return value.kind === 'name' && /^(?:true|false)$/.test(value.text)
        ? value.text === 'true'
        : undefined;
    case 'bytes':
      return value.kind === 'text' ? value.bytes : undefined;
    case 'string':
      return value.kind === 'text' ? new TextDecoder().decode(value.bytes) : undefined;
    case 'float':
    case 'double':
      return realDatum(value, type.kind === 'float');
    default: {
      const [min, max] = WHOLE_BOUNDS[type.kind];
      if (value.kind !== 'whole' || value.value < min || value.value > max) return undefined;
      return typeof zeroOf(type) === 'bigint' ? value.value : Number(value.value);
    }
  }
}

function realDatum(value: OptionValue, isFloat: boolean): number | undefined {
  const number =
    value.kind === 'whole' || value.kind === 'real'
      ? Number(value.value)
      : value.kind === 'name'
        ? { inf: Infinity, nan: NaN }[value.text]
        : undefined;
  return number === undefined || !isFloat ? number : Math.fround(number);
}
