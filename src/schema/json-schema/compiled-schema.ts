import { type Options, type ValidateFunction } from 'ajv';
import { invariant, limits } from '#kernel';
import { type Validator, type Violation } from '../language.js';
import { explainErrors } from './explain.js';
import { type Guards, OutOfSteps } from './guarded-ajv.js';
import { type OneDialect } from './one-dialect.js';
import { unlessTooComplex } from './unless-too-complex.js';

export interface Plan extends Guards {
  readonly dialect: Pick<OneDialect, 'origins'>;
}

const refusal = (message: string): Violation => ({
  pointer: '',
  keyword: '$ref',
  schemaPointer: '',
  message,
});

/** Why no answer was found. What was not judged is refused, whatever the cause. */
function unfinished(error: unknown): Violation {
  if (error instanceof OutOfSteps)
    return refusal(
      'Checking this event takes more steps than are allowed. Simplify the references of the schema.',
    );
  if (error instanceof RangeError)
    return refusal('The event is nested too deep to be checked against this schema. Flatten it.');
  return refusal(
    'This event could not be judged against this schema, so it is refused. Simplify the schema.',
  );
}

/** A schema as code: what judges by it is compiled, what tells the reasons is when it is first asked. */
export class CompiledSchema implements Validator {
  /** Compiled on the first refusal; `undefined` where that is too large. */
  readonly #explainers = new Map<Options, ValidateFunction | undefined>();

  constructor(
    readonly plan: Plan,
    readonly check: ValidateFunction,
    /** @throws RangeError when the generated code is too large for the stack or for V8. */
    readonly compile: (options: Options) => ValidateFunction,
  ) {}

  isValid(value: unknown): boolean {
    this.#begin();
    try {
      return this.check(value);
    } catch {
      return false;
    }
  }

  explain(value: unknown): readonly Violation[] {
    this.#begin();
    try {
      if (this.check(value)) return [];
    } catch (error) {
      return [unfinished(error)];
    }
    let cause: unknown;
    for (const options of EXPLAINERS)
      try {
        const violations = this.#violations(options, value);
        if (violations.length > 0) return violations;
      } catch (error) {
        cause = error;
      }
    return [unfinished(cause)];
  }

  #violations(options: Options, value: unknown): readonly Violation[] {
    if (!this.#explainers.has(options))
      this.#explainers.set(
        options,
        unlessTooComplex(() => this.compile(options)),
      );
    const validate = this.#explainers.get(options);
    if (!validate) return [];
    this.#begin();
    validate(value);
    invariant(validate.errors, 'what judges and what explains agree');
    const violations = explainErrors(validate.errors, this.plan.dialect.origins);
    return violations.slice(0, limits.violationsPerEvent.value);
  }

  #begin(): void {
    this.plan.budget.refill();
    this.plan.parts.forget();
  }
}

/** All reasons where that compiles and runs, else the first one only. */
const EXPLAINERS: readonly Options[] = [{ allErrors: true, verbose: true }, { verbose: true }];
