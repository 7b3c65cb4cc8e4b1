import { isArray, isObject, type Json } from './json.js';

/** Attempts at making one witness smaller; each is one evaluation. */
const ATTEMPTS_MAX = 120;

/** Leaves out members and items as long as the event still breaks. */
export function shrink(value: Json, stillBreaks: (smaller: Json) => boolean): Json {
  let best = value;
  let attempts = ATTEMPTS_MAX;
  const firstSmaller = (): Json | undefined => {
    for (const candidate of smallerThan(best)) {
      if (--attempts < 0) return undefined;
      if (stillBreaks(candidate)) return candidate;
    }
    return undefined;
  };
  for (let next = firstSmaller(); next !== undefined; next = firstSmaller()) best = next;
  return best;
}

/** Every value with one member or item less, the outermost first. */
function* smallerThan(value: Json): Generator<Json> {
  if (isObject(value)) {
    for (const name of value.keys()) yield new Map([...value].filter(([other]) => other !== name));
    for (const [name, member] of value) {
      for (const smaller of smallerThan(member)) yield new Map(value).set(name, smaller);
    }
  } else if (isArray(value)) {
    for (const index of value.keys()) yield value.toSpliced(index, 1);
    for (const [index, item] of value.entries()) {
      for (const smaller of smallerThan(item)) yield value.with(index, smaller);
    }
  }
}
