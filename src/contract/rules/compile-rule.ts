import type { ASTNode, Environment, ParseResult } from '@marcbachmann/cel-js';
import { fail, ok, type Result } from '#kernel';
import { linearPattern } from '#schema';
import { isNode, nodesIn } from './expression-nodes.js';
import { meterExpression } from './meter-expression.js';
import { LINEAR_MATCHES, ruleEnvironment } from './rule-environment.js';
import type { StepMeter } from './step-meter.js';

/** Why a text is no rule: what is wrong and where in it, both counted from 1. */
export interface RuleFault {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

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

let environment: Environment | undefined;
export const sharedEnvironment = (): Environment => (environment ??= ruleEnvironment());

/** The name of the whole event in a rule; its members are variables by their own names. */
export const WHOLE = 'this';

/** Reads a rule and checks its types; it is compiled once and run on every event. */
export function compileRule(cel: string): Result<CompiledRule, RuleFault> {
  try {
    const parsed = sharedEnvironment().parse(cel);
    const pattern = matchLinearly(parsed.ast);
    if (pattern) return fail(placed(cel, pattern.at, pattern.message));
    const checked = parsed.check();
    if (!checked.valid) return fail(faultOf(cel, checked.error));
    if (checked.type !== 'bool' && checked.type !== 'dyn')
      return fail(
        placed(cel, 0, `A rule is true or false, and this is of type ${checked.type ?? 'dyn'}.`),
      );
    return ok(metered(parsed));
  } catch (error) {
    return fail(faultOf(cel, error));
  }
}

function metered(parsed: ParseResult): CompiledRule {
  const held: { meter: StepMeter | undefined } = { meter: undefined };
  meterExpression(parsed.ast, () => held.meter);
  return {
    expression: parsed.ast,
    run: (event, meter) => {
      if (meter.isSpent) return 'out-of-steps';
      held.meter = meter;
      try {
        const answer: unknown = parsed(variablesOf(event));
        if (meter.isSpent) return 'out-of-steps'; // `||` and `exists` forget errors.
        if (typeof answer === 'boolean') return answer ? 'holds' : 'broken';
        return { why: 'It is neither true nor false for this event.' };
      } catch (error) {
        return meter.isSpent ? 'out-of-steps' : { why: summaryOf(error) };
      } finally {
        held.meter = undefined;
      }
    },
  };
}

/** Without a prototype: `constructor` is a field like any other, or none. */
function variablesOf(event: unknown): Record<string, unknown> {
  const variables = Object.create(null) as Record<string, unknown>;
  if (typeof event === 'object' && event !== null && !Array.isArray(event))
    Object.assign(variables, event);
  variables[WHOLE] = event;
  return variables;
}

/** Renames the library's `matches`, and refuses a pattern that cannot be matched in linear time. */
function matchLinearly(root: ASTNode): { at: number; message: string } | undefined {
  for (const node of nodesIn(root)) {
    const { op } = node;
    if (op !== 'rcall' || node.args[0] !== 'matches') continue;
    node.args[0] = LINEAR_MATCHES;
    const [pattern] = node.args[2];
    if (!isNode(pattern) || pattern.op !== 'value' || typeof pattern.args !== 'string') continue;
    const linear = linearPattern(pattern.args);
    if (!linear.ok)
      return {
        at: pattern.start,
        message: `This pattern cannot be matched in linear time: ${linear.error}.`,
      };
  }
  return undefined;
}

function faultOf(cel: string, error: unknown): RuleFault {
  const { range } = (error ?? {}) as { readonly range?: { readonly start: number } };
  return placed(cel, range?.start ?? 0, summaryOf(error));
}

function placed(cel: string, at: number, message: string): RuleFault {
  const before = cel.slice(0, at).split('\n');
  return { message, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The library's own words, without the picture of the expression below them. */
function summaryOf(error: unknown): string {
  const { summary, message = '' } = (error ?? {}) as { summary?: string; message?: string };
  const [first = ''] = (summary ?? message).split('\n');
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
