import {
  type AvroField,
  type AvroType,
  branchFor,
  type EnumType,
  isMatch,
  isNamedType,
  isPromoted,
  namespaceOf,
  type RecordType,
  type SmallestData,
  writerFieldFor,
} from '#schema';
import { logicalObstacle } from './logical-obstacle.js';
import { branchUses, fieldUse, isSamePrimitive, type Pair, type Use, pointerAt } from './pairs.js';

/** What stands in the way of a reader, or deserves a look though nothing fails. */
export type Obstacle = { readonly pair: Pair } & (
  | { readonly kind: 'type' | 'name' | 'fixed-size' }
  | { readonly kind: 'missing-field' | 'ambiguous-field'; readonly field: AvroField }
  | { readonly kind: 'symbol'; readonly symbol: string; readonly index: number }
  | { readonly kind: 'reading'; readonly datum: string | number | undefined }
  | { readonly kind: 'one-sided-logical' | 'lossy' | 'namespace' }
);

export interface Resolution {
  readonly obstacles: readonly Obstacle[];
  /** False when the pairs were not all looked at. */
  readonly isComplete: boolean;
}

/** More than a person repairs at once. */
const OBSTACLES_MAX = 100;

/**
 * Every pair of types that a value of the writer can meet, each once, breadth first. A pair that
 * is met can be met by a real value: writer's types without values are left out, and everything
 * beside the way to a pair has a smallest value. So one failing pair is a failing event, none is a
 * proof, and recursion ends because there are finitely many pairs.
 */
export function resolveSchemas(start: Pair, smallest: SmallestData, stepsMax: number): Resolution {
  const obstacles: Obstacle[] = [];
  const seen = new Map<AvroType, Set<AvroType>>();
  const pending: Pair[] = [];
  const visit = (pair: Pair): void => {
    const readers = seen.get(pair.writer.type) ?? new Set();
    seen.set(pair.writer.type, readers);
    if (readers.has(pair.reader.type) || !smallest.isInhabited(pair.writer.type)) return;
    readers.add(pair.reader.type);
    pending.push(pair);
  };
  visit(start);
  for (const [index, pair] of pending.entries()) {
    if (index >= stepsMax) return { obstacles, isComplete: false };
    for (const found of look(pair)) {
      if ('kind' in found) obstacles.push(found);
      else visit(found);
      if (obstacles.length >= OBSTACLES_MAX) return { obstacles, isComplete: false };
    }
  }
  return { obstacles, isComplete: true };
}

/** What one pair leads to: obstacles, and the pairs inside. */
function* look(pair: Pair): Generator<Pair | Obstacle> {
  const { writer, reader } = pair;
  if (writer.type.kind === 'union') {
    for (const branch of branchUses(writer))
      yield {
        writer: branch,
        reader,
        from: { pair, step: { kind: 'branch', branch: branch.type } },
      };
    return;
  }
  if (reader.type.kind === 'union') {
    const branch = branchFor(writer.type, reader.type);
    const use = branchUses(reader).find(({ type }) => type === branch);
    if (use) yield { writer, reader: use, from: { pair, step: { kind: 'same' } } };
    else yield { kind: 'type', pair };
    return;
  }
  if (!isMatch(writer.type, reader.type)) {
    const isNamed = isNamedType(writer.type) && writer.type.kind === reader.type.kind;
    yield { kind: isNamed ? 'name' : 'type', pair };
    return;
  }
  yield* lookInside(pair);
}

function* lookInside(pair: Pair): Generator<Pair | Obstacle> {
  const [writer, reader] = [pair.writer.type, pair.reader.type];
  if (isNamedType(writer) && isNamedType(reader) && isMoved(writer, reader))
    yield { kind: 'namespace', pair };
  if (isLossy(writer, reader)) yield { kind: 'lossy', pair };
  const inner = (kind: 'item' | 'value', from: Use, to: Use): Pair => ({
    writer: from,
    reader: to,
    from: { pair, step: { kind } },
  });
  if (writer.kind === 'record' && reader.kind === 'record') yield* fields(pair, writer, reader);
  else if (writer.kind === 'enum' && reader.kind === 'enum') yield* symbols(pair, writer, reader);
  else if (writer.kind === 'array' && reader.kind === 'array')
    yield inner('item', itemsOf(writer, writer.items), itemsOf(reader, reader.items));
  else if (writer.kind === 'map' && reader.kind === 'map')
    yield inner('value', valuesOf(writer, writer.values), valuesOf(reader, reader.values));
  else if (writer.kind === 'fixed' && reader.kind === 'fixed' && writer.size !== reader.size)
    yield { kind: 'fixed-size', pair };
  else {
    const logical = logicalObstacle(writer, reader);
    if (logical) yield { ...logical, pair };
  }
}

const itemsOf = (array: AvroType, type: AvroType): Use => ({
  type,
  place: pointerAt(array, 'items'),
});
const valuesOf = (map: AvroType, type: AvroType): Use => ({
  type,
  place: pointerAt(map, 'values'),
});

function* fields(pair: Pair, writer: RecordType, reader: RecordType): Generator<Pair | Obstacle> {
  for (const field of reader.fields) {
    const source = writerFieldFor(field, writer);
    if (source === 'ambiguous') yield { kind: 'ambiguous-field', pair, field };
    else if (source && isSamePrimitive(source.type, field.type)) continue;
    else if (source) {
      const step = { kind: 'field', record: writer, field: source } as const;
      yield { writer: fieldUse(source), reader: fieldUse(field), from: { pair, step } };
    } else if (!field.written) yield { kind: 'missing-field', pair, field };
  }
}

function* symbols(pair: Pair, writer: EnumType, reader: EnumType): Generator<Obstacle> {
  if (reader.default !== undefined) return;
  const known = new Set(reader.symbols);
  for (const [index, symbol] of writer.symbols.entries())
    if (!known.has(symbol)) yield { kind: 'symbol', pair, symbol, index };
}

/** The specification compares names without namespace; several libraries compare full names. */
function isMoved(
  writer: Pick<RecordType, 'name'>,
  reader: Pick<RecordType, 'name' | 'aliases'>,
): boolean {
  return (
    namespaceOf(writer.name) !== namespaceOf(reader.name) && !reader.aliases.includes(writer.name)
  );
}

/** Promotions that keep every value: the others round it, or need bytes to be UTF-8. */
const EXACT = new Set(['int long', 'int double', 'float double', 'string bytes']);
const isLossy = (writer: AvroType, reader: AvroType): boolean =>
  isPromoted(writer, reader) && !EXACT.has(`${writer.kind} ${reader.kind}`);
