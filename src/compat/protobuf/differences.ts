import { invariant } from '#kernel';
import {
  encodeProtobuf,
  type FieldDatum,
  isZero,
  type MapKeyDatum,
  MessageDatum,
  type ProtoField,
  type ProtoType,
  type SingleDatum,
  zeroOf,
} from '#schema';
import { defaultNumber, isZeroByDefault } from './default-value.js';
import { entriesIn, nameOf, type Side } from './side.js';
import { meaningMoved } from './symbols.js';
import { valueInWords } from './words.js';

/** One value that the writer sent and the reader takes for something else. */
export interface Difference {
  /** By the numbers of the writer's fields. */
  readonly way: readonly number[];
  readonly name: string;
  readonly written: string;
  /** `undefined` where the reader finds nothing. */
  readonly read: string | undefined;
  /** The field of the reader that the value is read as, where that is another one. */
  readonly takenFor?: string;
  /** Whether its entry of a map holds something unknown, so that some readers leave it out. */
  readonly isOdd?: true;
}

interface Sides {
  readonly writer: Side;
  readonly reader: Side;
}

/**
 * What the same bytes say to a writer and to a reader, held against each other by field number and
 * value, never by JSON. What the reader does not declare it keeps unread, so nothing is taken for
 * anything else there, unless it expects the value under another number.
 */
export function* differences(
  written: MessageDatum,
  read: MessageDatum,
  sides: Sides,
  way: readonly number[] = [],
): Generator<Difference> {
  for (const [field, value] of written.values) {
    const at = [...way, field.number];
    const elsewhere = sides.reader.byName(read.type, nameOf(field));
    const target = sides.reader.byNumber(read.type, field.number);
    if (elsewhere && elsewhere.number !== field.number) {
      const found = sentTo(elsewhere, read);
      const isTheSame = found
        ? isSame({ field, value }, found, sides)
        : isUnsentZero({ field, value }, elsewhere, sides);
      if (!isTheSame)
        yield {
          ...difference(at, { field, value }, found),
          ...(target && { takenFor: nameOf(target) }),
        };
    } else if (target) {
      const found = [...inside({ field, value }, { field: target, read, sides, way: at })];
      yield* found;
      if (found.length === 0 && hasOddEntry(read, target))
        yield { ...difference(at, { field, value }, undefined), isOdd: true };
    }
  }
  yield* absent(written, read, sides, way);
}

/**
 * What to do with the entry of a map that holds more than its key and its value, the specification
 * does not say. C++, Java and Go pass over the rest; upb, which Python, Ruby and PHP read with, keeps the
 * whole entry among what is unknown (protocolbuffers/upb#544), so there it is not in the map.
 */
const hasOddEntry = ({ inEntries }: MessageDatum, map: ProtoField): boolean =>
  inEntries.some(([each]) => each === map);

interface Sent {
  readonly field: ProtoField;
  readonly value: FieldDatum;
}

function sentTo(field: ProtoField, read: MessageDatum): Sent | undefined {
  const value = read.values.get(field);
  return value === undefined ? undefined : { field, value };
}

interface Target {
  readonly field: ProtoField;
  readonly read: MessageDatum;
  readonly sides: Sides;
  readonly way: readonly number[];
}

const difference = (
  way: readonly number[],
  { field, value }: Sent,
  found: Sent | undefined,
): Difference => ({
  way,
  name: nameOf(field),
  written: valueInWords(field, value),
  read: found && valueInWords(found.field, found.value),
});

function* inside(sent: Sent, { field, read, sides, way }: Target): Generator<Difference> {
  const value = read.values.get(field);
  if (value === undefined) {
    const isEmpty = sent.field.isRepeated && isNothing(sent.value);
    if (!isEmpty && !isUnsentZero(sent, field, sides)) yield difference(way, sent, undefined);
  } else if (sent.value instanceof MessageDatum && value instanceof MessageDatum)
    yield* differences(sent.value, value, sides, way);
  else if (!isSame(sent, { field, value }, sides))
    yield* deepest(sent, { field, value }, sides, way);
}

/** Where the reader finds nothing, and takes that for the zero that was written, alone or in a list of one. */
const isUnsentZero = (sent: Sent, field: ProtoField, sides: Sides): boolean =>
  field.presence === 'implicit' &&
  !field.isRepeated &&
  elements(sent, 'written').every(isZero) &&
  isSame(sent, { field, value: zeroOf(field.type) }, sides);

/** Of lists of messages as long as each other, what differs in a message; else the list as a whole. */
function* deepest(
  sent: Sent,
  found: Sent,
  sides: Sides,
  way: readonly number[],
): Generator<Difference> {
  const [before, after] = [elements(sent, 'written'), elements(found, 'read')];
  const pairs = before.length === after.length ? before.map((one, i) => [one, after[i]]) : [];
  const [first] = pairs.flatMap(([one, other]) =>
    one instanceof MessageDatum && other instanceof MessageDatum
      ? [...differences(one, other, sides, way)]
      : [],
  );
  yield first ?? difference(way, sent, found);
}

/** Zero is not sent without presence, so what the reader takes for it stands in. */
function* absent(
  written: MessageDatum,
  read: MessageDatum,
  { writer, reader }: Sides,
  way: readonly number[],
): Generator<Difference> {
  for (const field of writer.fieldsOf(written.type)) {
    if (field.presence !== 'implicit' || field.isRepeated) continue;
    const value = written.values.get(field);
    if (value !== undefined && !isNothing(value)) continue;
    const target = reader.byNumber(read.type, field.number);
    if (!target || target.isRepeated || read.values.has(target)) continue;
    if (isZeroByDefault(target) && !isMovedSymbol(field.type, target.type, 0)) continue;
    yield {
      way: [...way, field.number],
      name: nameOf(field),
      written: valueInWords(field, zeroOf(field.type)),
      read: standInOf(target),
    };
  }
}

/** What stands in where nothing was sent, and is not zero or no zero of the same name. */
function standInOf(field: ProtoField): string {
  if (field.type.kind === 'enum')
    return valueInWords(field, defaultNumber(field.type, field.default));
  invariant(field.default !== undefined, 'without a default zero stands in');
  return field.default;
}

const isMovedSymbol = (writer: ProtoType, reader: ProtoType, number: SingleDatum): boolean =>
  writer.kind === 'enum' &&
  reader.kind === 'enum' &&
  meaningMoved(writer, reader, number as number);

function isNothing(value: FieldDatum): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Map) return value.size === 0;
  return isZero(value);
}

/** A list of one and the value in it say the same; maps are lists of their entries. */
function isSame(sent: Sent, found: Sent, sides: Sides): boolean {
  if (isMap(sent) && isMap(found)) return isSameMap(sent, found, sides);
  const [before, after] = [elements(sent, 'written'), elements(found, 'read')];
  return (
    before.length === after.length &&
    before.every((one, index) =>
      isSameSingle(
        { type: sent.field.type, value: one },
        { type: found.field.type, value: after[index] as SingleDatum },
        sides,
      ),
    )
  );
}

function elements({ field, value }: Sent, role: 'written' | 'read'): readonly SingleDatum[] {
  if (Array.isArray(value)) return value;
  return value instanceof Map ? entriesIn(field, value, role) : [value];
}

interface MapSent {
  readonly field: ProtoField;
  readonly value: Map<MapKeyDatum, SingleDatum>;
}

const isMap = (sent: Sent): sent is MapSent => sent.value instanceof Map;

/** In any order, entry by entry. */
function isSameMap(sent: MapSent, found: MapSent, sides: Sides): boolean {
  const before = entriesIn(sent.field, sent.value, 'written');
  const after = entriesIn(found.field, found.value, 'read');
  const keyOf = (entry: MessageDatum) => keyText(entry.get('key') as SingleDatum);
  const byKey = new Map(after.map((entry) => [keyOf(entry), entry]));
  return (
    before.length === after.length &&
    before.every((entry) => {
      const other = byKey.get(keyOf(entry));
      return other !== undefined && differences(entry, other, sides).next().done === true;
    })
  );
}

const keyText = (key: SingleDatum): string =>
  typeof key === 'string' ? `"${key}"` : String(BigInt(key as bigint));

interface Typed {
  readonly type: ProtoType;
  readonly value: SingleDatum;
}

function isSameSingle(sent: Typed, found: Typed, sides: Sides): boolean {
  const [one, other] = [sent.value, found.value];
  if (one instanceof MessageDatum && other instanceof MessageDatum)
    return differences(one, other, sides).next().done === true;
  const [bytes, read] = [bytesOf(one, other), bytesOf(other, undefined)];
  if (bytes || read) return bytes !== undefined && read !== undefined && isEqual(bytes, read);
  if (one instanceof MessageDatum || other instanceof MessageDatum) return false;
  if (one === other && isMovedSymbol(sent.type, found.type, one)) return false;
  return isSameNumber(one, other);
}

/** Texts and bytes are the same bytes, and so is a message that the reader leaves unopened. */
function bytesOf(value: SingleDatum, as: SingleDatum | undefined): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return new TextEncoder().encode(value);
  const isUnopened = value instanceof MessageDatum && as instanceof Uint8Array;
  return isUnopened ? encodeProtobuf(value) : undefined;
}

const isEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

/** A flag is the number it is sent as. */
function isSameNumber(one: SingleDatum, other: SingleDatum): boolean {
  if (typeof one === 'number' && typeof other === 'number' && !Number.isInteger(one))
    return Object.is(one, other);
  return asWhole(one) === asWhole(other);
}

const asWhole = (value: SingleDatum): bigint | number =>
  typeof value === 'number' && !Number.isInteger(value) ? value : BigInt(value as bigint);
