import type { DFA } from 'refa';
import { type Formula, type KeySet, keySetKey } from '../formula.js';
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
    private readonly every: readonly KeyClaim[] = claims,
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
    const sets = new Map<string, KeySet>();
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

  #cells(sets: ReadonlyMap<string, KeySet>): Cell[] {
    const { languages, budget } = this.tools;
    const unnamed = this.#names.size > 0 ? languages.without(anyText, this.#names) : anyText;
    let cells: { language: DFA; inside: Set<string> }[] = [
      { language: unnamed, inside: new Set() },
    ];
    for (const [key, keys] of sets) {
      const within = languages.keySet(keys);
      const outside = complement(within);
      cells = cells.flatMap(({ language, inside }) => {
        budget.spend();
        return [
          { language: intersect(language, within), inside: new Set([...inside, key]) },
          { language: intersect(language, outside), inside },
        ].filter((cell) => !cell.language.isEmpty);
      });
      if (cells.length > CELLS_MAX)
        throw new Undecidable(`property names fall into more than ${CELLS_MAX} classes`);
    }
    return cells.map(({ language, inside }) => this.#cell(language, inside));
  }

  #cell(language: DFA, inside: ReadonlySet<string>): Cell {
    const { budget } = this.tools;
    const everyWord = { min: 0, max: Infinity };
    const names = () => new Words(language, budget).inRange(everyWord, CAPACITY_COUNTED);
    const capacity = language.isFinite ? [...limited(names(), CAPACITY_COUNTED)].length : Infinity;
    return { inside, formula: this.#formulaOf(inside), capacity, names };
  }
}

function* limited<T>(items: Iterable<T>, count: number): Generator<T> {
  let left = count;
  for (const item of items) {
    if (left-- <= 0) return;
    yield item;
  }
}
