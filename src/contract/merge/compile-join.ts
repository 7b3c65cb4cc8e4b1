import { ok, type Result } from '#kernel';
import type { Json } from '#schema';
import { compileExpression, type ExpressionFault } from '../rules/compile-expression.js';
import { StepMeter } from '../rules/step-meter.js';

/** What an expression makes of two values of one field, or why it makes nothing. */
export type Join = (a: Json, b: Json) => { readonly value: Json } | { readonly why: string };

export function compileJoin(cel: string): Result<Join, ExpressionFault> {
  const compiled = compileExpression(cel);
  if (!compiled.ok) return compiled;
  const { run } = compiled.value;
  return ok((a, b) => {
    const meter = new StepMeter();
    meter.startEvent();
    const made = run(Object.assign(Object.create(null) as object, { a, b }), meter);
    if (made === 'out-of-steps') return { why: 'It takes more steps than the limit ruleSteps.' };
    if ('why' in made) return made;
    const value = asJson(made.value);
    return value === undefined ? { why: 'What it makes is no JSON value.' } : { value };
  });
}

/** CEL counts whole numbers apart, and knows more than JSON does. */
function asJson(value: unknown): Json | undefined {
  try {
    return JSON.parse(JSON.stringify(value, (_name, inner: unknown) => exact(inner))) as Json;
  } catch {
    return undefined;
  }
}

function exact(value: unknown): unknown {
  const isPlain =
    value === null ||
    typeof value !== 'object' ||
    Array.isArray(value) ||
    [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
  if (!isPlain || (typeof value === 'number' && !Number.isFinite(value)))
    throw new TypeError('no JSON');
  if (typeof value !== 'bigint') return value;
  if (!Number.isSafeInteger(Number(value))) throw new TypeError('too large');
  return Number(value);
}
