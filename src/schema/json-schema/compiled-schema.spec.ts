import { describe, expect, it } from '@jest/globals';
import { type Options, type ValidateFunction } from 'ajv';
import { CompiledSchema } from './compiled-schema.js';
import { EvaluatedParts } from './evaluated-parts.js';
import { newAjv, pattern, StepBudget } from './guarded-ajv.js';
import { inOneDialect } from './one-dialect.js';
import { readJsonSchema, rootOf } from './read.js';

/** A schema of which code for the reasons is too large where it is said to be. */
function compiledBut(isTooLarge: (options: Options) => boolean) {
  const text = '{"properties":{"a":{"type":"string"},"b":{"type":"string"}}}';
  const read = readJsonSchema({ type: 'JSON', text, references: [] });
  if (!read.ok) throw new Error('it can be read');
  const dialect = inOneDialect(rootOf(read.value).documents);
  const budget = new StepBudget();
  const parts = new EvaluatedParts(dialect, { fits: () => false, pattern, step: budget.step });
  const plan = { dialect, budget, parts };
  let times = 0;
  const compile = (options: Options): ValidateFunction => {
    times++;
    if (isTooLarge(options)) throw new RangeError('Maximum call stack size exceeded');
    return newAjv(plan, options).compile(dialect.schema);
  };
  return { schema: new CompiledSchema(plan, compile({}), compile), times: () => times };
}
const event = { a: 1, b: 2 };

describe('an event that does not fit', () => {
  it('is told every reason', () => {
    const { schema } = compiledBut(() => false);
    expect(schema.explain(event).map(({ pointer }) => pointer)).toEqual(['/a', '/b']);
    expect(schema.explain({ a: 'x' })).toEqual([]);
  });

  it('is told the first reason where the code for all of them is too large', () => {
    const { schema } = compiledBut(({ allErrors }) => allErrors === true);
    expect(schema.explain(event).map(({ pointer }) => pointer)).toEqual(['/a']);
  });

  it('is refused where the code for any is, which is tried once and not for every event', () => {
    const { schema, times } = compiledBut(({ verbose }) => verbose === true);
    for (let i = 0; i < 3; i++)
      expect(schema.explain(event)).toMatchObject([
        { pointer: '', message: expect.stringContaining('could not be judged') },
      ]);
    expect([schema.isValid(event), times()]).toEqual([false, 3]);
  });
});
