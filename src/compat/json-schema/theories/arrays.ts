import type { ArrayAtom, Formula } from '../formula.js';
import { type Json, keyOf } from '../json.js';
import { constantFormula } from '../constant-formula.js';
import { Undecidable } from '../undecidable.js';
import type { Claim, Found, Theory, Tools } from './theory.js';
import { sizeRange } from './size-range.js';

interface Span {
  readonly from: number;
  readonly to: number;
  readonly formula: Formula;
}
interface Count {
  readonly formula: Formula;
  readonly min: number;
  readonly max: number;
}

/** All claims about one array. */
interface Demand {
  readonly every: readonly Span[];
  readonly some: readonly Span[];
  readonly counts: readonly Count[];
  readonly min: number;
  readonly max: number;
  readonly isUnique: boolean;
  readonly isRepeating: boolean;
}

/** A longer array is no witness anybody would read. */
const LENGTH_MAX = 600;
/** Unequal unique items that are matched with values; each costs as many searches. */
const MATCHED_MAX = 24;
/** Counted formulas whose combinations are tried on equal items: 2 to this power. */
const COUNTS_MATCHED_MAX = 5;

export const arrays: Theory<ArrayAtom> = (claims, _prefers, tools) => {
  const demand = readDemand(claims, tools);
  if (demand.min > demand.max) return undefined;
  const longest = longestNeeded(demand);
  if (longest > LENGTH_MAX) throw new Undecidable(`an array of ${longest} items would be needed`);
  let doubt: Undecidable | undefined;
  for (let length = demand.min; length <= longest; length++) {
    try {
      const found = new ArraySearch(demand, length, tools).run();
      if (found) return found;
    } catch (error) {
      doubt ??= tools.budget.doubtIn(error);
    }
  }
  if (doubt) throw doubt;
  return undefined;
};

function readDemand(claims: readonly Claim<ArrayAtom>[], { formulas }: Tools): Demand {
  let min = 0;
  let max = Infinity;
  const every: Span[] = [];
  const some: Span[] = [];
  const counts: Count[] = [];
  for (const { atom, negated } of claims) {
    if (atom.is === 'size') {
      const range = sizeRange(atom, negated);
      min = Math.max(min, range.min);
      max = Math.min(max, range.max);
    } else if (atom.is === 'every-item') {
      if (negated) some.push({ ...atom, formula: formulas.not(atom.formula) });
      else every.push(atom);
    } else if (atom.is === 'count') {
      if (!negated && atom.min === 1) some.push({ from: 0, to: Infinity, formula: atom.formula });
      else if (!negated) counts.push({ formula: atom.formula, min: atom.min, max: Infinity });
      else if (atom.min === 1)
        every.push({ from: 0, to: Infinity, formula: formulas.not(atom.formula) });
      else counts.push({ formula: atom.formula, min: 0, max: atom.min - 1 });
    }
  }
  const unique = claims.filter(({ atom }) => atom.is === 'unique');
  return {
    every,
    some,
    counts,
    min,
    max,
    isUnique: unique.some(({ negated }) => !negated),
    isRepeating: unique.some(({ negated }) => negated),
  };
}

/**
 * Behind the last index anybody names all positions are alike, so an item no obligation needs can
 * be left out: a longer witness never exists without one of this length.
 */
function longestNeeded({ every, some, counts, min, max, isRepeating }: Demand): number {
  const named = [...every, ...some].map(({ from, to }) => (to === Infinity ? from : to));
  const counted = counts.reduce((sum, count) => sum + count.min, 0);
  const needed = Math.max(0, ...named) + some.length + counted + (isRepeating ? 2 : 0);
  return Math.min(max, Math.max(min, needed));
}

/** Searches arrays of one length. */
class ArraySearch {
  /** What the item at each index must satisfy, obligations included. */
  readonly #positions: Formula[];
  readonly #named: number;
  #doubt: Undecidable | undefined;

  constructor(
    private readonly demand: Demand,
    private readonly length: number,
    private readonly tools: Tools,
  ) {
    const { every, some } = demand;
    this.#positions = Array.from({ length }, (_, index) =>
      tools.formulas.and(
        every.filter(({ from, to }) => from <= index && index < to).map(({ formula }) => formula),
      ),
    );
    this.#named = Math.max(
      0,
      ...[...every, ...some].map(({ from, to }) => (to === Infinity ? from : to)),
    );
  }

  run(): Found | undefined {
    const found = this.#placeSome(0);
    if (!found && this.#doubt) throw this.#doubt;
    return found;
  }

  #placeSome(index: number): Found | undefined {
    this.tools.budget.spend(5);
    const span = this.demand.some[index];
    if (!span) return this.demand.isRepeating ? this.#repeat() : this.#count(0, []);
    let hasTriedFree = false;
    for (let at = span.from; at < Math.min(span.to, this.length); at++) {
      const before = this.#positions[at] as Formula;
      // Untouched positions behind the named ones are alike; one of them stands for all.
      const isFree = at >= this.#named && this.#isUntouched(at);
      if (isFree && hasTriedFree) continue;
      hasTriedFree ||= isFree;
      const both = this.tools.formulas.and([before, span.formula]);
      this.#positions[at] = both;
      const found = this.#satisfy(both) && this.#placeSome(index + 1);
      this.#positions[at] = before;
      if (found) return found;
    }
    return undefined;
  }

  #isUntouched(at: number): boolean {
    const { every } = this.demand;
    const holding = every
      .filter(({ from, to }) => from <= at && at < to)
      .map(({ formula }) => formula);
    return this.#positions[at] === this.tools.formulas.and(holding);
  }

  /**
   * Two items must be equal: one value for both. Values that match the same counted formulas are
   * as good as each other, so one value for each way to match them is enough.
   */
  #repeat(): Found | undefined {
    for (let left = 0; left < this.length; left++) {
      for (let right = left + 1; right < this.length; right++) {
        for (const matching of this.#waysToMatch()) {
          const found = this.#repeatAt([left, right], matching);
          if (found) return found;
        }
      }
    }
    return undefined;
  }

  #repeatAt([left, right]: readonly [number, number], matching: Formula): Found | undefined {
    const { formulas } = this.tools;
    const pair = [this.#positions[left] as Formula, this.#positions[right] as Formula] as const;
    const shared = this.#satisfy(formulas.and([...pair, matching]));
    if (!shared) return undefined;
    const same = constantFormula(formulas, shared.value);
    [this.#positions[left], this.#positions[right]] = [same, same];
    const found = this.#count(0, []);
    [this.#positions[left], this.#positions[right]] = pair;
    return found;
  }

  /** Every combination of counted formulas that an item may satisfy or not. */
  #waysToMatch(): Formula[] {
    const { formulas } = this.tools;
    const { counts } = this.demand;
    if (counts.length > COUNTS_MATCHED_MAX) throw new Undecidable('equal items are counted');
    return counts.reduce<Formula[]>(
      (ways, { formula }) =>
        ways.flatMap((way) => [
          formulas.and([way, formula]),
          formulas.and([way, formulas.not(formula)]),
        ]),
      [formulas.true],
    );
  }

  /** Decides item by item whether each counted formula holds there. */
  #count(index: number, chosen: readonly Formula[]): Found | undefined {
    this.tools.budget.spend(5);
    const { counts } = this.demand;
    if (counts.length === 0) return this.#write(this.#positions);
    if (index === this.length) return this.#countsFit() ? this.#write(chosen) : undefined;
    return this.#countAt(index, {
      rows: chosen,
      count: 0,
      formula: this.#positions[index] as Formula,
    });
  }

  readonly #matches: boolean[][] = [];

  #countAt(
    index: number,
    state: { rows: readonly Formula[]; count: number; formula: Formula },
  ): Found | undefined {
    const counted = this.demand.counts[state.count];
    if (!counted) {
      return this.#satisfy(state.formula)
        ? this.#count(index + 1, [...state.rows, state.formula])
        : undefined;
    }
    const { formulas } = this.tools;
    for (const matches of [true, false]) {
      this.#matches[index] ??= [];
      this.#matches[index][state.count] = matches;
      if (!this.#mayStillFit(index, state.count, counted)) continue;
      const claim = matches ? counted.formula : formulas.not(counted.formula);
      const formula = formulas.and([state.formula, claim]);
      const found = this.#countAt(index, { ...state, count: state.count + 1, formula });
      if (found) return found;
    }
    return undefined;
  }

  #mayStillFit(index: number, count: number, { min, max }: Count): boolean {
    const sofar = this.#matches.slice(0, index + 1).filter((row) => row[count]).length;
    return sofar <= max && sofar + (this.length - index - 1) >= min;
  }

  #countsFit(): boolean {
    const rows = this.#matches.slice(0, this.length);
    return this.demand.counts.every(({ min, max }, count) => {
      const matching = rows.filter((row) => row[count]).length;
      return min <= matching && matching <= max;
    });
  }

  #write(positions: readonly Formula[]): Found | undefined {
    return this.demand.isUnique ? this.#writeUnique(positions) : this.#writeFreely(positions);
  }

  #writeFreely(positions: readonly Formula[]): Found | undefined {
    const items: Json[] = [];
    for (const formula of positions) {
      const found = this.#satisfy(formula);
      if (!found) return undefined;
      items.push(found.value);
    }
    return { value: items };
  }

  /**
   * Item by item, each unlike those before. When that fails an earlier item may have taken the
   * only value a later one could have; then the items are matched with values.
   */
  #writeUnique(positions: readonly Formula[]): Found | undefined {
    const items: Json[] = [];
    for (const formula of positions) {
      const [found] = this.#values(formula, items, 1);
      if (found === undefined) {
        const isAlike = positions.every((each) => each === positions[0]);
        return isAlike ? undefined : this.#match(positions);
      }
      items.push(found);
    }
    return { value: items };
  }

  /**
   * As many values for each item as there are items: more are never needed, for the others use
   * up one each. A value for every item, all different, is then a matching of the two.
   */
  #match(positions: readonly Formula[]): Found | undefined {
    if (positions.length > MATCHED_MAX) {
      throw new Undecidable(`${positions.length} different unique items compete for values`);
    }
    const choices = positions.map((formula) => this.#values(formula, [], positions.length));
    const assigned = assign(choices);
    return assigned && { value: assigned };
  }

  /** Up to a number of distinct values of a formula, none of them taken. */
  #values(formula: Formula, taken: readonly Json[], wanted: number): Json[] {
    const { formulas } = this.tools;
    const values: Json[] = [];
    while (values.length < wanted) {
      const others = [...taken, ...values].map((item) =>
        formulas.not(constantFormula(formulas, item)),
      );
      const found = this.#satisfy(formulas.and([formula, ...others]));
      if (!found) break;
      values.push(found.value);
    }
    return values;
  }

  #satisfy(formula: Formula): Found | undefined {
    try {
      return this.tools.satisfy(formula);
    } catch (error) {
      this.#doubt ??= this.tools.budget.doubtIn(error);
      return undefined;
    }
  }
}

/** A different value for each place (augmenting paths), or `undefined` when there is none. */
function assign(choices: readonly (readonly Json[])[]): Json[] | undefined {
  const placeOf = new Map<string, number>();
  const chosen: (Json | undefined)[] = choices.map(() => undefined);
  const settle = (place: number, tried: Set<string>): boolean =>
    (choices[place] as readonly Json[]).some((value) => {
      const key = keyOf(value);
      if (tried.has(key)) return false;
      tried.add(key);
      const owner = placeOf.get(key);
      if (owner !== undefined && !settle(owner, tried)) return false;
      placeOf.set(key, place);
      chosen[place] = value;
      return true;
    });
  const isComplete = choices.every((_, place) => settle(place, new Set()));
  return isComplete ? (chosen as Json[]) : undefined;
}
