import { type Options, type ValidateFunction } from 'ajv';
import { fail, invariant, ok, type Result } from '#kernel';
import { type ReadSchema, type SchemaFault, type Validator } from '../language.js';
import { CompiledSchema } from './compiled-schema.js';
import { EvaluatedParts } from './evaluated-parts.js';
import { type Guards, newAjv, pattern, StepBudget } from './guarded-ajv.js';
import { alwaysCompiles } from './always-compiles.js';
import { inOneDialect, type OneDialect } from './one-dialect.js';
import { rootOf } from './read.js';
import { unlessTooComplex } from './unless-too-complex.js';

interface Plan extends Guards {
  readonly dialect: OneDialect;
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
export function compileJsonSchema(schema: ReadSchema): Result<Validator, readonly SchemaFault[]> {
  const validator = unlessTooComplex(() => compiledDialect(inOneDialect(rootOf(schema).documents)));
  return validator ? ok(validator) : fail([TOO_COMPLEX]);
}

/** Why it does not compile. A small schema always does, so to ask costs its size only. */
export function compileFaults(schema: ReadSchema): readonly SchemaFault[] {
  const isCompiled = unlessTooComplex(() => {
    const dialect = inOneDialect(rootOf(schema).documents);
    return alwaysCompiles(dialect) || compiledDialect(dialect);
  });
  return isCompiled ? [] : [TOO_COMPLEX];
}

function compiledDialect(dialect: OneDialect): Validator {
  const plan = planOf(dialect);
  const compile = (options: Options): ValidateFunction =>
    newAjv(plan, options).compile(dialect.schema);
  return new CompiledSchema(plan, compile({}), compile);
}
