import { Budget } from './budget.js';
import { CompiledParts } from './compiled-parts.js';
import { Compiler } from './compiler.js';
import { Definitions } from './definitions.js';
import { Evaluator } from './evaluator.js';
import type { Formula } from './formula.js';
import { Formulas } from './formulas.js';
import type { Json } from './json.js';
import { Languages } from './languages.js';
import { Library, type NamedJson } from './library.js';
import { Search } from './search.js';
import { doubtIn, Undecidable } from './undecidable.js';

/** A schema as the procedure takes it. */
export interface Side {
  readonly root: Json;
  readonly references: readonly NamedJson[];
}

/** `refuted` means: the writer's schema accepts the value and the reader's refuses it. */
export type Decision =
  | { readonly outcome: 'proved' }
  | { readonly outcome: 'refuted'; readonly value: Json }
  | { readonly outcome: 'undecided'; readonly reason: string; readonly pointer?: string };

/** What the writers of a library are known to send; a formula every event of theirs satisfies. */
export type Closing = (tools: {
  formulas: Formulas;
  definitions: Definitions;
  library: Library;
}) => Formula;

export interface DecideOptions {
  readonly stepsMax: number;
  readonly closing?: Closing;
}

/** Steps to look at one event. */
const EVALUATION_STEPS_MAX = 500_000;

/** Indexing one place of a document and coming back to it. */
const STEPS_PER_PLACE = 6;

/**
 * Can a value satisfy the writer's schema and fail the reader's? Proves that none can, finds one
 * that does, or says what stood in the way. Budgets only ever turn an answer into "undecided".
 */
export class Procedure {
  readonly #budget = new Budget();
  readonly #formulas = new Formulas(this.#budget);
  readonly #definitions = new Definitions();
  readonly #parts = new CompiledParts();
  readonly #languages = new Languages(this.#definitions, this.#budget);
  readonly #evaluator = new Evaluator(this.#definitions, this.#languages, this.#budget);

  decide(writer: Side, reader: Side, { stepsMax, closing }: DecideOptions): Decision {
    return answered(() => {
      this.#budget.refill(stepsMax);
      const written = this.#compile(writer, closing);
      const broken = this.#formulas.and([written, this.#formulas.not(this.#compile(reader))]);
      const search = new Search(this.#formulas, this.#definitions, {
        languages: this.#languages,
        evaluator: this.#evaluator,
      });
      const found = search.satisfy(broken);
      return found ? { outcome: 'refuted', value: found.value } : { outcome: 'proved' };
    });
  }

  /**
   * The exact evaluator's opinion of one value; `undefined` where it has none. With a closing:
   * whether a writer of whom that much is known may send it.
   */
  accepts(side: Side, value: Json, closing?: Closing): boolean | undefined {
    try {
      this.#budget.refill(EVALUATION_STEPS_MAX);
      return this.#evaluator.holds(this.#compile(side, closing), value);
    } catch (error) {
      reasonIn(error);
      return undefined;
    }
  }

  /** Steps of all questions so far. */
  get spent(): number {
    return this.#budget.total;
  }

  readonly #compiled = new Map<Side, Formula>();

  #compile(side: Side, closing?: Closing): Formula {
    const known = this.#compiled.get(side);
    const [formulas, definitions] = [this.#formulas, this.#definitions];
    if (known && !closing) return known;
    const library = new Library(side.root, side.references);
    this.#budget.spend(STEPS_PER_PLACE * library.size);
    const formula =
      known ??
      new Compiler({ formulas, definitions, library, parts: this.#parts }).compile(library.root);
    this.#compiled.set(side, formula);
    return closing ? formulas.and([formula, closing({ formulas, definitions, library })]) : formula;
  }
}

function answered(decide: () => Decision): Decision {
  try {
    return decide();
  } catch (error) {
    const { reason, pointer } = reasonIn(error);
    return { outcome: 'undecided', reason, ...(pointer !== undefined && { pointer }) };
  }
}

/** A schema nested too deep for the stack is one more thing that is not decided. */
const reasonIn = (error: unknown): Undecidable =>
  error instanceof RangeError ? new Undecidable('the schemas nest too deeply') : doubtIn(error);
