import { type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import AjvCore from 'ajv/dist/core.js';
import applicatorVocabulary from 'ajv/dist/vocabularies/applicator/index.js';
import coreVocabulary from 'ajv/dist/vocabularies/core/index.js';
import formatVocabulary from 'ajv/dist/vocabularies/format/index.js';
import nextVocabulary from 'ajv/dist/vocabularies/next.js';
import unevaluatedVocabulary from 'ajv/dist/vocabularies/unevaluated/index.js';
import validationVocabulary from 'ajv/dist/vocabularies/validation/index.js';
import { fail, invariant, limits, ok, type Result } from '#kernel';
import { type ReadSchema, type SchemaFault, type Validator, type Violation } from '../language.js';
import { exactKeywords } from './exact-keywords.js';
import { explainErrors } from './explain.js';
import { assertedFormats } from './formats.js';
import { inOneDialect, type OneDialect, TooManyCopies } from './one-dialect.js';
import { linearPattern, type LinearPattern } from './patterns.js';
import { rootOf } from './read.js';

/**
 * ajv under guard: no schema loading, no `$data`, no defaults, no coercion, no log (it would
 * print megabytes of generated code), own properties only, our own regular expressions, and a
 * budget of steps, because references that fan out cost exponential time.
 */
const OPTIONS: Options = {
  strict: false,
  logger: false,
  meta: false,
  validateSchema: false,
  addUsedSchema: false,
  ownProperties: true,
  unicodeRegExp: true,
  next: true,
  // A small definition is cheaper written out; a large one would be written out at each use.
  inlineRefs: 8,
};

/** Our own words replace these, see `exact-keywords.ts`. */
const REPLACED = ['multipleOf', 'uniqueItems', 'nullable'];

class OutOfSteps extends Error {}

/** Counts the schemas entered for one event; shared by the compiled functions of one schema. */
class StepBudget {
  #left = 0;
  readonly step = (): void => {
    if (--this.#left < 0) throw new OutOfSteps();
  };
  refill(): void {
    this.#left = limits.validationSteps.value;
  }
}

function pattern(text: string): LinearPattern {
  const linear = linearPattern(text);
  invariant(linear.ok, `the pattern ${text} was accepted when the schema was read`);
  return linear.value;
}
// ajv prints this text instead of `new RegExp` into code it never runs here.
const regExp = Object.assign(pattern, { code: 'linearPattern' });

/** An event's `toString` is evaluated only when a keyword did so, not because objects have one. */
const lookUpOwn = (code: string): string =>
  code.replace(/!(props\d+)\[(key\d+)\]/g, '!Object.hasOwn($1, $2)');

function newAjv(dialect: OneDialect, budget: StepBudget, options: Options): AjvCore.default {
  const ajv = new AjvCore.default({
    ...OPTIONS,
    ...options,
    unevaluated: dialect.usesUnevaluated,
    code: {
      regExp: regExp,
      process: lookUpOwn,
      // ajv's own tidying is quadratic in the code; V8 does it better.
      optimize: false,
    },
    formats: Object.fromEntries(assertedFormats),
  });
  const vocabularies = [
    coreVocabulary,
    validationVocabulary,
    applicatorVocabulary.default(true),
    formatVocabulary,
  ];
  for (const vocabulary of [...vocabularies, nextVocabulary, unevaluatedVocabulary])
    ajv.addVocabulary('default' in vocabulary ? vocabulary.default : vocabulary);
  for (const keyword of REPLACED) ajv.removeKeyword(keyword);
  for (const keyword of exactKeywords(budget.step)) ajv.addKeyword(keyword);
  return ajv;
}

/** A value that no answer was found for within the stack and the budget. */
function unfinished(error: unknown): Violation {
  if (error instanceof OutOfSteps)
    return {
      pointer: '',
      keyword: '$ref',
      schemaPointer: '',
      message:
        'Checking this event takes more steps than are allowed. Simplify the references of the schema.',
    };
  if (!(error instanceof RangeError)) throw error;
  return {
    pointer: '',
    keyword: '$ref',
    schemaPointer: '',
    message: 'The event is nested too deep to be checked against this schema. Flatten it.',
  };
}

class CompiledSchema implements Validator {
  /** Compiled on the first refusal: it names every reason, which costs more per event. */
  #explain: ValidateFunction | undefined;

  constructor(
    readonly dialect: OneDialect,
    readonly budget: StepBudget,
    readonly check: ValidateFunction,
  ) {}

  isValid(value: unknown): boolean {
    this.budget.refill();
    try {
      return this.check(value);
    } catch (error) {
      unfinished(error);
      return false;
    }
  }

  explain(value: unknown): readonly Violation[] {
    this.budget.refill();
    try {
      if (this.check(value)) return [];
      this.budget.refill();
      const validate = this.#explainer();
      const errors: readonly ErrorObject[] = validate(value) ? [] : (validate.errors ?? []);
      return explainErrors(errors, this.dialect.origins).slice(0, limits.violationsPerEvent.value);
    } catch (error) {
      return [unfinished(error)];
    }
  }

  /** All reasons where that compiles, else the first one only. */
  #explainer(): ValidateFunction {
    return (this.#explain ??=
      compiled(this.dialect, this.budget, { allErrors: true, verbose: true }) ??
      compiled(this.dialect, this.budget, { verbose: true }) ??
      this.check);
  }
}

/** `undefined` when the generated code is too large for the stack or for V8. */
function compiled(
  dialect: OneDialect,
  budget: StepBudget,
  options: Options,
): ValidateFunction | undefined {
  try {
    return newAjv(dialect, budget, options).compile(dialect.schema);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const TOO_COMPLEX: SchemaFault = {
  code: 'SCHEMA_TOO_COMPLEX',
  pointer: '',
  message:
    'The schema is too complex to compile: it nests or repeats too much once its references are followed. ' +
    'Make it flatter, or split wide objects.',
};

/** Compiles, or says that the schema is too complex. */
export function compileJsonSchema(schema: ReadSchema): Result<Validator, readonly SchemaFault[]> {
  const budget = new StepBudget();
  try {
    const dialect = inOneDialect(rootOf(schema).documents);
    const check = compiled(dialect, budget, {});
    return check ? ok(new CompiledSchema(dialect, budget, check)) : fail([TOO_COMPLEX]);
  } catch (error) {
    if (error instanceof TooManyCopies) return fail([TOO_COMPLEX]);
    throw error;
  }
}
