import type { OneDialect } from './one-dialect.js';

/** A tenth of what was seen to overflow the stack of the compiler, in any shape. */
const SCHEMAS_MAX = 200;
/** Values and members of the rewritten schema. */
const PARTS_MAX = 2_000;

/**
 * Whether a schema is so small that code for it fits on every stack. What follows the references
 * is in the rewritten schema already, and ajv writes out again only what has no reference and at
 * most eight keywords. Conditions of `unevaluated…` are compiled apart, and not vouched for here.
 */
export const alwaysCompiles = ({ schema, origins, conditions }: OneDialect): boolean =>
  conditions.size === 0 && origins.size <= SCHEMAS_MAX && hasAtMost(PARTS_MAX, schema);

function hasAtMost(max: number, root: unknown): boolean {
  const pending: unknown[] = [root];
  for (let seen = 1; pending.length > 0;) {
    const next = pending.pop();
    if (typeof next !== 'object' || next === null) continue;
    const parts: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    seen += parts.length;
    if (seen > max) return false;
    pending.push(...parts);
  }
  return true;
}
