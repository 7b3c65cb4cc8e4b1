import type { Formula, ObjectAtom } from '../formula.js';
import type { Json } from '../json.js';
import { Undecidable } from '../undecidable.js';
import { type KeyClaim, type KeyClass, KeyClasses } from './key-classes.js';
import type { Claim, Found, Theory, Tools } from './theory.js';
import { sizeRange } from './size-range.js';

/** All claims about one object: what holds for every key, what must be there, how many. */
interface Demand {
  readonly every: readonly KeyClaim[];
  readonly some: readonly KeyClaim[];
  readonly min: number;
  readonly max: number;
}

/** A member that must be there, and what its value must satisfy. */
interface Member {
  readonly keys: KeyClass;
  formula: Formula;
  value: Json;
}

type Outcome = 'found' | 'none' | 'doubt';

export const objects: Theory<ObjectAtom> = (claims, _prefers, tools) => {
  const demand = readDemand(claims, tools);
  if (demand.min > demand.max) return undefined;
  if (demand.some.length === 0 && demand.min === 0) return { value: new Map() };
  return new ObjectSearch(demand, tools).run();
};

function readDemand(claims: readonly Claim<ObjectAtom>[], { formulas }: Tools): Demand {
  let min = 0;
  let max = Infinity;
  const every: KeyClaim[] = [];
  const some: KeyClaim[] = [];
  for (const { atom, negated } of claims) {
    if (atom.is === 'size') {
      const range = sizeRange(atom, negated);
      min = Math.max(min, range.min);
      max = Math.min(max, range.max);
      continue;
    }
    const { keys, formula } = atom;
    // "Not for every" is "for some not", and the other way round.
    const claim = negated ? { keys, formula: formulas.not(formula) } : { keys, formula };
    ((atom.is === 'every-value') !== negated ? every : some).push(claim);
  }
  return { every, some, min, max };
}

/**
 * Places every obligation on a key. A named one has no choice; the others may join a member that
 * is there already or open a new one in a class of keys that no claim can tell apart.
 */
class ObjectSearch {
  readonly #classes: KeyClasses;
  readonly #members: Member[] = [];
  #doubt: Undecidable | undefined;

  constructor(
    private readonly demand: Demand,
    private readonly tools: Tools,
  ) {
    this.#classes = new KeyClasses([...demand.every, ...demand.some], tools, demand.every);
  }

  run(): Found | undefined {
    if (!this.#placeNamed()) return undefined;
    this.#throwDoubt();
    const free = this.demand.some.filter(({ keys }) => keys.of !== 'name');
    const found = this.#placeFree(free, 0);
    if (!found) this.#throwDoubt();
    return found;
  }

  /** "None" is a proof only where no doubt was left on the way. */
  #throwDoubt(): void {
    if (this.#doubt) throw this.#doubt;
  }

  /** False is a proof: one member that must be there can have no value, whatever the others do. */
  #placeNamed(): boolean {
    const wanted = new Map<string, Formula[]>();
    for (const { keys, formula } of this.demand.some) {
      if (keys.of !== 'name') continue;
      wanted.set(keys.name, [...(wanted.get(keys.name) ?? []), formula]);
    }
    if (wanted.size > this.demand.max) return false;
    return [...wanted].every(
      ([name, formulas]) => this.#open(this.#classes.named(name), formulas) !== 'none',
    );
  }

  #placeFree(free: readonly KeyClaim[], index: number): Found | undefined {
    this.tools.budget.spend(5);
    const obligation = free[index];
    if (!obligation) return this.#fill();
    for (const member of this.#members) {
      if (!this.#classes.isIn(member.keys, obligation.keys)) continue;
      const { formula, value } = member;
      if (this.#solve(member, this.tools.formulas.and([formula, obligation.formula])) === 'found') {
        const found = this.#placeFree(free, index + 1);
        if (found) return found;
      }
      Object.assign(member, { formula, value });
    }
    return this.#openFor(obligation, () => this.#placeFree(free, index + 1));
  }

  #openFor(obligation: KeyClaim, next: () => Found | undefined): Found | undefined {
    if (this.#members.length >= this.demand.max) return undefined;
    for (const keys of this.#classes.all()) {
      if (!this.#classes.isIn(keys, obligation.keys) || !this.#hasRoom(keys)) continue;
      if (this.#open(keys, [obligation.formula]) !== 'found') continue;
      const found = next();
      if (found) return found;
      this.#members.pop();
    }
    return undefined;
  }

  /** Adds members nobody asked for until there are enough. */
  #fill(): Found | undefined {
    const asked = this.#members.length;
    while (this.#members.length < this.demand.min) {
      const keys = this.#classes
        .all()
        .find((each) => this.#hasRoom(each) && this.#open(each, []) === 'found');
      if (!keys) {
        this.#members.length = asked;
        return undefined;
      }
    }
    const value = this.#write();
    this.#members.length = asked;
    return value;
  }

  #hasRoom(keys: KeyClass): boolean {
    return this.#members.filter((member) => member.keys === keys).length < keys.capacity;
  }

  #open(keys: KeyClass, formulas: readonly Formula[]): Outcome {
    const member: Member = { keys, formula: this.tools.formulas.true, value: null };
    const outcome = this.#solve(member, this.tools.formulas.and([keys.formula, ...formulas]));
    if (outcome === 'found') this.#members.push(member);
    return outcome;
  }

  #solve(member: Member, formula: Formula): Outcome {
    try {
      const found = this.tools.satisfy(formula);
      if (!found) return 'none';
      Object.assign(member, { formula, value: found.value });
      return 'found';
    } catch (error) {
      this.#doubt ??= this.tools.budget.doubtIn(error);
      return 'doubt';
    }
  }

  #write(): Found {
    const value = new Map<string, Json>();
    const names = new Map<KeyClass, Iterator<string, unknown>>();
    for (const member of this.#members) {
      const remaining: Iterator<string, unknown> =
        names.get(member.keys) ?? member.keys.names()[Symbol.iterator]();
      names.set(member.keys, remaining);
      const next = remaining.next();
      if (next.done) throw new Undecidable('a property name was expected and none is left');
      value.set(next.value, member.value);
    }
    return { value };
  }
}
