import type { ASTNode, Environment, ParseResult } from '@marcbachmann/cel-js';
import { fail, ok, type Result } from '#kernel';
import { linearPattern } from '#schema';
import { isNode, nodesIn } from './expression-nodes.js';
import { meterExpression } from './meter-expression.js';
import { LINEAR_MATCHES, ruleEnvironment } from './rule-environment.js';
import type { StepMeter } from './step-meter.js';

/** Why a text is no expression: what is wrong and where in it, both counted from 1. */
export interface ExpressionFault {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export type Evaluation =
  | { readonly value: unknown }
  /** More than the budget; nobody can tell. */
  | 'out-of-steps'
  /** It asks for what is not there, or compares what cannot be compared. */
  | { readonly why: string };

export interface CompiledExpression {
  readonly expression: ASTNode;
  /** As CEL names it; `dyn` where only a run can tell. */
  readonly type: string;
  readonly run: (variables: Record<string, unknown>, meter: StepMeter) => Evaluation;
}

let environment: Environment | undefined;
export const sharedEnvironment = (): Environment => (environment ??= ruleEnvironment());

/** Reads CEL and checks its types; it is compiled once and pays for every step it takes. */
export function compileExpression(cel: string): Result<CompiledExpression, ExpressionFault> {
  try {
    const parsed = sharedEnvironment().parse(cel);
    const pattern = matchLinearly(parsed.ast);
    if (pattern) return fail(placed(cel, pattern.at, pattern.message));
    const { valid, type, error } = parsed.check();
    if (!valid || type === undefined) return fail(faultOf(cel, error));
    return ok({ expression: parsed.ast, type, run: metered(parsed) });
  } catch (error) {
    return fail(faultOf(cel, error));
  }
}

function metered(parsed: ParseResult): CompiledExpression['run'] {
  const held: { meter: StepMeter | undefined } = { meter: undefined };
  meterExpression(parsed.ast, () => held.meter);
  return (variables, meter) => {
    if (meter.isSpent) return 'out-of-steps';
    held.meter = meter;
    try {
      // `||` and `exists` forget errors; the step of the node around them throws again.
      return { value: parsed(variables) };
    } catch (error) {
      return meter.isSpent ? 'out-of-steps' : { why: summaryOf(error) };
    } finally {
      held.meter = undefined;
    }
  };
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

function faultOf(cel: string, error: unknown): ExpressionFault {
  const { range } = error as { readonly range?: { readonly start: number } };
  return placed(cel, range?.start, summaryOf(error));
}

/** What is wrong nowhere else is wrong at the end. */
export function placed(cel: string, at: number | undefined, message: string): ExpressionFault {
  const before = cel.slice(0, at);
  const column = before.length - before.lastIndexOf('\n');
  return { message, line: before.split('\n').length, column };
}

/** The library's own words, without the picture of the expression below them. */
function summaryOf(error: unknown): string {
  const { summary, message } = error as { readonly summary?: string; readonly message: string };
  return `${(summary ?? message).replace(/\n[^]*/, '')}.`;
}
