import { type CodeKeywordDefinition, type ErrorObject, type ValidateFunction } from 'ajv';
import type AjvCore from 'ajv/dist/core.js';
import { callRef } from 'ajv/dist/vocabularies/core/ref.js';
import { limits } from '#kernel';
import { type ReadSchema, type Violation } from '../language.js';
import { EvaluatedParts } from './evaluated-parts.js';
import { explainErrors } from './explain.js';
import { newAjv, pattern, StepBudget } from './guarded-ajv.js';
import { inOneDialect, type OneDialect, type Origins, TooManyCopies } from './one-dialect.js';
import { rootOf } from './read.js';

const POINTER = '#/$defs/';
type Judge = Pick<ValidateFunction, 'errors'> & ((value: unknown, at?: unknown) => boolean);

/** A definition of one schema; its name is one that the same place has in every version. */
interface Part {
  readonly schema: Record<string, unknown>;
  /** The definition with its references by such names: equal texts say the same. */
  readonly text: string;
  readonly refersTo: readonly string[];
}

/**
 * The validator the gateway runs, compiled definition by definition when an event comes to one.
 * For one event most of a large schema is never looked at, and compiling is what costs. Two
 * versions of a schema share the definitions that say the same in both.
 */
export class JudgeByParts {
  readonly #names: ReadonlyMap<string, string>;
  readonly #parts: ReadonlyMap<string, Part>;
  readonly #judges = new Map<string, Judge>();
  /** Compiled for another version; what stands there says the same here. */
  readonly #shared: ReadonlySet<string>;
  readonly #budget: StepBudget;
  readonly #ajv: AjvCore.default;
  readonly #origins: Origins;

  private constructor(
    private readonly dialect: OneDialect,
    private readonly other: JudgeByParts | undefined,
  ) {
    this.#budget = other ? other.#budget : new StepBudget();
    this.#names = namesOf(dialect);
    this.#parts = partsOf(dialect, this.#names);
    this.#shared = other ? sameParts(this.#parts, other.#parts) : new Set();
    this.#ajv = this.#newAjv();
    this.#origins = other ? bothOrigins(dialect.origins, other.#origins) : dialect.origins;
  }

  /** `undefined` for a schema that is judged as a whole or not at all. */
  static of(schema: ReadSchema, other?: JudgeByParts): JudgeByParts | undefined {
    try {
      const dialect = inOneDialect(rootOf(schema).documents);
      return dialect.conditions.size > 0 ? undefined : new JudgeByParts(dialect, other);
    } catch (error) {
      if (error instanceof TooManyCopies || error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** Throws where there is no opinion: a part does not compile, or judging takes too long. */
  isValid(event: unknown): boolean {
    return this.#judge(event).length === 0;
  }

  /** As `isValid`, with the reasons. */
  violations(event: unknown): readonly Violation[] {
    const violations = explainErrors(this.#judge(event), this.#origins);
    return violations.slice(0, limits.violationsPerEvent.value);
  }

  #judge(event: unknown): readonly ErrorObject[] {
    this.#budget.refill();
    const judge = this.#judgeOf('');
    return judge(event) ? [] : (judge.errors ?? []);
  }

  #judgeOf(name: string): Judge {
    if (this.other && this.#shared.has(name)) return this.other.#judgeOf(name);
    const known = this.#judges.get(name) ?? this.#later(name);
    this.#judges.set(name, known);
    return known;
  }

  #later(name: string): Judge {
    let compiled: ValidateFunction | undefined;
    const judge: Judge = (value, at) => {
      compiled ??= this.#ajv.compile(this.#parts.get(name)?.schema ?? {});
      const isValid = compiled(value, at as never);
      judge.errors = compiled.errors;
      return isValid;
    };
    return judge;
  }

  #newAjv(): AjvCore.default {
    const guards = {
      budget: this.#budget,
      parts: new EvaluatedParts(this.dialect, {
        fits: () => false,
        pattern,
        step: this.#budget.step,
      }),
    };
    const ajv = newAjv(guards, { allErrors: true, verbose: true });
    ajv.removeKeyword('$ref');
    const reference: CodeKeywordDefinition = {
      keyword: '$ref',
      schemaType: 'string',
      code: (context) => {
        const name = this.#names.get((context.schema as string).slice(POINTER.length));
        const judge = this.#judgeOf(name ?? '');
        callRef(context, context.gen.scopeValue('validate', { ref: judge }));
      },
    };
    return ajv.addKeyword(reference);
  }
}

/** Where each definition stands; copies made for several dynamic scopes have names of their own. */
function namesOf({ definitions, origins }: OneDialect): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [definition, schema] of Object.entries(definitions)) {
    const place = origins.get(schema as object)?.place;
    const name = place ? `${place.document.name}#${place.pointer}` : '';
    names.set(definition, place && !taken.has(name) ? name : `copy ${definition}`);
    taken.add(name);
  }
  return names;
}

function partsOf(dialect: OneDialect, names: ReadonlyMap<string, string>): Map<string, Part> {
  const { $defs: _definitions, ...root } = dialect.schema;
  const parts = new Map<string, Part>([['', partOf(root, names)]]);
  for (const [definition, schema] of Object.entries(dialect.definitions))
    parts.set(names.get(definition) ?? '', partOf(schema as Part['schema'], names));
  return parts;
}

function partOf(schema: Part['schema'], names: ReadonlyMap<string, string>): Part {
  const refersTo: string[] = [];
  const text = JSON.stringify(schema, (key, value: unknown) => {
    if (key !== '$ref' || typeof value !== 'string') return value;
    const name = names.get(value.slice(POINTER.length)) ?? value;
    refersTo.push(name);
    return name;
  });
  return { schema, text, refersTo };
}

/** Parts with the same text whose references lead to such parts again: the largest such set. */
function sameParts(own: ReadonlyMap<string, Part>, other: ReadonlyMap<string, Part>): Set<string> {
  const same = new Set(
    [...own].flatMap(([name, { text }]) => (other.get(name)?.text === text ? [name] : [])),
  );
  for (let before = -1; before !== same.size;) {
    before = same.size;
    for (const name of same)
      if (own.get(name)?.refersTo.some((target) => !same.has(target))) same.delete(name);
  }
  return same;
}

/** A shared part stands at the same place of the same document in both. */
function bothOrigins(own: OneDialect['origins'], others: Origins): Origins {
  const documents = new Map(
    [...own.values()].map(({ place }) => [place.document.name, place.document]),
  );
  return {
    get(schema) {
      const origin = own.get(schema) ?? others.get(schema);
      const document = origin && documents.get(origin.place.document.name);
      return document ? { ...origin, place: { ...origin.place, document } } : origin;
    },
  };
}
