import { fail, invariant, limits, ok, type Result } from '#kernel';
import { thrownAs } from '../thrown-as.js';
import { appendPointer } from '../json-pointer.js';
import { valueOfNumber } from './enum-values.js';
import {
  type FieldDatum,
  type MapKeyDatum,
  MessageDatum,
  type SingleDatum,
} from './message-datum.js';
import { missingRequired } from './missing-required.js';
import {
  type MessageType,
  type ProtoField,
  type ProtoType,
  type ScalarKind,
} from './proto-type.js';
import { MalformedWire, WireReader } from './wire-reader.js';
import { isPackable, WIRE, wireTypeOf } from './wire-types.js';
import { WireWriter } from './wire-writer.js';
import { zeroOf } from './zero-values.js';

/** Why bytes are no event of a message. */
export interface ProtoDecodeFault {
  /** They are no Protobuf; or a required field is missing; or they hold more than an event may. */
  readonly kind: 'malformed' | 'incomplete' | 'too-large';
  /** By names of fields and indexes. */
  readonly pointer: string;
  readonly message: string;
}

/** The extension of a message that has a number, where one is known. */
export type ExtensionLookup = (type: MessageType, number: number) => ProtoField | undefined;

/**
 * Reads bytes as a message, as every conforming parser does: fields in any order, the last of several
 * wins, messages merge, numbers come packed or not, what is unknown is kept. Nothing the bytes say
 * is trusted: lengths are held against what is left, values and levels against the limits of an event.
 */
export function decodeProtobuf(
  type: MessageType,
  bytes: Uint8Array,
  extensionOf: ExtensionLookup = () => undefined,
): Result<MessageDatum, ProtoDecodeFault> {
  const decoder = new Decoder(new WireReader(bytes), extensionOf);
  const datum = new MessageDatum(type);
  try {
    decoder.message(datum, undefined);
  } catch (error) {
    const pointer = appendPointer('', ...decoder.path);
    if (error instanceof TooLarge)
      return fail({ kind: 'too-large', pointer, message: error.message });
    return fail({ kind: 'malformed', pointer, message: thrownAs(MalformedWire, error).message });
  }
  const missing = missingRequired(datum);
  return missing ? fail({ kind: 'incomplete', ...missing }) : ok(datum);
}

class TooLarge extends Error {}

interface Tag {
  readonly number: number;
  readonly wire: number;
  /** Where the tag itself begins. */
  readonly start: number;
}

class Decoder {
  readonly path: (string | number)[] = [];
  #values = 0;

  constructor(
    readonly source: WireReader,
    readonly extensionOf: ExtensionLookup,
  ) {}

  /** Until the end, or until the group of that number ends. */
  message(into: MessageDatum, group: number | undefined): void {
    const { source } = this;
    while (!source.isAtEnd) {
      const start = source.at;
      const tag = { ...source.tag(), start };
      if (tag.wire === WIRE.end && tag.number === group) return;
      this.#count();
      const field = fieldOf(into.type, tag.number) ?? this.extensionOf(into.type, tag.number);
      if (!field || !this.#known(field, tag, into)) this.#unknown(tag, into);
    }
    if (group !== undefined) throw new MalformedWire(`Group ${group} never ends.`);
  }

  /** `false` where the value lies in another form than the field's: then it is an unknown one. */
  #known(field: ProtoField, tag: Tag, into: MessageDatum): boolean {
    const { wire } = tag;
    const expected = field.isDelimited ? WIRE.start : wireTypeOf(field.type);
    if (field.mapKey) {
      if (wire !== WIRE.sized) return false;
      this.#entry(field, tag, into);
    } else if (field.isRepeated && wire === WIRE.sized && isPackable(field.type))
      this.#packed(field, tag, into);
    else if (wire !== expected) return false;
    else if (field.type.kind === 'message') this.#inner(field, field.type, into);
    else this.#single(field, tag, into);
    return true;
  }

  #single(field: ProtoField, tag: Tag, into: MessageDatum): void {
    const value = this.#scalar(field);
    if (isUnknownSymbol(field.type, value))
      into.unknown.push(this.source.bytes.slice(tag.start, this.source.at));
    else add(field, value, into);
  }

  #packed(field: ProtoField, { number }: Tag, into: MessageDatum): void {
    this.#inSized(() => {
      while (!this.source.isAtEnd) {
        this.#count();
        const value = this.#scalar(field);
        if (isUnknownSymbol(field.type, value)) into.unknown.push(unpacked(number, value));
        else add(field, value, into);
      }
    });
  }

  #inner(field: ProtoField, type: MessageType, into: MessageDatum): void {
    const known = into.values.get(field);
    const inner = known instanceof MessageDatum ? known : new MessageDatum(type);
    add(field, inner, into);
    const index = field.isRepeated
      ? (into.values.get(field) as readonly SingleDatum[]).length - 1
      : undefined;
    this.#inside(index === undefined ? [field.name] : [field.name, index], () => {
      if (field.isDelimited) this.message(inner, field.number);
      else this.#inSized(() => this.message(inner, undefined));
    });
  }

  /**
   * An entry is a message of a key and a value, either of which may be left out. What else it holds
   * has no place to be kept in, so it is noted only.
   */
  #entry(field: ProtoField, tag: Tag, into: MessageDatum): void {
    const { type, mapKey } = field;
    invariant(mapKey, 'only a map has entries');
    let key = zeroOf(mapKey) as MapKeyDatum;
    let value = zeroOf(type);
    this.#inside([field.name], () =>
      this.#inSized(() => {
        const { source } = this;
        while (!source.isAtEnd) {
          const inner = source.tag();
          if (inner.number === 1 && inner.wire === wireTypeOf(mapKey))
            key = this.#read(mapKey.kind, field) as MapKeyDatum;
          else if (inner.number !== 2 || inner.wire !== wireTypeOf(type)) {
            source.skip(inner, limits.protobufDepth.value);
            into.inEntries.push([field, inner.number]);
          } else if (value instanceof MessageDatum)
            this.#inSized(() => this.message(value as MessageDatum, undefined));
          else value = this.#scalar(field);
        }
      }),
    );
    if (isUnknownSymbol(type, value))
      into.unknown.push(this.source.bytes.slice(tag.start, this.source.at));
    else {
      const map = into.values.get(field);
      if (map instanceof Map) map.set(key, value);
      else into.set(field, new Map([[key, value]]));
    }
  }

  #unknown(tag: Tag, into: MessageDatum): void {
    this.source.skip(tag, limits.protobufDepth.value - this.path.length);
    into.unknown.push(this.source.bytes.slice(tag.start, this.source.at));
  }

  #scalar(field: ProtoField): SingleDatum {
    const { kind } = field.type;
    if (kind === 'enum') return Number(BigInt.asIntN(32, this.source.varint()));
    invariant(kind !== 'message', 'a message is read member by member');
    return this.#read(kind, field);
  }

  #read(kind: ScalarKind, field: ProtoField): SingleDatum {
    const { source } = this;
    switch (kind) {
      case 'double':
        return source.double();
      case 'float':
        return source.float();
      case 'fixed32':
        return source.fixed32();
      case 'sfixed32':
        return source.fixed32() | 0;
      case 'fixed64':
        return source.fixed64();
      case 'sfixed64':
        return BigInt.asIntN(64, source.fixed64());
      case 'bool':
        return source.varint() !== 0n;
      case 'string':
        return this.#text(field);
      case 'bytes':
        return source.sized().slice();
      default:
        return wholeOf(kind, source.varint());
    }
  }

  #text(field: ProtoField): string {
    const bytes = this.source.sized();
    try {
      return new TextDecoder('utf-8', { fatal: field.isUtf8Checked, ignoreBOM: true }).decode(
        bytes,
      );
    } catch {
      throw new MalformedWire(`The text of "${field.name}" is not UTF-8.`);
    }
  }

  /** What is inside of a length sees no further than its end. */
  #inSized(read: () => void): void {
    const { source } = this;
    const { length } = source.sized();
    const { end, at } = source;
    source.at = at - length;
    source.end = at;
    read();
    source.at = at;
    source.end = end;
  }

  #inside(steps: readonly (string | number)[], read: () => void): void {
    if (++this.#depth > limits.protobufDepth.value)
      throw new TooLarge(`It is nested deeper than ${limits.protobufDepth.value} messages.`);
    this.path.push(...steps);
    read();
    this.path.length -= steps.length;
    this.#depth--;
  }
  #depth = 0;

  #count(): void {
    if (++this.#values > limits.eventNodes.value)
      throw new TooLarge(`It holds more than ${limits.eventNodes.value} values.`);
  }
}

const byNumber = new WeakMap<MessageType, ReadonlyMap<number, ProtoField>>();

/** The field of a message by its number; extensions are not among them. */
export function fieldOf(type: MessageType, number: number): ProtoField | undefined {
  const known = byNumber.get(type) ?? new Map(type.fields.map((each) => [each.number, each]));
  byNumber.set(type, known);
  return known.get(number);
}

function add(field: ProtoField, value: SingleDatum, into: MessageDatum): void {
  if (!field.isRepeated) return into.set(field, value);
  const list = into.values.get(field) as FieldDatum;
  if (Array.isArray(list)) list.push(value);
  else into.values.set(field, [value]);
}

/** Closed enums know only their own numbers. */
const isUnknownSymbol = (type: ProtoType, value: SingleDatum): boolean =>
  type.kind === 'enum' && type.isClosed && !valueOfNumber(type, value as number);

function unpacked(number: number, value: SingleDatum): Uint8Array {
  const writer = new WireWriter();
  writer.tag(number, WIRE.varint);
  writer.varint(BigInt(value as number));
  return writer.bytes();
}

function wholeOf(kind: ScalarKind, varint: bigint): number | bigint {
  switch (kind) {
    case 'int32':
      return Number(BigInt.asIntN(32, varint));
    case 'uint32':
      return Number(BigInt.asUintN(32, varint));
    case 'int64':
      return BigInt.asIntN(64, varint);
    case 'sint32': {
      const low = BigInt.asUintN(32, varint);
      return Number((low >> 1n) ^ -(low & 1n));
    }
    case 'sint64':
      return (varint >> 1n) ^ -(varint & 1n);
    default:
      return varint;
  }
}
