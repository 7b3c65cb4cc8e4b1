import { type NumberRange, type ProtoEnumType, type ProtoEnumValue } from '#schema';

/** What a reader makes of a number that the writer has a name for. */
export type SymbolObstacle = { readonly value: ProtoEnumValue } & (
  | { readonly kind: 'unknown' }
  /** The name means another number to the reader: `other`. */
  | { readonly kind: 'moved'; readonly other: ProtoEnumValue }
  /** The reader has `other` in its place. */
  | { readonly kind: 'renamed'; readonly other: ProtoEnumValue }
);

/** The names of one number, the first one first. */
type Aliases = readonly [ProtoEnumValue, ...ProtoEnumValue[]];

interface Names {
  readonly byNumber: ReadonlyMap<number, Aliases>;
  readonly byName: ReadonlyMap<string, ProtoEnumValue>;
}

const known = new WeakMap<ProtoEnumType, Names>();

function namesOf(type: ProtoEnumType): Names {
  const before = known.get(type);
  if (before) return before;
  const byNumber = new Map<number, [ProtoEnumValue, ...ProtoEnumValue[]]>();
  for (const value of type.values) {
    const aliases = byNumber.get(value.number);
    if (aliases) aliases.push(value);
    else byNumber.set(value.number, [value]);
  }
  const names = { byNumber, byName: new Map(type.values.map((each) => [each.name, each])) };
  known.set(type, names);
  return names;
}

export const hasNumber = (type: ProtoEnumType, number: number): boolean =>
  namesOf(type).byNumber.has(number);

/** A number that the enum has no name for. */
export function unnamedNumber(type: ProtoEnumType): number {
  let number = 1;
  while (hasNumber(type, number)) number++;
  return number;
}

/**
 * Each number of the writer once. Where a number has several names, one in common is enough, unless
 * the first means another number to the reader: that is the one JSON is written with.
 */
export function* symbolObstacles(
  writer: ProtoEnumType,
  reader: ProtoEnumType,
): Generator<SymbolObstacle> {
  for (const written of namesOf(writer).byNumber.values()) {
    const obstacle = obstacleOf(written, reader);
    if (obstacle) yield obstacle;
  }
}

function obstacleOf(written: Aliases, reader: ProtoEnumType): SymbolObstacle | undefined {
  const [first, ...aliases] = written;
  const { number } = first;
  const { byNumber, byName } = namesOf(reader);
  const there = byNumber.get(number) ?? [];
  const moved = byName.get(first.name);
  if (moved && moved.number !== number) return { kind: 'moved', value: first, other: moved };
  if (there.some(({ name }) => written.some((each) => each.name === name))) return undefined;
  for (const value of aliases) {
    const elsewhere = byName.get(value.name);
    if (elsewhere) return { kind: 'moved', value, other: elsewhere };
  }
  const [other] = there;
  return other ? { kind: 'renamed', value: first, other } : { kind: 'unknown', value: first };
}

/** Whether a reader has the name of a number for another number. */
export function meaningMoved(
  writer: ProtoEnumType,
  reader: ProtoEnumType,
  number: number,
): boolean {
  const written = namesOf(writer).byNumber.get(number);
  return written !== undefined && obstacleOf(written, reader)?.kind === 'moved';
}

export const isReserved = (
  number: number,
  { reservedNumbers }: { readonly reservedNumbers: readonly NumberRange[] },
): boolean => reservedNumbers.some(({ from, to }) => from <= number && number <= to);
