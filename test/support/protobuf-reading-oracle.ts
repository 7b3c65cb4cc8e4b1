import {
  create,
  type DescEnum,
  type DescField,
  type DescMessage,
  fromBinary,
  ScalarType,
  toBinary,
} from '@bufbuild/protobuf';
import {
  isReflectMessage,
  reflect,
  type ReflectList,
  type ReflectMap,
  type ReflectMessage,
  reflectList,
  reflectMap,
} from '@bufbuild/protobuf/reflect';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';

/**
 * A second reader of Protobuf, of another house and by another way: what bytes say to two messages
 * of `@bufbuild/protobuf`. It shares nothing with the judge but the rule what "the same" means.
 */
export class ReadingOracle {
  constructor(
    readonly writer: DescMessage,
    readonly reader: DescMessage,
  ) {}

  /** Why the reader refuses the bytes or takes them for something else; `undefined` if it does not. */
  misreads(bytes: Uint8Array): string | undefined {
    const written = reflect(this.writer, fromBinary(this.writer, bytes));
    if (missing(written) !== undefined) return undefined;
    let read: ReflectMessage;
    const known = bytes.slice();
    try {
      const odd = unknowing(known, layoutOf(this.reader));
      if (odd !== undefined) return odd;
      read = reflect(this.reader, fromBinary(this.reader, known));
    } catch (error) {
      return String(error);
    }
    return missing(read) ?? different(written, read);
  }
}

/** What a message, or the entry of a map, declares under a number. */
type Layout = (number: number) => Laid | undefined;
interface Laid {
  readonly name: string;
  readonly forms: readonly WireType[];
  readonly inside?: Layout;
  readonly isEntry?: boolean;
}

const layoutOf =
  ({ fields }: DescMessage): Layout =>
  (number) => {
    const field = fields.find((each) => each.number === number);
    if (!field) return undefined;
    const laid = { name: field.toString(), forms: formsOf(field) };
    if (field.fieldKind === 'map') return { ...laid, inside: entryLayout(field), isEntry: true };
    return field.message ? { ...laid, inside: layoutOf(field.message) } : laid;
  };

function entryLayout(field: DescField & { fieldKind: 'map' }): Layout {
  const name = field.toString();
  const key = { name, forms: [formOf(field.mapKey)] };
  const value = field.message
    ? { name, forms: [WireType.LengthDelimited], inside: layoutOf(field.message) }
    : { name, forms: [formOf(field.scalar)] };
  return (number) => (number === 1 ? key : number === 2 ? value : undefined);
}

/**
 * Where bytes hold a known field in another form than its own, it is an unknown one
 * (protobuf.dev, "Encoding"), yet the library reads it as if it had its own form: so its number is
 * exchanged for one that nobody knows. In the entry of a map anything unknown is told: upb, which
 * Python, Ruby and PHP read with, leaves out the whole entry then (protocolbuffers/upb#544).
 */
function unknowing(bytes: Uint8Array, layout: Layout, isEntry = false): string | undefined {
  const reader = new BinaryReader(bytes);
  for (let at = 0; reader.pos < reader.len; at = reader.pos) {
    const [number, wire] = reader.tag();
    const laid = layout(number);
    const known = laid?.forms.includes(wire) ? laid : undefined;
    if (!known && isEntry) return `an entry of a map holds an unknown field ${number}`;
    if (!known?.inside) {
      reader.skip(wire, number);
      if (laid && !known) exchangeTags(bytes, [at, reader.pos], layout);
      continue;
    }
    const from = reader.pos;
    if (wire === WireType.StartGroup) reader.skip(wire, number);
    const inner =
      wire === WireType.StartGroup ? bytes.subarray(from, reader.pos - TAG_LENGTH) : reader.bytes();
    const why = unknowing(inner, known.inside, known.isEntry);
    if (why) return why;
  }
  return undefined;
}

/** Fields here have small numbers, whose tags are one byte. */
const TAG_LENGTH = 1;

function exchangeTags(
  bytes: Uint8Array,
  [from, to]: readonly [number, number],
  layout: Layout,
): void {
  const unknown = Array.from({ length: 15 }, (_, n) => 15 - n).find((n) => !layout(n));
  const [tag = 0] = bytes.subarray(from, from + 1);
  const wire: WireType = tag & 7;
  if (unknown === undefined || tag >= 0x80) throw new Error('There is no number left to take.');
  bytes[from] = (unknown << 3) | wire;
  if (wire === WireType.StartGroup) bytes[to - TAG_LENGTH] = (unknown << 3) | WireType.EndGroup;
}

const FIXED32 = [ScalarType.FLOAT, ScalarType.FIXED32, ScalarType.SFIXED32];
const FIXED64 = [ScalarType.DOUBLE, ScalarType.FIXED64, ScalarType.SFIXED64];

function formsOf(field: DescField): readonly WireType[] {
  if (field.fieldKind === 'map') return [WireType.LengthDelimited];
  if (field.message)
    return [field.delimitedEncoding ? WireType.StartGroup : WireType.LengthDelimited];
  const own = formOf(field.scalar);
  return field.fieldKind === 'list' ? [own, WireType.LengthDelimited] : [own];
}

/** Of a single value; what is no scalar is an enum. */
function formOf(scalar = ScalarType.INT32): WireType {
  if (scalar === ScalarType.STRING || scalar === ScalarType.BYTES) return WireType.LengthDelimited;
  if (FIXED32.includes(scalar)) return WireType.Bit32;
  return FIXED64.includes(scalar) ? WireType.Bit64 : WireType.Varint;
}

const isRequired = ({ presence }: DescField): boolean =>
  presence === FeatureSet_FieldPresence.LEGACY_REQUIRED;
const isImplicit = (field: DescField): boolean =>
  field.presence === FeatureSet_FieldPresence.IMPLICIT &&
  (field.fieldKind === 'scalar' || field.fieldKind === 'enum');

/** The library asks for required fields when it writes only. */
function missing(message: ReflectMessage): string | undefined {
  for (const field of message.fields) {
    if (!message.isSet(field)) {
      if (isRequired(field)) return `${field.toString()} is missing`;
      continue;
    }
    for (const { value } of atoms(field, message)) {
      const inner = isReflectMessage(value) ? missing(value) : undefined;
      if (inner) return inner;
    }
  }
  return undefined;
}

interface Atom {
  readonly value: unknown;
  readonly enum?: DescEnum | undefined;
  readonly key?: unknown;
}

/** What a field holds, one by one; the entries of a map with their keys. */
function atoms(field: DescField, message: ReflectMessage): readonly Atom[] {
  const value: unknown = message.get(field);
  if (field.fieldKind === 'list')
    return [...(value as ReflectList)].map((each) => ({ value: each, enum: field.enum }));
  if (field.fieldKind === 'map')
    return [...(value as ReflectMap).entries()].map(([key, each]) => ({
      ...{ key, value: each, enum: field.enum },
    }));
  return [{ value, enum: field.enum }];
}

const byName = (name: string, { fields }: DescMessage) => fields.find((each) => each.name === name);

function different(written: ReflectMessage, read: ReflectMessage): string | undefined {
  for (const field of written.fields) {
    const reader = read.findNumber(field.number);
    const namesake = byName(field.name, read.desc);
    const differs = (other: DescField) =>
      compared(field, written, other, read) ? undefined : `${field.toString()} is another value`;
    if (written.isSet(field)) {
      const target = namesake && namesake.number !== field.number ? namesake : reader;
      const why = target && differs(target);
      if (why) return why;
    } else if (reader && isImplicit(field) && isSingle(reader) && !read.isSet(reader)) {
      const zero = written.get(field);
      // In a oneof the library leaves defaults out.
      const declared = 'getDefaultValue' in reader ? reader.getDefaultValue() : undefined;
      const fallback = declared ?? read.get(reader);
      if (
        !isReflectMessage(fallback) &&
        !isSame({ value: zero, enum: field.enum }, { value: fallback, enum: reader.enum })
      )
        return `${field.toString()} is not sent when it is zero, and its absence means another value`;
    }
  }
  return undefined;
}

const isSingle = ({ fieldKind }: DescField): boolean => !['list', 'map'].includes(fieldKind);

function compared(
  field: DescField,
  written: ReflectMessage,
  other: DescField,
  read: ReflectMessage,
): boolean {
  if (isSingle(other) && !read.isSet(other) && !isImplicit(other)) return false;
  const [before, after] = [atoms(field, written), atoms(other, read)];
  // The library leaves numbers that a closed enum does not know in packed lists.
  if (after.some(isUnknownToClosed)) return false;
  if (before.length !== after.length) return false;
  // Unopened, as any message that is read as bytes.
  if (field.fieldKind === 'map' && other.fieldKind === 'list' && other.scalar === ScalarType.BYTES)
    return true;
  const isMap = field.fieldKind === 'map' || other.fieldKind === 'map';
  if (!isMap) return before.every((atom, index) => isSame(atom, after[index] as Atom));
  const keyed = (list: readonly Atom[]) => list.map(entry);
  const rest = keyed(after);
  // A part that the reader does not declare is dropped, as any field that is gone.
  const isKept = (one: Atom | undefined, each: Atom | undefined): boolean =>
    !one || !each || isSame(one, each);
  return keyed(before).every((one) =>
    rest.some((each) => isKept(one[0], each[0]) && isKept(one[1], each[1])),
  );
}

const isUnknownToClosed = ({ value, enum: type }: Atom): boolean =>
  type !== undefined && !type.open && !type.values.some(({ number }) => number === value);

/** An entry of a map, or a message that lies in the bytes as one. */
function entry(atom: Atom): readonly [key: Atom | undefined, value: Atom | undefined] {
  if (atom.key !== undefined || !isReflectMessage(atom.value)) return [{ value: atom.key }, atom];
  const { value: message } = atom;
  // The library shows an empty message where there is none.
  const of = (field: DescField | undefined): Atom | undefined =>
    field && {
      value: field.message && !message.isSet(field) ? undefined : message.get(field),
      enum: field.enum,
    };
  return [of(message.findNumber(1)), of(message.findNumber(2))];
}

const text = new TextEncoder();

/** Of what was not written nothing is lost. */
function isSame(one: Atom, other: Atom): boolean {
  const [a, b] = [one.value, other.value];
  if (a === undefined || b === undefined) return a === undefined;
  if (isReflectMessage(a))
    return isReflectMessage(b)
      ? different(a, b) === undefined
      : b instanceof Uint8Array && equal(toBinary(a.desc, a.message), b);
  if (isReflectMessage(b)) return false;
  if (typeof a === 'string' || a instanceof Uint8Array)
    return (typeof b === 'string' || b instanceof Uint8Array) && equal(bytesOf(a), bytesOf(b));
  if (typeof b === 'string' || b instanceof Uint8Array) return false;
  if (one.enum && other.enum && isMovedName(one.enum, other.enum, Number(a))) return false;
  return Object.is(a, b) || whole(a) === whole(b);
}

const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? text.encode(value) : value;
const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const whole = (value: unknown): bigint | string =>
  typeof value === 'number' && !Number.isInteger(value)
    ? `real ${value}`
    : BigInt(value as number | bigint | boolean);

/**
 * The name JSON is written with is the name of another number, or no name of the number is the same
 * and one of them is.
 */
function isMovedName(writer: DescEnum, reader: DescEnum, number: number): boolean {
  const names = writer.values.filter((each) => each.number === number).map(({ name }) => name);
  const there = reader.values.filter(({ name }) => names.includes(name));
  const printed = there.find(({ name }) => name === names[0]);
  if (printed) return printed.number !== number;
  return there.length > 0 && !there.some((each) => each.number === number);
}

// ── events ───────────────────────────────────────────────────────────────────────────────────

const BIG = 2n ** 32n;
const WHOLE = [0, 1, -1, 2, 127, 2 ** 31 - 1, -(2 ** 31)];
const UNSIGNED = [0, 1, 2, 2 ** 31, 2 ** 32 - 1];
const LONG = [0n, 1n, -1n, 2n, BIG, 2n ** 63n - 1n, -(2n ** 63n)];
const LONG_UNSIGNED = [0n, 1n, 2n, BIG, 2n ** 63n, 2n ** 64n - 1n];

const SCALARS: Readonly<Record<ScalarType, readonly unknown[]>> = {
  [ScalarType.DOUBLE]: [0, 1, 1.5, -2, Infinity],
  [ScalarType.FLOAT]: [0, 1, 1.5, -2],
  [ScalarType.INT64]: LONG,
  [ScalarType.UINT64]: LONG_UNSIGNED,
  [ScalarType.INT32]: WHOLE,
  [ScalarType.FIXED64]: LONG_UNSIGNED,
  [ScalarType.FIXED32]: UNSIGNED,
  [ScalarType.BOOL]: [false, true],
  [ScalarType.STRING]: ['', 'a', 'é', '\n\u0001a'],
  [ScalarType.BYTES]: [new Uint8Array(), Uint8Array.of(0xff), Uint8Array.of(10, 1, 97)],
  [ScalarType.UINT32]: UNSIGNED,
  [ScalarType.SFIXED32]: WHOLE,
  [ScalarType.SFIXED64]: LONG,
  [ScalarType.SINT32]: WHOLE,
  [ScalarType.SINT64]: LONG,
};

/** Draws events of a message, made of values that lie at the ends of their types. */
export class EventDrawing {
  constructor(
    readonly below: (limit: number) => number,
    /** Whether open enums carry numbers without a name. */
    readonly hasUnnamed = true,
  ) {}

  of = <T>(choices: readonly T[]): T => choices[this.below(choices.length)] as T;

  /** `undefined` where the message is too deep to end. */
  message(desc: DescMessage, depth = 0): ReflectMessage | undefined {
    if (depth > 6) return undefined;
    const message = reflect(desc, create(desc));
    for (const field of desc.fields) {
      const isWanted = isRequired(field) || (depth < 4 && this.below(3) > 0);
      if (isWanted && !this.#set(message, field, depth) && isRequired(field)) return undefined;
    }
    return message;
  }

  #set(message: ReflectMessage, field: DescField, depth: number): boolean {
    if (field.fieldKind === 'list') {
      const list = reflectList(field);
      for (let i = this.below(3); i > 0; i--) {
        const value = this.#single(field, depth);
        if (value !== undefined) list.add(value);
      }
      message.set(field, list);
      return true;
    }
    if (field.fieldKind === 'map') {
      const map = reflectMap(field);
      for (let i = this.below(3); i > 0; i--) {
        const value = this.#single(field, depth);
        if (value !== undefined) map.set(this.of(SCALARS[field.mapKey]), value);
      }
      message.set(field, map);
      return true;
    }
    const value = this.#single(field, depth);
    if (value === undefined) return false;
    message.set(field, value);
    return true;
  }

  #single(field: DescField, depth: number): unknown {
    if (field.enum) {
      const { values, open } = field.enum;
      if (open && this.hasUnnamed && this.below(4) === 0) return this.of([-1, 1, 2, 3, 99]);
      return this.of(values).number;
    }
    if (field.message) return this.message(field.message, depth + 1);
    return this.of(SCALARS[field.scalar]);
  }

  bytes(desc: DescMessage): Uint8Array | undefined {
    const message = this.message(desc);
    return message && toBinary(desc, message.message);
  }
}
