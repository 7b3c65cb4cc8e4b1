import { ended } from '../../ended.js';
import { isArray, isObject, isSame, type Json, type JsonObject, keyOf } from '../json.js';
import type { Change, Path } from './change.js';
import { type KeywordKind, kindOf } from './keyword-kinds.js';
import { placeInWords } from './places-in-words.js';
import { exchangedInWords, listInWords, valueInWords } from './value-in-words.js';

/** The same place in both documents. */
interface Spot {
  readonly old: Json | undefined;
  readonly new: Json | undefined;
  readonly oldPath: Path;
  readonly newPath: Path;
  /** The name of the document, where it is not the schema itself. */
  readonly reference: string | undefined;
}

const step = (spot: Spot, key: string): Spot => ({
  ...spot,
  old: memberOf(spot.old, key),
  new: memberOf(spot.new, key),
  oldPath: [...spot.oldPath, key],
  newPath: [...spot.newPath, key],
});

const memberOf = (value: Json | undefined, key: string): Json | undefined => {
  if (isObject(value)) return value.get(key);
  return isArray(value) ? value[Number(key)] : undefined;
};

/**
 * Every difference between two schemas, or between two versions of a document they refer to, in the
 * order of the new one, then what was removed.
 */
export function diffSchemas(old: Json, changed: Json, reference?: string): Change[] {
  return schemaChanges({ old, new: changed, oldPath: [], newPath: [], reference });
}

const inWords = ({ reference }: Spot, path: Path): string => placeInWords(path, reference);

function schemaChanges(spot: Spot): Change[] {
  if (isSame(spot.old, spot.new)) return [];
  const { old, new: changed } = spot;
  if (!isObject(old) || !isObject(changed)) return [replaced(spot, 'JSON_SCHEMA_CHANGED')];
  // A reference and what stands in its place are one change, not a heap of lost keywords.
  if (!isSame(old.get('$ref'), changed.get('$ref')))
    return [replaced(spot, 'JSON_REFERENCE_CHANGED')];
  const keywords = new Set([...changed.keys(), ...old.keys()]);
  return [...keywords].flatMap((keyword) => keywordChanges(step(spot, keyword), keyword, spot));
}

function keywordChanges(spot: Spot, keyword: string, owner: Spot): Change[] {
  if (isSame(spot.old, spot.new)) return [];
  const kind = kindOf(keyword);
  switch (kind.kind) {
    case 'value':
      return [valueChange(spot, keyword, kind.ruleId)];
    case 'documentation':
      return [{ ...valueChange(spot, keyword, kind.ruleId), isDocumentation: true }];
    case 'schema':
      return inside(spot) ?? [valueChange(spot, keyword, kind.ruleId)];
    case 'closing':
      return inside(spot) ?? [closingChange(spot, keyword)];
    case 'required':
      return requiredChanges(spot);
    case 'enum':
      return enumChanges(spot);
    case 'map':
      return mapChanges(spot, kind, owner);
    case 'shelf':
      return shelfChanges(spot);
    case 'items':
      return (
        inside(spot) ??
        tupleChanges(spot, 'JSON_ITEMS_CHANGED') ?? [
          valueChange(spot, keyword, 'JSON_ITEMS_CHANGED'),
        ]
      );
    case 'tuple':
      return tupleChanges(spot, kind.ruleId) ?? [valueChange(spot, keyword, kind.ruleId)];
    case 'branches':
      return branchChanges(spot, kind) ?? [valueChange(spot, keyword, 'JSON_SCHEMA_CHANGED')];
  }
}

const inside = (spot: Spot): Change[] | undefined =>
  isObject(spot.old) && isObject(spot.new) ? schemaChanges(spot) : undefined;

function change(spot: Spot, ruleId: string, message: string): Change {
  return {
    ruleId,
    message,
    oldPath: spot.oldPath,
    newPath: spot.newPath,
    oldShape: spot.old,
    newShape: spot.new,
    isDocumentation: false,
    reference: spot.reference,
    intoOld: { path: spot.oldPath, value: spot.new },
    outOfNew: { path: spot.newPath, value: spot.old },
  };
}

function replaced(spot: Spot, ruleId: string): Change {
  const place = inWords(spot, spot.newPath);
  const [from, to] = exchangedInWords(spot.old, spot.new);
  return change(spot, ruleId, `The schema of ${place} was ${from} and is ${to} now.`);
}

function valueChange(spot: Spot, keyword: string, ruleId: string): Change {
  const place = inWords(spot, spot.newPath.slice(0, -1));
  if (spot.old === undefined)
    return change(
      spot,
      ruleId,
      ended(`"${keyword}" of ${place} was added: ${valueInWords(spot.new)}`),
    );
  if (spot.new === undefined)
    return change(
      spot,
      ruleId,
      ended(`"${keyword}" of ${place} was removed; it was ${valueInWords(spot.old)}`),
    );
  const [from, to] = exchangedInWords(spot.old, spot.new);
  return change(spot, ruleId, ended(`"${keyword}" of ${place} went from ${from} to ${to}`));
}

function closingChange(spot: Spot, keyword: string): Change {
  const place = inWords(spot, spot.newPath.slice(0, -1));
  const isOpen = (value: Json | undefined) =>
    value === undefined || value === true || (isObject(value) && value.size === 0);
  if (isOpen(spot.old) && spot.new === false)
    return change(spot, 'JSON_OBJECT_CLOSED', `Undeclared properties of ${place} are refused now.`);
  if (spot.old === false && isOpen(spot.new))
    return change(spot, 'JSON_OBJECT_OPENED', `Undeclared properties of ${place} are allowed now.`);
  return valueChange(spot, keyword, 'JSON_UNDECLARED_CHANGED');
}

const listOf = (value: Json | undefined): readonly Json[] => (isArray(value) ? value : []);
const without = (list: readonly Json[], others: readonly Json[]): Json[] => {
  const keys = new Set(others.map(keyOf));
  return list.filter((item) => !keys.has(keyOf(item)));
};

/** One change for each name, so that each gets its own event and its own waiver. */
function requiredChanges(spot: Spot): Change[] {
  const place = inWords(spot, spot.newPath.slice(0, -1));
  const [before, after] = [listOf(spot.old), listOf(spot.new)];
  const one = (name: Json, ruleId: string, words: string): Change => {
    const [oldPath, newPath] = [spot.oldPath, spot.newPath];
    const isAdded = ruleId === 'JSON_REQUIRED_ADDED';
    return {
      ...change(
        { ...spot, oldPath, newPath },
        ruleId,
        `The property ${valueInWords(name)} of ${place} ${words}.`,
      ),
      oldShape: isAdded ? undefined : name,
      newShape: isAdded ? name : undefined,
      intoOld: { path: oldPath, value: isAdded ? [...before, name] : without(before, [name]) },
      outOfNew: { path: newPath, value: isAdded ? without(after, [name]) : [...after, name] },
    };
  };
  return [
    ...without(after, before).map((name) => one(name, 'JSON_REQUIRED_ADDED', 'became required')),
    ...without(before, after).map((name) =>
      one(name, 'JSON_REQUIRED_REMOVED', 'is no longer required'),
    ),
  ];
}

function enumChanges(spot: Spot): Change[] {
  const place = inWords(spot, spot.newPath.slice(0, -1));
  if (spot.old === undefined)
    return [
      change(
        spot,
        'JSON_ENUM_ADDED',
        `Only ${listInWords(listOf(spot.new))} may stand in ${place} now.`,
      ),
    ];
  if (spot.new === undefined)
    return [
      change(
        spot,
        'JSON_ENUM_REMOVED',
        `Not only ${listInWords(listOf(spot.old))} may stand in ${place} any more.`,
      ),
    ];
  const [before, after] = [listOf(spot.old), listOf(spot.new)];
  const [removed, added] = [without(before, after), without(after, before)];
  const changes: Change[] = [];
  if (removed.length > 0) {
    changes.push({
      ...change(
        spot,
        'JSON_ENUM_VALUE_REMOVED',
        `The enum of ${place} lost ${listInWords(removed)}.`,
      ),
      oldShape: removed,
      newShape: undefined,
      intoOld: { path: spot.oldPath, value: without(before, removed) },
      outOfNew: { path: spot.newPath, value: [...after, ...removed] },
    });
  }
  if (added.length > 0) {
    changes.push({
      ...change(
        spot,
        'JSON_ENUM_VALUE_ADDED',
        `The enum of ${place} gained ${listInWords(added)}.`,
      ),
      oldShape: undefined,
      newShape: added,
      intoOld: { path: spot.oldPath, value: [...before, ...added] },
      outOfNew: { path: spot.newPath, value: without(after, added) },
    });
  }
  return changes;
}

type MapKind = Extract<KeywordKind, { kind: 'map' }>;

function mapChanges(spot: Spot, kind: MapKind, owner: Spot): Change[] {
  const members = (value: Json | undefined): JsonObject =>
    isObject(value) ? value : new Map<string, Json>();
  const place = inWords(owner, owner.newPath);
  const names = new Set([...members(spot.new).keys(), ...members(spot.old).keys()]);
  return [...names].flatMap((name): Change[] => {
    const member = step(spot, name);
    if (isSame(member.old, member.new)) return [];
    const sentence = (verb: string) => `The ${kind.noun} "${name}" of ${place} ${verb}.`;
    if (member.old === undefined)
      return [withHolder(change(member, kind.added, sentence('was added')), spot, name)];
    if (member.new === undefined)
      return [withHolder(change(member, kind.removed, sentence('was removed')), spot, name)];
    return (
      inside(member) ?? [
        change(
          member,
          kind.noun === 'property' ? 'JSON_SCHEMA_CHANGED' : kind.added,
          sentence('changed'),
        ),
      ]
    );
  });
}

/** A first member needs its map, so the edit is made on the map as a whole. */
function withHolder(made: Change, spot: Spot, name: string): Change {
  const edited = (holder: Json | undefined, member: Json | undefined): Json => {
    const copy = new Map(isObject(holder) ? holder : []);
    if (member === undefined) copy.delete(name);
    else copy.set(name, member);
    return copy;
  };
  return {
    ...made,
    intoOld: { path: spot.oldPath, value: edited(spot.old, made.newShape) },
    outOfNew: { path: spot.newPath, value: edited(spot.new, made.oldShape) },
  };
}

function shelfChanges(spot: Spot): Change[] {
  const kept =
    isObject(spot.old) && isObject(spot.new)
      ? [...spot.new.keys()].filter((name) => isObject(spot.old) && spot.old.has(name))
      : [];
  return kept.flatMap((name) => schemaChanges(step(spot, name)));
}

function tupleChanges(spot: Spot, ruleId: string): Change[] | undefined {
  if (!isArray(spot.old) || !isArray(spot.new) || spot.old.length !== spot.new.length)
    return undefined;
  return [...spot.new.keys()].flatMap((index) => {
    const item = step(spot, String(index));
    return inside(item) ?? (isSame(item.old, item.new) ? [] : [replaced(item, ruleId)]);
  });
}

type BranchKind = Extract<KeywordKind, { kind: 'branches' }>;

/** Equal branches are paired wherever they stand; the rest in order; what is left over is new or lost. */
function branchChanges(spot: Spot, kind: BranchKind): Change[] | undefined {
  if (!isArray(spot.old) || !isArray(spot.new)) return undefined;
  const [before, after] = [spot.old, spot.new];
  const lost = unpaired(before, after);
  const gained = unpaired(after, before);
  const place = inWords(spot, spot.newPath.slice(0, -1));
  const paired = gained.slice(0, lost.length).flatMap((newIndex, at) => {
    const oldIndex = lost[at] as number;
    return schemaChanges({
      ...spot,
      old: before[oldIndex],
      new: after[newIndex],
      oldPath: [...spot.oldPath, String(oldIndex)],
      newPath: [...spot.newPath, String(newIndex)],
    });
  });
  const added = gained.slice(lost.length).map((index): Change => ({
    ...change(
      spot,
      kind.added,
      `The ${kind.noun} ${index + 1} of ${place} was added: ${valueInWords(after[index])}.`,
    ),
    newPath: [...spot.newPath, String(index)],
    oldShape: undefined,
    newShape: after[index],
    intoOld: { path: spot.oldPath, value: [...before, after[index] as Json] },
    outOfNew: { path: spot.newPath, value: after.toSpliced(index, 1) },
  }));
  const removed = lost.slice(gained.length).map((index): Change => ({
    ...change(
      spot,
      kind.removed,
      `The ${kind.noun} ${index + 1} of ${place} was removed: ${valueInWords(before[index])}.`,
    ),
    oldPath: [...spot.oldPath, String(index)],
    oldShape: before[index],
    newShape: undefined,
    intoOld: { path: spot.oldPath, value: before.toSpliced(index, 1) },
    outOfNew: { path: spot.newPath, value: [...after, before[index] as Json] },
  }));
  return [...paired, ...added, ...removed];
}

/** Indices of items that have no equal partner in the other list. */
function unpaired(list: readonly Json[], other: readonly Json[]): number[] {
  const available = new Map<string, number>();
  for (const item of other) available.set(keyOf(item), (available.get(keyOf(item)) ?? 0) + 1);
  return [...list.keys()].filter((index) => {
    const key = keyOf(list[index] as Json);
    const left = available.get(key) ?? 0;
    available.set(key, left - 1);
    return left <= 0;
  });
}
