import { type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import { fail, invariant, limits, ok, type Result } from '#kernel';
import { type ReadSchema, type SchemaFault, type Validator, type Violation } from '../language.js';
import { EvaluatedParts } from './evaluated-parts.js';
import { explainErrors } from './explain.js';
import { type Guards, newAjv, OutOfSteps, pattern, StepBudget } from './guarded-ajv.js';
import { alwaysCompiles } from './always-compiles.js';
import { inOneDialect, type OneDialect, unlessTooComplex } from './one-dialect.js';
import { rootOf } from './read.js';

interface Plan extends Guards {
  readonly dialect: OneDialect;
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

class CompiledSchema implements Validator {
  /** Compiled on the first refusal, by place in EXPLAINERS; `undefined` where that is too large. */
  readonly #explainers = new Map<number, ValidateFunction | undefined>();

  constructor(
    readonly plan: Plan,
    readonly check: ValidateFunction,
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
    for (const place of EXPLAINERS.keys())
      try {
        const violations = this.#violations(place, value);
        if (violations.length > 0) return violations;
      } catch (error) {
        cause = error;
      }
    return [unfinished(cause)];
  }

  #violations(place: number, value: unknown): readonly Violation[] {
    if (!this.#explainers.has(place))
      this.#explainers.set(place, compiled(this.plan, EXPLAINERS[place] ?? {}));
    const validate = this.#explainers.get(place);
    if (!validate) return [];
    this.#begin();
    const errors: readonly ErrorObject[] = validate(value) ? [] : (validate.errors ?? []);
    return explainErrors(errors, this.plan.dialect.origins).slice(
      0,
      limits.violationsPerEvent.value,
    );
  }

  #begin(): void {
    this.plan.budget.refill();
    this.plan.parts.forget();
  }
}

/** All reasons where that compiles and runs, else the first one only. */
const EXPLAINERS: readonly Options[] = [{ allErrors: true, verbose: true }, { verbose: true }];

/** `undefined` when the generated code is too large for the stack or for V8. */
function compiled(plan: Plan, options: Options): ValidateFunction | undefined {
  try {
    return newAjv(plan, options).compile(plan.dialect.schema);
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

/** A plan that judges by functions of its own, each compiled now: later there is no refusing. */
function planOf(dialect: OneDialect): Plan {
  const budget = new StepBudget();
  const judges = new Map<string, ValidateFunction>();
  const fits = (definition: string, value: unknown): boolean => {
    const judge = judges.get(definition);
    invariant(judge, `the definition ${definition} was compiled to judge by`);
    return judge(value);
  };
  const parts = new EvaluatedParts(dialect, { fits, pattern, step: budget.step });
  const plan: Plan = { dialect, budget, parts };
  if (dialect.conditions.size === 0) return plan;
  const ajv = newAjv(plan, {}).addSchema(dialect.schema, 'all');
  for (const name of dialect.conditions) {
    const judge = ajv.getSchema(`all#/$defs/${name}`);
    invariant(judge, `the definition ${name} was written`);
    judges.set(name, judge as ValidateFunction);
  }
  return plan;
}

/** Compiles, or says that the schema is too complex. */
export const compileJsonSchema = (schema: ReadSchema): Compiled<Validator> =>
  unlessTooComplex(() => compiledDialect(inOneDialect(rootOf(schema).documents))) ??
  fail([TOO_COMPLEX]);

/** Why it does not compile. A small schema always does, so to ask costs its size only. */
export function compileFaults(schema: ReadSchema): readonly SchemaFault[] {
  const result = unlessTooComplex((): Compiled<unknown> => {
    const dialect = inOneDialect(rootOf(schema).documents);
    return alwaysCompiles(dialect) ? ok(undefined) : compiledDialect(dialect);
  });
  return !result ? [TOO_COMPLEX] : result.ok ? [] : result.error;
}

type Compiled<T> = Result<T, readonly SchemaFault[]>;

function compiledDialect(dialect: OneDialect): Compiled<Validator> {
  const plan = planOf(dialect);
  const check = compiled(plan, {});
  return check ? ok(new CompiledSchema(plan, check)) : fail([TOO_COMPLEX]);
}
