import {
  type FieldDatum,
  type MapKeyDatum,
  type MessageDatum,
  type ProtoEnumType,
  type ProtoField,
  type ProtoType,
  type ScalarKind,
  type SingleDatum,
} from '#schema';
import { type View } from './observation.js';
import { elementOf } from './side.js';
import { hasNumber, unnamedNumber } from './symbols.js';

const BIG = 2n ** 32n;

/** Of each kind the values of which one shows every misreading, easy ones first. */
const VALUES: Readonly<Record<ScalarKind, readonly SingleDatum[]>> = {
  bool: [true, false],
  int32: [1, 2, -1, 2 ** 31 - 1],
  uint32: [1, 2, 2 ** 32 - 1],
  int64: [1n, 2n, -1n, BIG],
  uint64: [1n, 2n, BIG, 2n ** 64n - 1n],
  sint32: [1, -1],
  sint64: [1n, BIG],
  fixed32: [1, 2 ** 32 - 1],
  sfixed32: [1, -1],
  fixed64: [1n, 2n ** 64n - 1n],
  sfixed64: [1n, -1n],
  float: [1.5],
  double: [1.5],
  string: ['a'],
  bytes: [Uint8Array.of(0xff)],
};

/** Numbers without a name, which the type of an open enum allows and no writer should send. */
export const mayBeUnnamed = ({ isClosed }: ProtoEnumType, { assumption }: View): boolean =>
  !isClosed && assumption !== 'declared-only';

function tellingSingles(type: ProtoType, other: ProtoType, view: View): readonly SingleDatum[] {
  const unnamed = other.kind === 'enum' ? [unnamedNumber(other)] : [];
  switch (type.kind) {
    case 'message': {
      const datum = view.smallest.message(type);
      return datum ? [datum] : [];
    }
    case 'enum': {
      const named = [...new Set(type.values.map(({ number }) => number))];
      // Zero may go unsent, so it tells least.
      const numbers = named.sort((a, b) => Number(a === 0) - Number(b === 0));
      return mayBeUnnamed(type, view) ? [...numbers, ...unnamed, -1, unnamedNumber(type)] : numbers;
    }
    case 'int32':
    case 'uint32':
      return [...unnamed, ...VALUES[type.kind]];
    case 'int64':
    case 'uint64':
      return [...unnamed.map(BigInt), ...VALUES[type.kind]];
    default:
      return VALUES[type.kind];
  }
}

/** Single values of a writer's field that a reader's field of another type may misread. */
export function tellingValues(
  writer: ProtoField,
  reader: ProtoField,
  view: View,
): readonly SingleDatum[] {
  return tellingSingles(elementOf(writer, 'written'), elementOf(reader, 'read'), view);
}

/** One value as what a field holds; an entry as a map. */
export function asField(field: ProtoField, value: SingleDatum): FieldDatum {
  if (!field.mapKey) return field.isRepeated ? [value] : value;
  return new Map([keyAndValueOf(value)]);
}

/** Two values in a list, two entries in a map. */
export function twice(field: ProtoField, value: SingleDatum): FieldDatum {
  if (!field.mapKey) return [value, value];
  const [key, inner] = keyAndValueOf(value);
  const [other] = VALUES[field.mapKey.kind];
  return new Map([key, other as MapKeyDatum].map((each) => [each, inner]));
}

/** What is sent of a map is a message of both. */
const keyAndValueOf = (entry: SingleDatum): readonly [MapKeyDatum, SingleDatum] =>
  [...(entry as MessageDatum).values.values()] as [MapKeyDatum, SingleDatum];

/** Whether the values of a type are so few that each one is tried. */
export const hasFewValues = (type: ProtoType, view: View): boolean =>
  type.kind === 'bool' || (type.kind === 'enum' && !mayBeUnnamed(type, view));

interface Range {
  readonly form: 'varint' | 'zigzag' | 'fixed32' | 'fixed64';
  readonly from: bigint;
  readonly to: bigint;
}

const signed = (form: Range['form'], bits: bigint): Range => ({
  form,
  from: -(2n ** (bits - 1n)),
  to: 2n ** (bits - 1n) - 1n,
});
const unsigned = (form: Range['form'], bits: bigint): Range => ({
  form,
  from: 0n,
  to: 2n ** bits - 1n,
});

/** How whole numbers lie in the bytes, and how far they go. */
const RANGES: Readonly<Partial<Record<ProtoType['kind'], Range>>> = {
  bool: { form: 'varint', from: 0n, to: 1n },
  int32: signed('varint', 32n),
  int64: signed('varint', 64n),
  uint32: unsigned('varint', 32n),
  uint64: unsigned('varint', 64n),
  enum: signed('varint', 32n),
  sint32: signed('zigzag', 32n),
  sint64: signed('zigzag', 64n),
  fixed32: unsigned('fixed32', 32n),
  sfixed32: signed('fixed32', 32n),
  fixed64: unsigned('fixed64', 64n),
  sfixed64: signed('fixed64', 64n),
};

/** Whether every value of one kind is read as the same value by another kind. */
export function isLossless(writer: ProtoType, reader: ProtoType, view: View): boolean {
  if (writer.kind === 'string' && reader.kind === 'bytes') return true;
  const [from, to] = [RANGES[writer.kind], RANGES[reader.kind]];
  if (!from || !to) return writer.kind === reader.kind;
  if (from.form !== to.form) return false;
  if (writer.kind === 'enum' && hasFewValues(writer, view))
    return writer.values.every(({ number }) => to.from <= number && number <= to.to);
  if (reader.kind === 'enum' && reader.isClosed)
    return writer.kind === 'bool' && hasNumber(reader, 0) && hasNumber(reader, 1);
  return to.from <= from.from && from.to <= to.to;
}
