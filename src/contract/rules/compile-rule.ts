import type { ASTNode } from '@marcbachmann/cel-js';
import { fail, ok, type Result } from '#kernel';
import { compileExpression, type ExpressionFault, placed } from './compile-expression.js';
import type { StepMeter } from './step-meter.js';

/** What became of a rule when it was held against one event. */
export type RuleOutcome =
  | 'holds'
  | 'broken'
  /** More than the budget; nobody can tell. */
  | 'out-of-steps'
  /** It asks for what the event does not have, or compares what cannot be compared. */
  | { readonly why: string };

export interface CompiledRule {
  readonly expression: ASTNode;
  run(event: unknown, meter: StepMeter): RuleOutcome;
}

/** The name of the whole event in a rule; its members are variables by their own names. */
export const WHOLE = 'this';

/** Reads a rule and checks its types; it is compiled once and run on every event. */
export function compileRule(cel: string): Result<CompiledRule, ExpressionFault> {
  const compiled = compileExpression(cel);
  if (!compiled.ok) return compiled;
  const { expression, type, run } = compiled.value;
  if (type !== 'bool' && type !== 'dyn')
    return fail(placed(cel, 0, `A rule is true or false, and this is of type ${type}.`));
  return ok({
    expression,
    run: (event, meter) => {
      const answer = run(variablesOf(event), meter);
      if (answer === 'out-of-steps' || 'why' in answer) return answer;
      if (typeof answer.value === 'boolean') return answer.value ? 'holds' : 'broken';
      return { why: 'It is neither true nor false for this event.' };
    },
  });
}

/** Without a prototype: `constructor` is a field like any other, or none. */
function variablesOf(event: unknown): Record<string, unknown> {
  const variables = Object.create(null) as Record<string, unknown>;
  if (typeof event === 'object' && event !== null && !Array.isArray(event))
    Object.assign(variables, event);
  variables[WHOLE] = event;
  return variables;
}
