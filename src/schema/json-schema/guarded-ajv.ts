import { type Options } from 'ajv';
import AjvCore from 'ajv/dist/core.js';
import applicatorVocabulary from 'ajv/dist/vocabularies/applicator/index.js';
import coreVocabulary from 'ajv/dist/vocabularies/core/index.js';
import formatVocabulary from 'ajv/dist/vocabularies/format/index.js';
import nextVocabulary from 'ajv/dist/vocabularies/next.js';
import validationVocabulary from 'ajv/dist/vocabularies/validation/index.js';
import { invariant, limits } from '#kernel';
import { type EvaluatedParts } from './evaluated-parts.js';
import { exactKeywords } from './exact-keywords.js';
import { assertedFormats } from './formats.js';
import { itemKeywords } from './item-keywords.js';
import { linearPattern, type LinearPattern } from './patterns.js';
import { requiredKeywords } from './required-keywords.js';
import { unevaluatedKeywords } from './unevaluated-keywords.js';

/**
 * ajv under guard: no schema loading, no `$data`, no defaults, no coercion, no log (it would
 * print megabytes of generated code), own properties only, our own regular expressions, and a
 * budget of steps, because references that fan out cost exponential time.
 */
const OPTIONS: Options = {
  strict: false,
  logger: false,
  // The sentences are ours (`explain.ts`).
  messages: false,
  meta: false,
  validateSchema: false,
  addUsedSchema: false,
  ownProperties: true,
  unicodeRegExp: true,
  next: true,
  // A small definition is cheaper written out; a large one would be written out at each use.
  inlineRefs: 8,
};

/** Our own replace these, see `exact-keywords.ts`, `item-keywords.ts` and `required-keywords.ts`. */
const REPLACED = [
  ...['multipleOf', 'uniqueItems', 'nullable', 'prefixItems', 'contains'],
  ...['required', 'dependentRequired', 'dependencies'],
];

export class OutOfSteps extends Error {}

/** Counts the schemas entered for one event; shared by the compiled functions of one schema. */
export class StepBudget {
  #left = 0;
  readonly step = (): void => {
    if (--this.#left < 0) throw new OutOfSteps();
  };
  refill(): void {
    this.#left = limits.validationSteps.value;
  }
}

export function pattern(text: string): LinearPattern {
  const linear = linearPattern(text);
  invariant(linear.ok, `the pattern ${text} was accepted when the schema was read`);
  return linear.value;
}
// ajv prints this text instead of `new RegExp` into code it never runs here.
const regExp = Object.assign(pattern, { code: 'linearPattern' });

export interface Guards {
  readonly budget: StepBudget;
  readonly parts: EvaluatedParts;
}

export function newAjv({ budget, parts }: Guards, options: Options): AjvCore.default {
  const ajv = new AjvCore.default({
    ...OPTIONS,
    ...options,
    code: {
      regExp: regExp,
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
  for (const vocabulary of [...vocabularies, nextVocabulary])
    ajv.addVocabulary('default' in vocabulary ? vocabulary.default : vocabulary);
  for (const keyword of REPLACED) ajv.removeKeyword(keyword);
  const ours = [...itemKeywords, ...requiredKeywords, ...unevaluatedKeywords(parts)];
  for (const keyword of [...ours, ...exactKeywords(budget.step)]) ajv.addKeyword(keyword);
  return ajv;
}
