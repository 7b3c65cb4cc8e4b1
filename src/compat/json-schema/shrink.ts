import { isArray, isObject, type Json } from './json.js';

/** Attempts at making one witness smaller; each is one evaluation. */
const ATTEMPTS_MAX = 400;
/** And steps of all of them together; a large event that breaks is one, too. */
const STEPS_MAX = 300_000;

/** Whether an event breaks, and the steps that have been spent on such questions. */
export interface Breaking {
  readonly stillBreaks: (smaller: Json) => boolean;
  readonly spent: () => number;
}

/**
 * Leaves out members and items as long as the event still breaks, the outermost first. What cannot
 * be spared is tried again only after something else has gone.
 */
export function shrink(value: Json, breaking: Breaking): Json {
  const shrinking = new Shrinking(breaking);
  let best = value;
  for (let before: Json | undefined; before !== best;) {
    before = best;
    best = shrinking.pass(best, (smaller) => smaller);
  }
  return best;
}

class Shrinking {
  #attempts = ATTEMPTS_MAX;

  readonly #stepsMax: number;

  constructor(private readonly breaking: Breaking) {
    this.#stepsMax = breaking.spent() + STEPS_MAX;
  }

  /** One look at every part of a value; `whole` puts a smaller part back where it was. */
  pass(value: Json, whole: (part: Json) => Json): Json {
    if (isObject(value)) return this.#members(value, whole);
    return isArray(value) ? this.#items(value, whole) : value;
  }

  #members(value: ReadonlyMap<string, Json>, whole: (part: Json) => Json): Json {
    let best = value;
    for (const name of value.keys()) {
      const smaller = new Map(best);
      smaller.delete(name);
      if (this.#isEnough(whole(smaller))) best = smaller;
    }
    for (const [name, member] of best) {
      const inner = this.pass(member, (part) => whole(new Map(best).set(name, part)));
      if (inner !== member) best = new Map(best).set(name, inner);
    }
    return best;
  }

  #items(value: readonly Json[], whole: (part: Json) => Json): Json {
    let best = value;
    for (let index = value.length - 1; index >= 0; index--) {
      const smaller = best.toSpliced(index, 1);
      if (this.#isEnough(whole(smaller))) best = smaller;
    }
    for (const [index, item] of best.entries()) {
      const inner = this.pass(item, (part) => whole(best.with(index, part)));
      if (inner !== item) best = best.with(index, inner);
    }
    return best;
  }

  #isEnough(smaller: Json): boolean {
    const { stillBreaks, spent } = this.breaking;
    return --this.#attempts >= 0 && spent() < this.#stepsMax && stillBreaks(smaller);
  }
}
