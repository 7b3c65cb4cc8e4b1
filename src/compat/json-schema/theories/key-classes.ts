import type { DFA } from 'refa';
import type { Budget } from '../budget.js';
import { type Formula, type KeySet, keySetKey, type ManyKeys } from '../formula.js';
import { anyText, complement, intersect } from '../pattern-language.js';
import { Undecidable } from '../undecidable.js';
import { Words } from '../words.js';
import type { Tools } from './theory.js';

/** A claim about the values under a set of keys. */
export interface KeyClaim {
  readonly keys: KeySet;
  readonly formula: Formula;
}

/** Keys no claim can tell apart: what holds for one holds for each. */
export interface KeyClass {
  /** What every value under such a key must satisfy. */
  readonly formula: Formula;
  /** How many such keys there are. */
  readonly capacity: number;
  /** Distinct keys, at least as many as will be asked for. */
  names(): Iterable<string>;
}

interface Cell extends KeyClass {
  readonly inside: ReadonlySet<string>;
}
interface Named extends KeyClass {
  readonly name: string;
}

const CELLS_MAX = 64;
/** A finite class is counted this far; more keys than that are never needed. */
const CAPACITY_COUNTED = 200;

function collectNames(keys: KeySet, names: Set<string>): void {
  if (keys.of === 'name') names.add(keys.name);
  if (keys.of === 'except') for (const set of keys.sets) collectNames(set, names);
}

const isExceptNames = (keys: KeySet): boolean =>
  keys.of === 'except' && keys.sets.every((set) => set.of === 'name');

/**
 * Splits all property names: each name the claims mention alone, and the rest by the patterns they
 * match. Where the claims know no patterns the rest is one class and needs no automaton.
 */
export class KeyClasses {
  readonly #names = new Set<string>();
  readonly #named = new Map<string, Named>();
  #all: KeyClass[] | undefined;

  constructor(
    private readonly claims: readonly KeyClaim[],
    private readonly tools: Tools,
    private readonly every: readonly KeyClaim[],
  ) {
    for (const { keys } of claims) collectNames(keys, this.#names);
  }

  named(name: string): Named {
    const known = this.#named.get(name);
    if (known) return known;
    const { formulas, evaluator } = this.tools;
    const holding = this.every
      .filter(({ keys }) => evaluator.includes(keys, name))
      .map(({ formula }) => formula);
    const made: Named = { name, formula: formulas.and(holding), capacity: 1, names: () => [name] };
    this.#named.set(name, made);
    return made;
  }

  /** Named classes first: their names mean something to the reader of a witness. */
  all(): readonly KeyClass[] {
    this.#all ??= [...[...this.#names].map((name) => this.named(name)), ...this.#rest()];
    return this.#all;
  }

  isIn(keyClass: KeyClass, keys: KeySet): boolean {
    if ('name' in keyClass) return this.tools.evaluator.includes(keys, (keyClass as Named).name);
    return keys.of !== 'name' && (keyClass as Cell).inside.has(keySetKey(keys));
  }

  #rest(): Cell[] {
    const sets = new Map<string, ManyKeys>();
    for (const { keys } of this.claims) if (keys.of !== 'name') sets.set(keySetKey(keys), keys);
    if ([...sets.values()].every(isExceptNames)) return [this.#freshNames(new Set(sets.keys()))];
    return this.#cells(sets);
  }

  #formulaOf(inside: ReadonlySet<string>): Formula {
    const holding = this.every.filter(
      ({ keys }) => keys.of !== 'name' && inside.has(keySetKey(keys)),
    );
    return this.tools.formulas.and(holding.map(({ formula }) => formula));
  }

  #freshNames(inside: ReadonlySet<string>): Cell {
    const taken = this.#names;
    function* names(): Generator<string> {
      for (let number = 0; ; number++) {
        const name = number < 26 ? String.fromCharCode(97 + number) : `extra${number}`;
        if (!taken.has(name)) yield name;
      }
    }
    return { inside, formula: this.#formulaOf(inside), capacity: Infinity, names };
  }

  #cells(sets: ReadonlyMap<string, ManyKeys>): Cell[] {
    const { languages, budget } = this.tools;
    const names = [...this.#names].sort();
    const key = JSON.stringify([names, [...sets.keys()].sort()]);
    const regions = languages.remember(key, () => splitNames(names, sets, this.tools));
    return regions.map(({ language, inside, capacity }) => ({
      inside,
      capacity,
      formula: this.#formulaOf(inside),
      names: () => wordsOf(language, budget),
    }));
  }
}

/** Names that lie inside the same sets. */
interface Region {
  readonly language: DFA;
  readonly inside: ReadonlySet<string>;
  readonly capacity: number;
}

const wordsOf = (language: DFA, budget: Budget): Iterable<string> =>
  new Words(language, budget).inRange({ min: 0, max: Infinity }, CAPACITY_COUNTED);

function splitNames(
  names: readonly string[],
  sets: ReadonlyMap<string, ManyKeys>,
  { languages, budget }: Tools,
): Region[] {
  const unnamed = names.length > 0 ? languages.without(anyText(), names) : anyText();
  let regions: Omit<Region, 'capacity'>[] = [{ language: unnamed, inside: new Set() }];
  for (const [key, keys] of sets) {
    const within = languages.keySet(keys);
    const outside = complement(within, budget);
    regions = regions.flatMap(({ language, inside }) =>
      [
        { language: intersect(language, within, budget), inside: new Set([...inside, key]) },
        { language: intersect(language, outside, budget), inside },
      ].filter((region) => !region.language.isEmpty),
    );
    if (regions.length > CELLS_MAX) {
      throw new Undecidable(`property names fall into more than ${CELLS_MAX} classes`);
    }
  }
  return regions.map((region) => ({ ...region, capacity: countNames(region.language, budget) }));
}

/** How many names there are, as far as they can be counted; never less than there are. */
function countNames(language: DFA, budget: Budget): number {
  if (!language.isFinite) return Infinity;
  const words = new Words(language, budget);
  const all = words.inRange({ min: 0, max: Infinity }, CAPACITY_COUNTED);
  const counted = [...limited(all, CAPACITY_COUNTED)].length;
  return words.isComplete && counted < CAPACITY_COUNTED ? counted : Infinity;
}

function* limited<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}
