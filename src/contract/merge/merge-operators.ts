import { compareJson } from './total-order.js';
import { compareHybridClocks, readHybridClock } from './hybrid-clock.js';
import { isJsonObject, type Json } from '#schema';

/** Who wrote a value, and when by its own clock. */
export interface Stamp {
  readonly clock: string;
  readonly source: string;
}

/** One field of a state: what stands there and, where the operator asks, who wrote it. */
export interface Leaf {
  readonly value: Json;
  readonly stamp?: Stamp | undefined;
}

export interface MergeOperator {
  readonly what: string;
  /** Whether it compares who wrote last, so that every event has to bring a clock. */
  readonly isByClock: boolean;
  /** The words a type of the schema has to begin with; any where none is named. */
  readonly takes?: readonly string[];
  /** Equal states look equal. */
  readonly settle?: (value: Json) => Json;
  readonly join: (a: Leaf, b: Leaf) => Leaf;
}

const larger = (a: Leaf, b: Leaf): Leaf => (compareJson(a.value, b.value) < 0 ? b : a);

function compareStamped(a: Leaf, b: Leaf): number {
  const clock = (leaf: Leaf) =>
    readHybridClock(leaf.stamp?.clock ?? '') ?? { physicalMs: -1n, logical: 0n };
  const order =
    compareHybridClocks(clock(a), clock(b)) ||
    compareJson(a.stamp?.source ?? '', b.stamp?.source ?? '');
  return order || compareJson(a.value, b.value);
}

/** Sorted, each item once: a set as a list. */
function asSet(value: Json): Json {
  if (!Array.isArray(value)) return value;
  const sorted = [...(value as readonly Json[])].sort(compareJson);
  return sorted.filter((each, i) => i === 0 || compareJson(each, sorted[i - 1]) !== 0);
}

/** What is no list, or no object, stands below every one, so that the order stays total. */
function union(a: Leaf, b: Leaf): Leaf {
  const both = Array.isArray(a.value) && Array.isArray(b.value);
  if (both) return { value: asSet([...(a.value as Json[]), ...(b.value as Json[])]) };
  if (Array.isArray(a.value) || Array.isArray(b.value)) return Array.isArray(a.value) ? a : b;
  return larger(a, b);
}

function maxByMember(a: Leaf, b: Leaf): Leaf {
  const [mine, theirs] = [a.value, b.value];
  if (!isJsonObject(mine) || !isJsonObject(theirs))
    return isJsonObject(mine) ? a : isJsonObject(theirs) ? b : larger(a, b);
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].sort(compareJson);
  const members = names.map((name): [string, Json] => {
    const [one, other] = [mine, theirs].map((each) =>
      Object.hasOwn(each, name) ? each[name] : undefined,
    );
    const isOther = one === undefined || (other !== undefined && compareJson(one, other) < 0);
    return [name, (isOther ? other : one) ?? null];
  });
  return { value: Object.fromEntries(members) };
}

/**
 * Each is a join of a semilattice: commutative, associative, idempotent, whatever the values are. So
 * writers may be met in any order, and twice, and the same state stands in the end.
 */
export const mergeOperators = {
  max: { what: 'The larger of both.', isByClock: false, join: larger },
  min: {
    what: 'The smaller of both.',
    isByClock: false,
    join: (a, b) => (compareJson(a.value, b.value) < 0 ? a : b),
  },
  union: {
    what: 'A set that grows: every item of both lists, once, in one order.',
    isByClock: false,
    takes: ['array'],
    settle: asSet,
    join: union,
  },
  'max-by-member': {
    what: 'A counter of several writers: of each member of both objects the larger value.',
    isByClock: false,
    takes: ['object'],
    join: maxByMember,
  },
  'last-writer-wins': {
    what: 'The value with the later clock; of one tick, the source with the later name.',
    isByClock: true,
    join: (a, b) => (compareStamped(a, b) < 0 ? b : a),
  },
  'first-writer-wins': {
    what: 'The value with the earlier clock: written once, it stays.',
    isByClock: true,
    join: (a, b) => (compareStamped(a, b) < 0 ? a : b),
  },
} as const satisfies Record<string, MergeOperator>;

export type MergeOperatorName = keyof typeof mergeOperators;
/** An expression in CEL of `a` and `b`, checked on samples where the contract is published. */
export const CEL = 'cel:';
/** What becomes of the fields no pointer names. */
export const ALL_OTHERS = '*';
export const DEFAULT_OPERATOR: MergeOperatorName = 'last-writer-wins';

export const isMergeOperator = (name: string): name is MergeOperatorName =>
  Object.hasOwn(mergeOperators, name);
