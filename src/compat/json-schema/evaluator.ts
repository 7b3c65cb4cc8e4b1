import type { Budget } from './budget.js';
import type { Definitions } from './definitions.js';
import { hasFormat } from './formats.js';
import type {
  ArrayAtom,
  Formula,
  Junction,
  KeySet,
  Literal,
  NumberAtom,
  ObjectAtom,
  StringAtom,
} from './formula.js';
import { type Json, type JsonObject, keyOf, lengthOf, TYPE, typeOf } from './json.js';
import type { Languages } from './languages.js';
import type { Rational } from './rational.js';
import { doubtIn, Undecidable } from './undecidable.js';

const DEPTH_MAX = 400;
/** As a power of two: 128 are counted in a step. */
const CHARACTERS_PER_STEP = 7;

/** Does a value satisfy a formula? Exact, bounded, and the judge of every candidate. */
export class Evaluator {
  /** Smaller and smaller events share their parts; what was judged once is not judged again. */
  readonly #judged = new WeakMap<object, Map<Formula, boolean>>();

  constructor(
    private readonly definitions: Definitions,
    private readonly languages: Languages,
    private readonly budget: Budget,
  ) {}

  /** Throws `Undecidable` where only a pattern or format that cannot be executed would tell. */
  holds(formula: Formula, value: Json, depth = 0): boolean {
    this.budget.spend(1);
    if (depth > DEPTH_MAX) throw new Undecidable('references and values nest too deeply');
    switch (formula.kind) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'types':
        return (formula.mask & typeOf(value)) !== 0;
      case 'and':
      case 'or':
        return this.#remembered(formula, value, depth);
      case 'recursion':
        return this.holds(this.definitions.of(formula.name), value, depth + 1) !== formula.negated;
      case 'literal':
        if (typeOf(value) !== formula.type) return !formula.negated;
        return this.#atomHolds(formula, value, depth + 1) !== formula.negated;
    }
  }

  #remembered(formula: Junction, value: Json, depth: number): boolean {
    if (typeof value !== 'object' || value === null)
      return this.#junctionHolds(formula, value, depth);
    const judged = this.#judged.get(value) ?? new Map<Formula, boolean>();
    const known = judged.get(formula);
    if (known !== undefined) return known;
    const holds = this.#junctionHolds(formula, value, depth);
    this.#judged.set(value, judged.set(formula, holds));
    return holds;
  }

  #junctionHolds({ kind, parts }: Junction, value: Json, depth: number): boolean {
    return kind === 'and'
      ? this.#every(parts, (part) => this.holds(part, value, depth + 1))
      : !this.#every(parts, (part) => !this.holds(part, value, depth + 1));
  }

  /** One certain "no" outweighs what is not decided; otherwise the doubt is passed on. */
  #every(parts: readonly Formula[], test: (part: Formula) => boolean): boolean {
    let doubt: Undecidable | undefined;
    for (const part of parts) {
      try {
        if (!test(part)) return false;
      } catch (error) {
        doubt ??= doubtIn(error);
      }
    }
    if (doubt) throw doubt;
    return true;
  }

  #atomHolds({ type, atom }: Literal, value: Json, depth: number): boolean {
    switch (type) {
      case TYPE.boolean:
        return atom.is === 'boolean' && atom.value === value;
      case TYPE.number:
        return this.numberHas(value as Rational, atom as NumberAtom);
      case TYPE.string:
        return this.stringHas(value as string, atom as StringAtom);
      case TYPE.array:
        return this.#arrayHas(value as readonly Json[], atom as ArrayAtom, depth);
      case TYPE.object:
        return this.#objectHas(value as JsonObject, atom as ObjectAtom, depth);
    }
  }

  numberHas(value: Rational, atom: NumberAtom): boolean {
    switch (atom.is) {
      case 'at-least':
        return value.compare(atom.bound) > (atom.isStrict ? 0 : -1);
      case 'at-most':
        return value.compare(atom.bound) < (atom.isStrict ? 0 : 1);
      case 'multiple-of':
        return value.isMultipleOf(atom.step);
      case 'number':
        return value.equals(atom.value);
      case 'format':
        return hasFormat(atom.name, value);
    }
  }

  stringHas(value: string, atom: StringAtom): boolean {
    switch (atom.is) {
      case 'one-of':
        return atom.values.has(value);
      case 'length': {
        this.budget.spend(value.length >> CHARACTERS_PER_STEP);
        const length = lengthOf(value);
        return length >= atom.min && length <= atom.max;
      }
      case 'pattern':
        return this.languages.matches(atom.source, value);
      case 'format':
        return hasFormat(atom.name, value);
    }
  }

  #arrayHas(items: readonly Json[], atom: ArrayAtom, depth: number): boolean {
    switch (atom.is) {
      case 'size':
        return items.length >= atom.min && items.length <= atom.max;
      case 'unique':
        return new Set(items.map(keyOf)).size === items.length;
      case 'every-item':
        return items
          .slice(atom.from, atom.to)
          .every((item) => this.holds(atom.formula, item, depth));
      case 'count':
        return items.filter((item) => this.holds(atom.formula, item, depth)).length >= atom.min;
    }
  }

  #objectHas(members: JsonObject, atom: ObjectAtom, depth: number): boolean {
    if (atom.is === 'size') return members.size >= atom.min && members.size <= atom.max;
    const concerned = this.#concerned(members, atom.keys);
    return atom.is === 'every-value'
      ? concerned.every((member) => this.holds(atom.formula, member, depth))
      : concerned.some((member) => this.holds(atom.formula, member, depth));
  }

  #concerned(members: JsonObject, keys: KeySet): Json[] {
    if (keys.of === 'name') {
      const member = members.get(keys.name);
      return member === undefined ? [] : [member];
    }
    return [...members].filter(([name]) => this.includes(keys, name)).map(([, member]) => member);
  }

  includes(keys: KeySet, name: string): boolean {
    switch (keys.of) {
      case 'name':
        return keys.name === name;
      case 'pattern':
        return this.languages.matches(keys.source, name);
      case 'except':
        return !keys.sets.some((set) => this.includes(set, name));
      case 'where':
        return this.holds(keys.formula, name);
    }
  }
}
