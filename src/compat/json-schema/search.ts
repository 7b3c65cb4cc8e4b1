import type { Definitions } from './definitions.js';
import type {
  ArrayAtom,
  BooleanAtom,
  Formula,
  Junction,
  Literal,
  NumberAtom,
  ObjectAtom,
  StringAtom,
} from './formula.js';
import type { Formulas } from './formulas.js';
import { type Json, TYPE, type TypeBit } from './json.js';
import { arrays } from './theories/arrays.js';
import { booleans } from './theories/booleans.js';
import { numbers } from './theories/numbers.js';
import { objects } from './theories/objects.js';
import { strings } from './theories/strings.js';
import type { Claim, Found, Tools } from './theories/theory.js';
import { Undecidable } from './undecidable.js';
import { unlessUndecidable } from './unless-undecidable.js';

/** Objects first: most events are, and a witness should look like an event. */
const OUTERMOST_ORDER: readonly TypeBit[] = [
  TYPE.object,
  TYPE.string,
  TYPE.number,
  TYPE.boolean,
  TYPE.array,
  TYPE.null,
];
/** Inside, the simplest value first. */
const INNER_ORDER: readonly TypeBit[] = [
  TYPE.null,
  TYPE.boolean,
  TYPE.number,
  TYPE.string,
  TYPE.array,
  TYPE.object,
];
const NESTING_MAX = 150;
/** One state costs this much beside the formulas it makes. */
const STEPS_PER_STATE = 20;

/** What is known and what is still open while one value is searched for. */
interface State {
  readonly literals: ReadonlySet<Literal>;
  readonly clauses: ReadonlySet<Junction>;
  readonly expanded: ReadonlySet<Formula>;
}

/**
 * Searches a value of a formula. Literals go to the theory of their type, whose candidate tells
 * which clauses are not met yet; only such a clause is split. So an answer of 40 alternatives
 * costs 40 attempts, not 2^40.
 *
 * Recursion is a least fixpoint: a smallest value never meets the same demand inside itself, so a
 * demand met again while it is being searched has no value there.
 */
export class Search {
  readonly #tools: Tools;
  readonly #known = new Map<number, Found | undefined>();
  readonly #open = new Map<number, number>();
  readonly #specialised = new Map<number, Formula>();
  /** The outermost open demand the current answer leans on. */
  #leansOn = Infinity;

  constructor(
    private readonly formulas: Formulas,
    private readonly definitions: Definitions,
    { languages, evaluator }: Pick<Tools, 'languages' | 'evaluator'>,
  ) {
    const { budget } = formulas;
    const satisfy = (formula: Formula) => this.satisfy(formula);
    this.#tools = { formulas, evaluator, languages, budget, satisfy };
  }

  /** A value, or `undefined` when it is proved that there is none. Throws `Undecidable`. */
  satisfy(formula: Formula): Found | undefined {
    if (formula.kind === 'false') return undefined;
    if (formula.kind === 'true') return { value: null };
    if (this.#known.has(formula.id)) return this.#known.get(formula.id);
    const openedAt = this.#open.get(formula.id);
    if (openedAt !== undefined) {
      this.#leansOn = Math.min(this.#leansOn, openedAt);
      return undefined;
    }
    return this.#satisfyAnew(formula);
  }

  #satisfyAnew(formula: Formula): Found | undefined {
    const level = this.#open.size;
    if (level > NESTING_MAX) throw new Undecidable(`values nest more than ${NESTING_MAX} levels`);
    const leanedOn = this.#leansOn;
    this.#leansOn = Infinity;
    this.#open.set(formula.id, level);
    let isOwn: boolean;
    let found: Found | undefined;
    try {
      found = this.#anyType(formula, level === 0 ? OUTERMOST_ORDER : INNER_ORDER);
    } finally {
      this.#open.delete(formula.id);
      isOwn = this.#leansOn >= level;
      this.#leansOn = Math.min(isOwn ? Infinity : this.#leansOn, leanedOn);
    }
    // "None" that leans on an unfinished demand above holds only while that demand is open.
    if (found || isOwn) this.#known.set(formula.id, found);
    return found;
  }

  #anyType(formula: Formula, order: readonly TypeBit[]): Found | undefined {
    return this.#firstFound(order, (type) => {
      const state = this.#extend(
        { literals: new Set(), clauses: new Set(), expanded: new Set() },
        formula,
        type,
      );
      return state && this.#searchType(type, state);
    });
  }

  /** Tries each option; "none" is a proof only when no option was in doubt. */
  #firstFound<T>(
    options: Iterable<T>,
    attempt: (option: T) => Found | undefined,
  ): Found | undefined {
    let doubt: Undecidable | undefined;
    for (const option of options) {
      try {
        const found = attempt(option);
        if (found) return found;
      } catch (error) {
        doubt ??= this.#tools.budget.doubtIn(error);
      }
    }
    if (doubt) throw doubt;
    return undefined;
  }

  #searchType(type: TypeBit, state: State): Found | undefined {
    this.#tools.budget.spend(STEPS_PER_STATE);
    const candidate = this.#theory(type, state);
    if (!candidate) return undefined;
    const clause = this.#openClause(state.clauses, candidate.value);
    if (!clause) return candidate;
    const clauses = new Set(state.clauses);
    clauses.delete(clause);
    return this.#firstFound(clause.parts, (option) => {
      const next = this.#extend({ ...state, clauses }, option, type);
      return next && this.#searchType(type, next);
    });
  }

  /** The clause a candidate does not meet that has the fewest ways out. */
  #openClause(clauses: ReadonlySet<Junction>, value: Json): Junction | undefined {
    let smallest: Junction | undefined;
    for (const clause of clauses) {
      if (smallest && smallest.parts.length <= clause.parts.length) continue;
      if (!this.#isMet(clause, value)) smallest = clause;
    }
    return smallest;
  }

  #isMet(clause: Formula, value: Json): boolean {
    return unlessUndecidable(() => this.#tools.evaluator.holds(clause, value)) === true;
  }

  #theory(type: TypeBit, { literals, clauses }: State): Found | undefined {
    const claims = [...literals];
    const prefers = (value: Json) => [...clauses].every((clause) => this.#isMet(clause, value));
    switch (type) {
      case TYPE.null:
        return { value: null };
      case TYPE.boolean:
        return booleans(claims as readonly Claim<BooleanAtom>[], prefers, this.#tools);
      case TYPE.number:
        return numbers(claims as readonly Claim<NumberAtom>[], prefers, this.#tools);
      case TYPE.string:
        return strings(claims as readonly Claim<StringAtom>[], prefers, this.#tools);
      case TYPE.array:
        return arrays(claims as readonly Claim<ArrayAtom>[], prefers, this.#tools);
      case TYPE.object:
        return objects(claims as readonly Claim<ObjectAtom>[], prefers, this.#tools);
    }
  }

  /** The state with one more formula taken apart; `undefined` when that contradicts. */
  #extend(state: State, formula: Formula, type: TypeBit): State | undefined {
    const literals = new Set(state.literals);
    const clauses = new Set(state.clauses);
    const expanded = new Set(state.expanded);
    const pending = [formula];
    for (let part = pending.pop(); part; part = pending.pop()) {
      const plain = this.#specialise(part, type);
      if (plain.kind === 'false') return undefined;
      if (plain.kind === 'and') pending.push(...plain.parts);
      else if (plain.kind === 'or') clauses.add(plain);
      else if (plain.kind === 'recursion') {
        if (expanded.has(plain)) continue;
        expanded.add(plain);
        const definition = this.definitions.of(plain.name);
        pending.push(plain.negated ? this.formulas.not(definition) : definition);
      } else if (plain.kind === 'literal') {
        const complement = this.formulas.knownComplement(plain) as Literal | undefined;
        if (complement && literals.has(complement)) return undefined;
        literals.add(plain);
      }
    }
    return { literals, clauses, expanded };
  }

  /** What a formula says about values of one type. */
  #specialise(formula: Formula, type: TypeBit): Formula {
    const key = formula.id * 64 + type;
    const known = this.#specialised.get(key);
    if (known) return known;
    const special = this.#specialiseAnew(formula, type);
    this.#specialised.set(key, special);
    return special;
  }

  #specialiseAnew(formula: Formula, type: TypeBit): Formula {
    const { formulas } = this;
    switch (formula.kind) {
      case 'types':
        return formula.mask & type ? formulas.true : formulas.false;
      case 'literal':
        if (formula.type === type) return formula;
        return formula.negated ? formulas.false : formulas.true;
      case 'and':
        return formulas.and(formula.parts.map((part) => this.#specialise(part, type)));
      case 'or':
        return formulas.or(formula.parts.map((part) => this.#specialise(part, type)));
      default:
        return formula;
    }
  }
}
