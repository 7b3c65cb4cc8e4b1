import { type NumberRange, type ProtoEnumType, type ProtoEnumValue } from '#schema';

/** What a reader makes of a number that the writer has a name for. */
export interface SymbolObstacle {
  /** `moved`: its name means another number to the reader. */
  readonly kind: 'unknown' | 'moved' | 'renamed';
  readonly value: ProtoEnumValue;
  /** What the reader has in its place, or where it has the name. */
  readonly other?: ProtoEnumValue;
}

interface Names {
  readonly byNumber: ReadonlyMap<number, readonly ProtoEnumValue[]>;
  readonly byName: ReadonlyMap<string, ProtoEnumValue>;
}

const known = new WeakMap<ProtoEnumType, Names>();

function namesOf(type: ProtoEnumType): Names {
  const before = known.get(type);
  if (before) return before;
  const byNumber = new Map<number, ProtoEnumValue[]>();
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
  for (const number of namesOf(writer).byNumber.keys()) {
    const obstacle = obstacleOf(writer, reader, number);
    if (obstacle) yield obstacle;
  }
}

function obstacleOf(
  writer: ProtoEnumType,
  reader: ProtoEnumType,
  number: number,
): SymbolObstacle | undefined {
  const [first, ...aliases] = namesOf(writer).byNumber.get(number) ?? [];
  if (!first) return undefined;
  const { byNumber, byName } = namesOf(reader);
  const there = byNumber.get(number) ?? [];
  const written = [first, ...aliases];
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
export const meaningMoved = (
  writer: ProtoEnumType,
  reader: ProtoEnumType,
  number: number,
): boolean => obstacleOf(writer, reader, number)?.kind === 'moved';

export const isReserved = (
  number: number,
  { reservedNumbers }: { readonly reservedNumbers: readonly NumberRange[] },
): boolean => reservedNumbers.some(({ from, to }) => from <= number && number <= to);
