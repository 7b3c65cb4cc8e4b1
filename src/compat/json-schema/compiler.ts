import { invariant } from '#kernel';
import { type CompiledPart, type CompiledParts, Followings } from './compiled-parts.js';
import type { Definitions } from './definitions.js';
import { addressOf, type DynamicScope, enter, OUTSIDE } from './dynamic-scope.js';
import type { Formula } from './formula.js';
import type { Formulas } from './formulas.js';
import { isObject, type Json, type JsonObject } from './json.js';
import { keywords } from './keywords.js';
import type { Library, Place } from './library.js';
import { Meanings } from './meanings.js';
import type { Scope } from './scope.js';
import { Undecidable } from './undecidable.js';

export interface CompilerOptions {
  readonly formulas: Formulas;
  readonly definitions: Definitions;
  readonly library: Library;
  readonly parts: CompiledParts;
}

/** A schema, and what was entered on the way to it. */
interface Entered {
  readonly place: Place;
  readonly dynamic: DynamicScope;
}

/** One schema while it is compiled. */
interface Attempt {
  readonly followings: Followings;
  /** The outermost open schema it refers back to; until that is complete, so is this. */
  leansOn: number;
}
/** Its meaning hangs on more than its text and what its references lead to. */
const NEVER_WHOLE = -1;

/** Turns the schemas of one library into formulas, each place once. */
export class Compiler {
  readonly #compiled = new Map<string, Formula>();
  /** Of those, what may be used for other libraries. */
  readonly #whole = new Map<string, CompiledPart>();
  /** Places being compiled, with the number of value steps that lead to each. */
  readonly #open = new Map<string, { valueSteps: number; level: number }>();
  readonly #attempts: Attempt[] = [];
  readonly #recursive = new Map<string, string>();
  #valueSteps = 0;

  readonly #meanings: Meanings;

  constructor(private readonly options: CompilerOptions) {
    this.#meanings = new Meanings(options.library);
  }

  compile(place: Place, from: DynamicScope = OUTSIDE): Formula {
    if (place.schema === true) return this.options.formulas.true;
    if (place.schema === false) return this.options.formulas.false;
    const at: Entered = { place, dynamic: enter(from, place.resource) };
    const address = `${addressOf(place)} ${at.dynamic.key}`;
    const known = this.#known(at, address);
    if (known) return known;
    const open = this.#open.get(address);
    if (open)
      return this.#closeCycle(at, { address, openedAt: open.valueSteps, level: open.level });
    return this.#compileAnew(at, address);
  }

  /** Compiled before, here or for another library. */
  #known({ place, dynamic }: Entered, address: string): Formula | undefined {
    const own = this.#compiled.get(address);
    const whole =
      this.#whole.get(address) ??
      (own || dynamic.key !== '' || !isObject(place.schema)
        ? undefined
        : this.options.parts.find(place, this.options.library));
    const formula = own ?? whole?.formula;
    if (formula) this.#takeOver(whole);
    if (whole) this.#remember(address, whole.formula, whole);
    return formula;
  }

  #remember(address: string, formula: Formula, whole: CompiledPart | undefined): void {
    this.#compiled.set(address, formula);
    if (whole) this.#whole.set(address, whole);
  }

  /** What a part was made of, its owner is made of; a part that is not whole spoils its owner. */
  #takeOver(part: CompiledPart | undefined): void {
    if (part) this.#attempts.at(-1)?.followings.addAll(part.followings);
    else this.#spoil();
  }

  #compileAnew(at: Entered, address: string): Formula {
    const level = this.#attempts.length;
    const attempt: Attempt = { followings: new Followings(), leansOn: Infinity };
    this.#open.set(address, { valueSteps: this.#valueSteps, level });
    this.#attempts.push(attempt);
    let formula: Formula;
    try {
      formula = this.#compileOrHide(at);
    } finally {
      this.#open.delete(address);
      this.#attempts.pop();
    }
    const name = this.#recursive.get(address);
    if (name !== undefined) this.options.definitions.define(name, formula);
    const part = { formula, followings: attempt.followings };
    const isWhole = attempt.leansOn >= level;
    this.#remember(address, formula, isWhole ? part : undefined);
    if (isWhole && isObject(at.place.schema)) this.options.parts.keep(at.place, part);
    this.#settle(attempt, isWhole);
    return formula;
  }

  #settle({ followings, leansOn }: Attempt, isWhole: boolean): void {
    const owner = this.#attempts.at(-1);
    if (!owner) return;
    owner.followings.addAll(followings);
    if (!isWhole) owner.leansOn = Math.min(owner.leansOn, leansOn);
  }

  #closeCycle(
    at: Entered,
    { address, openedAt, level }: { address: string; openedAt: number; level: number },
  ): Formula {
    this.#attempt.leansOn = Math.min(this.#attempt.leansOn, level);
    if (openedAt === this.#valueSteps) {
      throw new Undecidable(
        'a reference leads back to itself without any value in between',
        at.place.pointer,
      );
    }
    const name = this.#recursive.get(address) ?? this.#nameOf(at);
    this.#recursive.set(address, name);
    return this.options.formulas.recursion(name);
  }

  /** What cannot be compiled becomes opaque: where it did not change it does no harm. */
  #compileOrHide(at: Entered): Formula {
    try {
      return this.#compileSchema(at);
    } catch (error) {
      // That there was no budget left says nothing about the schema, and naming it would cost more.
      const doubt = this.options.formulas.budget.doubtIn(error);
      this.#spoil();
      const name = `opaque ${this.#nameOf(at)}`;
      this.options.definitions.defineOpaque(name, doubt);
      return this.options.formulas.recursion(name);
    }
  }

  #compileSchema({ place, dynamic }: Entered): Formula {
    const { schema } = place;
    const { formulas } = this.options;
    if (!isObject(schema))
      throw new Undecidable('a schema must be an object or a boolean', place.pointer);
    const scope = this.#scope({ place, dynamic }, schema);
    // Up to draft-07 everything beside a `$ref` is ignored (draft-07 core §8.3).
    const hidesSiblings = scope.draft <= 7 && schema.has('$ref');
    const names = hidesSiblings ? ['$ref'] : [...schema.keys()];
    const parts: Formula[] = [];
    for (const name of names) {
      const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
      if (!keyword || scope.draft < keyword.from || scope.draft > keyword.to) continue;
      parts.push(keyword.compile(scope, schema.get(name) as Json, name));
    }
    return formulas.and(parts);
  }

  #scope({ place, dynamic }: Entered, schema: JsonObject): Scope {
    const { formulas, library } = this.options;
    if (dynamic.key !== '') this.#spoil();
    return {
      formulas,
      library,
      place,
      schema,
      dynamic,
      draft: place.resource.draft,
      inPlace: (...steps) => this.compile(library.inside(place, ...steps), dynamic),
      part: (...steps) => this.#part(library.inside(place, ...steps), dynamic),
      resolve: (reference) => this.#follow(reference, place),
      target: (target) => this.compile(target, dynamic),
      at: (other) => {
        const inner = isObject(other.schema) ? other.schema : new Map<string, Json>();
        return this.#scope({ place: other, dynamic: enter(dynamic, other.resource) }, inner);
      },
      refuse: (reason, keyword) => {
        throw new Undecidable(reason, `${place.pointer}/${keyword}`);
      },
    };
  }

  #follow(reference: string, from: Place): Place {
    const { address } = from.resource;
    const target = this.options.library.resolve(reference, from);
    this.#attempt.followings.add({ address, reference, target });
    // Two resources may claim one address; then the address does not say where this one leads.
    if (this.options.library.resolveFrom(address, '') !== from.resource.root) this.#spoil();
    return target;
  }

  /** What is being compiled depends on more than is written down about it. */
  #spoil(): void {
    this.#attempt.leansOn = NEVER_WHOLE;
  }

  get #attempt(): Attempt {
    const attempt = this.#attempts.at(-1);
    invariant(attempt, 'only what is being compiled hangs on something');
    return attempt;
  }

  #part(place: Place, dynamic: DynamicScope): Formula {
    this.#valueSteps++;
    try {
      return this.compile(place, dynamic);
    } finally {
      this.#valueSteps--;
    }
  }

  #nameOf({ place, dynamic }: Entered): string {
    return this.#meanings.nameOf(place, dynamic.key);
  }
}
