import { type CodeKeywordDefinition, type ValidateFunction } from 'ajv';
import type AjvCore from 'ajv/dist/core.js';
import { callRef } from 'ajv/dist/vocabularies/core/ref.js';
import { invariant } from '#kernel';
import { type JsonObject } from '../json.js';
import { EvaluatedParts } from './evaluated-parts.js';
import { newAjv, pattern, StepBudget } from './guarded-ajv.js';
import { type Origin } from './one-dialect.js';

/** Says whether a value fits a definition; `errors` are those of the last value. */
export type Judge = Pick<ValidateFunction, 'errors'> & ((value: unknown, at?: unknown) => boolean);

/** A definition, ready to be compiled when a value comes to it. */
export interface Definition {
  readonly schema: Readonly<Record<string, unknown>>;
  /** What its references lead to, by their text. */
  readonly references: ReadonlyMap<string, Judge>;
}

/** What a reason needs of the place of a schema; the document it stands in would be heavy. */
export interface SharedOrigin extends Pick<Origin, 'renamed'> {
  readonly document: string;
  readonly pointer: string;
  /** Its reference, where it is one. */
  readonly schema: JsonObject;
}

/** Characters of definitions kept compiled; the code made of them takes some twenty times that. */
const CHARACTERS_MAX = 1_000_000;
/** An instance of ajv never forgets what its code referred to. */
const COMPILED_BY_ONE_AJV = 200;

/**
 * Judges of definitions, kept from one schema to the next: the versions of a schema, and the events
 * of one team, say the same in most of their definitions, and compiling is what costs. A key names
 * all that a definition means, so what stands under it says the same wherever it is found.
 */
export class SharedJudges {
  readonly budget = new StepBudget();
  readonly origins = new WeakMap<object, SharedOrigin>();
  readonly #judges = new Map<string, { readonly judge: Judge; readonly characters: number }>();
  #ajv = this.#newAjv();
  #compiledByIt = 0;
  #characters = 0;
  #compiling: Definition | undefined;

  /** The judge under a key; whoever asks for it keeps it alive. */
  find(key: string): Judge | undefined {
    const known = this.#judges.get(key);
    if (!known) return undefined;
    this.#judges.delete(key);
    this.#judges.set(key, known);
    return known.judge;
  }

  keep(key: string, characters: number, definition: Definition): Judge {
    const judge = this.#later(definition);
    this.#judges.set(key, { judge, characters });
    this.#characters += characters;
    for (const [oldest, { characters: freed }] of this.#judges) {
      if (this.#characters <= CHARACTERS_MAX) break;
      this.#judges.delete(oldest);
      this.#characters -= freed;
    }
    return judge;
  }

  #later(definition: Definition): Judge {
    let compiled: ValidateFunction | undefined;
    const judge: Judge = (value, at) => {
      compiled ??= this.#compile(definition);
      const isValid = compiled(value, at as never);
      judge.errors = compiled.errors;
      return isValid;
    };
    return judge;
  }

  #compile(definition: Definition): ValidateFunction {
    if (++this.#compiledByIt > COMPILED_BY_ONE_AJV) {
      this.#ajv = this.#newAjv();
      this.#compiledByIt = 1;
    }
    this.#compiling = definition;
    try {
      return this.#ajv.compile(definition.schema);
    } finally {
      this.#compiling = undefined;
    }
  }

  #newAjv(): AjvCore.default {
    const { budget } = this;
    const judges = { fits: () => false, pattern, step: budget.step };
    const parts = new EvaluatedParts(NO_DIALECT, judges);
    const ajv = newAjv({ budget, parts }, { allErrors: true, verbose: true });
    ajv.removeKeyword('$ref');
    return ajv.addKeyword(this.#reference());
  }

  #reference(): CodeKeywordDefinition {
    return {
      keyword: '$ref',
      schemaType: 'string',
      code: (context) => {
        const judge = this.#compiling?.references.get(context.schema as string);
        invariant(judge, 'a reference of one dialect leads to a definition');
        callRef(context, context.gen.scopeValue('validate', { ref: judge }));
      },
    };
  }
}

/** Definitions that look at what others looked at are never judged part by part. */
const NO_DIALECT = {
  schema: {},
  definitions: {},
  conditions: new Set<string>(),
  origins: new Map<object, Origin>(),
};
