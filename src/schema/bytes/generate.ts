import { invariant } from '#kernel';

/**
 * Text of a schema cannot stand in code without one of these: what is generated holds numbers and
 * names of our own only, and all else comes as a constant.
 */
const FOREIGN = /["'`\\]|[^\n\x20-\x7e]/;

/**
 * Makes functions of code we wrote for one schema: a walk over bytes that asks nothing at run time
 * that the schema has answered already.
 *
 * @param constants what the code calls `K[0]`, `K[1]` …
 */
export function generate<T>(code: string, constants: readonly unknown[]): T {
  invariant(!FOREIGN.test(code), 'generated code holds numbers and names of our own only');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- see above
  return new Function('K', code)(constants) as T;
}
