import {
  appendPointer,
  canonicalValue,
  isJsonObject,
  type Json,
  pointerTokens,
  stepInto,
} from '#schema';
import type { Leaf, MergeOperator, Stamp } from './merge-operators.js';
import { type MergePlan, NotMergeable } from './merge-plan.js';
import { compareJson } from './total-order.js';

/** What is known of an entity, field by field; fields nobody wrote are not in it. */
export type MergedState = ReadonlyMap<string, Leaf>;

/** The state one event tells: its fields, each written by it. */
export function stateOf(plan: MergePlan, value: Json, stamp: Stamp | undefined): MergedState {
  const state = new Map<string, Leaf>();
  for (const [pointer, inside] of fieldsIn(plan, value, '')) {
    if (pointer === plan.version) continue;
    refuseLong(inside);
    const { isByClock, settle = (each: Json) => each } = operatorAt(plan, pointer);
    state.set(pointer, { value: settle(inside), ...(isByClock && { stamp }) });
  }
  return state;
}

/** Merged values are written anew, and no double has these digits. */
function refuseLong(value: unknown): void {
  if (typeof value === 'bigint')
    throw new NotMergeable('it holds a whole number beyond 2^53, which is sent as text.');
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(refuseLong);
}

/** Both states as one. Fields only one of them has are kept as they are. */
export function joined(plan: MergePlan, a: MergedState, b: MergedState): MergedState {
  const state = new Map(a);
  for (const [pointer, leaf] of b) {
    const known = state.get(pointer);
    state.set(pointer, known ? operatorAt(plan, pointer).join(known, leaf) : leaf);
  }
  return state;
}

/** The event that tells all of a state; parts come before what is inside of them. */
export function valueOf(state: MergedState): Json {
  const whole: Whole = { event: {} };
  const fields = [...state].sort(([a], [b]) => compareJson(a, b));
  for (const [pointer, { value }] of fields) put(whole, pointer, value);
  return whole.event;
}

/** The same text for the same state, to be kept. */
export const stateText = (state: MergedState): string =>
  canonicalValue(
    [...state]
      .sort(([a], [b]) => compareJson(a, b))
      .map(([pointer, { value, stamp }]) => [
        ...[pointer, value],
        ...(stamp ? [stamp.clock, stamp.source] : []),
      ]),
  );

type Kept =
  | readonly [pointer: string, value: Json]
  | readonly [pointer: string, value: Json, clock: string, source: string];

export const stateFromText = (text: string): MergedState =>
  new Map(
    (JSON.parse(text) as readonly Kept[]).map((kept) => [
      kept[0],
      { value: kept[1], ...(kept.length === 4 && { stamp: { clock: kept[2], source: kept[3] } }) },
    ]),
  );

const operatorAt = ({ fields, others }: MergePlan, pointer: string): MergeOperator =>
  fields.get(pointer) ?? others;

/** Members of the event are fields, and members of an object in which a pointer names one. */
function* fieldsIn(plan: MergePlan, value: Json, pointer: string): Generator<[string, Json]> {
  const members = isJsonObject(value) ? Object.entries(value) : [];
  if (!isJsonObject(value) || (members.length === 0 && pointer !== '')) {
    yield [pointer, value];
    return;
  }
  for (const [name, inside] of members) {
    const place = appendPointer(pointer, name);
    if (isOpened(plan, place)) yield* fieldsIn(plan, inside, place);
    else yield [place, inside];
  }
}

const isOpened = ({ fields, version }: MergePlan, pointer: string): boolean =>
  [...fields.keys(), version ?? ''].some((each) => each.startsWith(`${pointer}/`));

interface Whole {
  event: Json;
}

/** Writes a place of an event; what is no object on the way there becomes one. */
function put(whole: Whole, pointer: string, value: Json): void {
  let [inside, name]: [object, string] = [whole, 'event'];
  for (const token of pointerTokens(pointer)) {
    const next = stepInto(inside, name);
    const opened = isJsonObject(next) ? next : {};
    define(inside, name, opened);
    [inside, name] = [opened, token];
  }
  define(inside, name, copied(value));
}

/** `__proto__` is a member like any other. */
const define = (object: object, name: string, value: Json): unknown =>
  Object.defineProperty(object, name, {
    ...{ value, enumerable: true, configurable: true, writable: true },
  });

/** Fields are put into objects later, and a state never changes. */
const copied = (value: Json): Json =>
  isJsonObject(value) && Object.keys(value).length === 0 ? {} : value;

/** The value with another version of its entity; nothing known is changed. */
export function withVersion(value: Json, pointer: string, version: Json): Json {
  const whole: Whole = { event: structuredClone(value) };
  put(whole, pointer, version);
  return whole.event;
}
