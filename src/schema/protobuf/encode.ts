import { invariant } from '#kernel';
import { type FieldDatum, MessageDatum, type SingleDatum } from './message-datum.js';
import { type ProtoField, type ProtoType } from './proto-type.js';
import { WIRE, wireTypeOf } from './wire-types.js';
import { WireWriter } from './wire-writer.js';
import { isZero } from './zero-values.js';

/** The bytes of a message: fields by their numbers, then what is unknown as it came. */
export function encodeProtobuf(datum: MessageDatum): Uint8Array {
  const writer = new WireWriter();
  const fields = [...datum.values].sort(([a], [b]) => a.number - b.number);
  for (const [field, value] of fields) writeField(writer, field, value);
  for (const bytes of datum.unknown) writer.raw(bytes);
  return writer.bytes();
}

function writeField(writer: WireWriter, field: ProtoField, value: FieldDatum): void {
  const { type, number, mapKey } = field;
  if (mapKey) {
    invariant(value instanceof Map, 'the datum of a map field is a map');
    for (const [key, each] of value) {
      const entry = new WireWriter();
      writeTagged(entry, { type: mapKey, number: 1, isDelimited: false }, key);
      writeTagged(entry, { type, number: 2, isDelimited: false }, each);
      writer.tag(number, WIRE.sized);
      writer.sized(entry.bytes());
    }
  } else if (!field.isRepeated) {
    invariant(!Array.isArray(value) && !(value instanceof Map), 'a single field has one value');
    if (field.presence !== 'implicit' || !isZero(value)) writeTagged(writer, field, value);
  } else {
    invariant(Array.isArray(value), 'the datum of a repeated field is a list');
    if (!field.isPacked) for (const each of value) writeTagged(writer, field, each);
    else if (value.length > 0) {
      const packed = new WireWriter();
      for (const each of value) writeValue(packed, type, each);
      writer.tag(number, WIRE.sized);
      writer.sized(packed.bytes());
    }
  }
}

function writeTagged(
  writer: WireWriter,
  { type, number, isDelimited }: Pick<ProtoField, 'type' | 'number' | 'isDelimited'>,
  value: SingleDatum,
): void {
  if (!isDelimited) {
    writer.tag(number, wireTypeOf(type));
    return writeValue(writer, type, value);
  }
  invariant(value instanceof MessageDatum, 'a group is a message');
  writer.tag(number, WIRE.start);
  writer.raw(encodeProtobuf(value));
  writer.tag(number, WIRE.end);
}

function writeValue(writer: WireWriter, { kind }: ProtoType, value: SingleDatum): void {
  if (value instanceof MessageDatum) return writer.sized(encodeProtobuf(value));
  if (value instanceof Uint8Array) return writer.sized(value);
  if (typeof value === 'string') return writer.sized(new TextEncoder().encode(value));
  switch (kind) {
    case 'double':
      return writer.fixed(8, (view) => view.setFloat64(0, Number(value), true));
    case 'float':
      return writer.fixed(4, (view) => view.setFloat32(0, Number(value), true));
    case 'fixed32':
    case 'sfixed32':
      return writer.fixed(4, (view) => view.setInt32(0, Number(value), true));
    case 'fixed64':
    case 'sfixed64':
      return writer.fixed(8, (view) =>
        view.setBigUint64(0, BigInt.asUintN(64, BigInt(value)), true),
      );
    case 'sint32':
    case 'sint64': {
      const whole = BigInt(value);
      return writer.varint((whole << 1n) ^ (whole >> 63n));
    }
    default:
      return writer.varint(BigInt(value));
  }
}
