import {
  type AvroField,
  type AvroType,
  logicalOf,
  branchName,
  type EnumType,
  type FixedType,
  isNamedType,
  type NamedType,
  type RecordType,
  simpleName,
} from '#schema';
import { branchUses, fieldUse, isSamePrimitive, pointerAt, rootUse, type Use } from './pairs.js';
import { defaultInWords, typeInWords } from './words.js';

/** One difference between two schemas; whether it breaks anybody is decided elsewhere. */
export interface AvroChange {
  readonly ruleId: string;
  readonly oldPath: string;
  readonly newPath: string;
  /** Text identity of what stood and stands there. */
  readonly oldShape: string;
  readonly newShape: string;
  readonly message: string;
}

/** Changes of one pair of schemas that are listed; more are no list a person reads. */
const CHANGES_MAX = 500;

/** Every change from the old to the new schema, pair by pair of types that belong together. */
export function diffAvro(old: AvroType, changed: AvroType): readonly AvroChange[] {
  const changes: AvroChange[] = [];
  const seen = new Map<AvroType, Set<AvroType>>();
  const pending: (readonly [Use, Use])[] = [[rootUse(old), rootUse(changed)]];
  for (const [before, after] of pending) {
    const partners = seen.get(before.type) ?? new Set();
    seen.set(before.type, partners);
    if (partners.has(after.type)) continue;
    partners.add(after.type);
    for (const found of between(before, after)) {
      if ('ruleId' in found) changes.push(found);
      else pending.push(found);
      if (changes.length >= CHANGES_MAX) return changes;
    }
  }
  return changes;
}

type Found = AvroChange | readonly [Use, Use];

function* between(old: Use, changed: Use): Generator<Found> {
  if (old.type.kind === 'union' || changed.type.kind === 'union') {
    yield* branches(old, changed);
    return;
  }
  const [before, after] = [old.type, changed.type];
  if (before.kind !== after.kind) {
    yield typeChange(old, changed);
    yield* logical(old, changed);
    return;
  }
  if (isNamedType(before) && isNamedType(after)) yield* names(before, after);
  if (before.kind === 'record' && after.kind === 'record') yield* fields(before, after);
  else if (before.kind === 'enum' && after.kind === 'enum') yield* symbols(before, after);
  else if (before.kind === 'array' && after.kind === 'array')
    yield [
      { type: before.items, place: pointerAt(before, 'items') },
      { type: after.items, place: pointerAt(after, 'items') },
    ];
  else if (before.kind === 'map' && after.kind === 'map')
    yield [
      { type: before.values, place: pointerAt(before, 'values') },
      { type: after.values, place: pointerAt(after, 'values') },
    ];
  else if (before.kind === 'fixed' && after.kind === 'fixed' && before.size !== after.size)
    yield fixedSizeChange(before, after);
  else yield* logical(old, changed);
}

export const typeChange = (old: Use, changed: Use): AvroChange => ({
  ruleId: 'AVRO_TYPE_CHANGED',
  oldPath: old.place,
  newPath: changed.place,
  oldShape: typeInWords(old.type),
  newShape: typeInWords(changed.type),
  message: `The type was ${typeInWords(old.type)} and is ${typeInWords(changed.type)} now.`,
});

export const branchChange = (side: 'added' | 'removed', old: Use, changed: Use): AvroChange => {
  const branch = side === 'added' ? changed.type : old.type;
  return {
    ruleId: side === 'added' ? 'AVRO_UNION_BRANCH_ADDED' : 'AVRO_UNION_BRANCH_REMOVED',
    oldPath: old.place,
    newPath: changed.place,
    oldShape: side === 'added' ? '' : branchName(branch),
    newShape: side === 'added' ? branchName(branch) : '',
    message: `The branch "${branchName(branch)}" was ${side}.`,
  };
};

function* branches(old: Use, changed: Use): Generator<Found> {
  const [before, after] = [branchUses(old), branchUses(changed)];
  const partnerIn = (list: readonly Use[], { type }: Use) =>
    list.find((each) => branchName(each.type) === branchName(type));
  const common = before.filter((each) => partnerIn(after, each));
  if (common.length === 0 && (old.type.kind !== 'union' || changed.type.kind !== 'union')) {
    yield typeChange(old, changed);
    return;
  }
  for (const each of before) {
    const partner = partnerIn(after, each);
    yield partner ? [each, partner] : branchChange('removed', each, changed);
  }
  for (const each of after) if (!partnerIn(before, each)) yield branchChange('added', old, each);
}

export const fixedSizeChange = (before: FixedType, after: FixedType): AvroChange => ({
  ruleId: 'AVRO_FIXED_SIZE_CHANGED',
  oldPath: pointerAt(before),
  newPath: pointerAt(after),
  oldShape: String(before.size),
  newShape: String(after.size),
  message: `The fixed type "${after.name}" has ${after.size} bytes; it had ${before.size}.`,
});

export const nameChange = (before: NamedType, after: NamedType): AvroChange => ({
  ruleId:
    simpleName(before.name) === simpleName(after.name)
      ? 'AVRO_NAMESPACE_CHANGED'
      : 'AVRO_NAME_CHANGED',
  oldPath: pointerAt(before),
  newPath: pointerAt(after),
  oldShape: before.name,
  newShape: after.name,
  message: `The type "${before.name}" is called "${after.name}" now.`,
});

function* names(before: NamedType, after: NamedType): Generator<AvroChange> {
  if (before.name !== after.name) yield nameChange(before, after);
  yield* described(before, after, `the type "${after.name}"`);
}

/** Aliases and documentation of a type or a field. */
function* described(
  before: Pick<AvroField, 'aliases' | 'doc' | 'at'>,
  after: Pick<AvroField, 'aliases' | 'doc' | 'at'>,
  what: string,
): Generator<AvroChange> {
  const at = () => ({ oldPath: pointerAt(before), newPath: pointerAt(after) });
  const [was, is] = [aliasesInWords(before), aliasesInWords(after)];
  if (was !== is)
    yield {
      ...at(),
      ruleId: 'AVRO_ALIASES_CHANGED',
      oldShape: was,
      newShape: is,
      message: `The aliases of ${what} are ${is || 'none'}; they were ${was || 'none'}.`,
    };
  if (before.doc !== after.doc)
    yield {
      ...at(),
      ruleId: 'AVRO_DOCUMENTATION_CHANGED',
      oldShape: before.doc ?? '',
      newShape: after.doc ?? '',
      message: `The description of ${what} changed.`,
    };
}

const aliasesInWords = ({ aliases }: Pick<AvroField, 'aliases'>): string =>
  aliases.length === 0 ? '' : aliases.toSorted().join(', ');

export const fieldChange = (
  side: 'added' | 'removed',
  field: AvroField,
  { old, changed }: { old: RecordType; changed: RecordType },
): AvroChange => ({
  ruleId: side === 'added' ? 'AVRO_FIELD_ADDED' : 'AVRO_FIELD_REMOVED',
  oldPath: side === 'added' ? pointerAt(old) : pointerAt(field),
  newPath: side === 'added' ? pointerAt(field) : pointerAt(changed),
  oldShape: side === 'added' ? '' : field.name,
  newShape: side === 'added' ? field.name : '',
  message: `The field "${field.name}" of "${changed.name}" was ${side}; it has ${defaultInWords(field)}.`,
});

function* fields(old: RecordType, changed: RecordType): Generator<Found> {
  const partners = new Map<AvroField, AvroField>();
  const taken = new Set<AvroField>();
  const connect = (after: AvroField, before: AvroField) => {
    partners.set(after, before);
    taken.add(before);
  };
  const named = new Map(old.fields.map((field) => [field.name, field]));
  for (const after of changed.fields) {
    const before = named.get(after.name);
    if (before) connect(after, before);
  }
  const isFree = (before: AvroField) => !taken.has(before);
  for (const after of changed.fields) {
    if (partners.has(after)) continue;
    const before = old.fields.find(
      (each) =>
        isFree(each) && (after.aliases.includes(each.name) || each.aliases.includes(after.name)),
    );
    if (before) connect(after, before);
    else yield fieldChange('added', after, { old, changed });
  }
  for (const before of old.fields)
    if (isFree(before)) yield fieldChange('removed', before, { old, changed });
  for (const [after, before] of partners) yield* field(before, after);
  yield* order(old, changed);
}

function* field(before: AvroField, after: AvroField): Generator<Found> {
  const at = () => ({ oldPath: pointerAt(before), newPath: pointerAt(after) });
  if (before.name !== after.name)
    yield {
      ...at(),
      ruleId: 'AVRO_FIELD_RENAMED',
      oldShape: before.name,
      newShape: after.name,
      message: `The field "${before.name}" is called "${after.name}" now; an alias connects them.`,
    };
  const [was, is] = [defaultInWords(before), defaultInWords(after)];
  if (was !== is)
    yield {
      ...at(),
      ruleId: 'AVRO_DEFAULT_CHANGED',
      oldShape: was,
      newShape: is,
      message: `The field "${after.name}" has ${is}; it had ${was}.`,
    };
  yield* described(before, after, `the field "${after.name}"`);
  if (!isSamePrimitive(before.type, after.type)) yield [fieldUse(before), fieldUse(after)];
}

function* order(old: RecordType, changed: RecordType): Generator<AvroChange> {
  const namesOf = ({ fields }: RecordType) => fields.map(({ name }) => name);
  const positions = (one: RecordType, other: RecordType) => {
    const others = new Set(namesOf(other));
    return namesOf(one).filter((name) => others.has(name));
  };
  const [was, is] = [positions(old, changed), positions(changed, old)];
  if (was.join() !== is.join())
    yield {
      ruleId: 'AVRO_FIELD_ORDER_CHANGED',
      oldPath: pointerAt(old),
      newPath: pointerAt(changed),
      oldShape: was.join(),
      newShape: is.join(),
      message: `The fields of "${changed.name}" stand in another order.`,
    };
}

export const symbolChange = (
  side: 'added' | 'removed',
  symbol: string,
  { old, changed }: { old: EnumType; changed: EnumType },
): AvroChange => ({
  ruleId: side === 'added' ? 'AVRO_ENUM_SYMBOL_ADDED' : 'AVRO_ENUM_SYMBOL_REMOVED',
  oldPath: side === 'added' ? pointerAt(old, 'symbols') : symbolAt(old, symbol),
  newPath: side === 'added' ? symbolAt(changed, symbol) : pointerAt(changed, 'symbols'),
  oldShape: side === 'added' ? '' : symbol,
  newShape: side === 'added' ? symbol : '',
  message: `The symbol "${symbol}" of "${changed.name}" was ${side}.`,
});

const symbolAt = (type: EnumType, symbol: string): string =>
  pointerAt(type, 'symbols', type.symbols.indexOf(symbol));

function* symbols(old: EnumType, changed: EnumType): Generator<AvroChange> {
  const [before, after] = [new Set(old.symbols), new Set(changed.symbols)];
  for (const symbol of before)
    if (!after.has(symbol)) yield symbolChange('removed', symbol, { old, changed });
  for (const symbol of after)
    if (!before.has(symbol)) yield symbolChange('added', symbol, { old, changed });
  if (old.default !== changed.default)
    yield {
      ruleId: 'AVRO_ENUM_DEFAULT_CHANGED',
      oldPath: pointerAt(old),
      newPath: pointerAt(changed),
      oldShape: old.default ?? '',
      newShape: changed.default ?? '',
      message: `The default of "${changed.name}" is ${changed.default ?? 'none'}; it was ${old.default ?? 'none'}.`,
    };
}

export const logicalChange = (old: Use, changed: Use): AvroChange => ({
  ...typeChange(old, changed),
  ruleId: 'AVRO_LOGICAL_TYPE_CHANGED',
  message: `The value meant ${typeInWords(old.type)} and means ${typeInWords(changed.type)} now.`,
});

function* logical(old: Use, changed: Use): Generator<AvroChange> {
  const of = ({ type }: Use) => JSON.stringify(logicalOf(type));
  if (of(old) !== of(changed)) yield logicalChange(old, changed);
}
