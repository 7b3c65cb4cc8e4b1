import type { FastifyRequest } from 'fastify';

const VALUES: Readonly<Record<string, boolean>> = { true: true, false: false };

/**
 * Whether a producer asks only what would become of its events (`?dryRun=true`).
 * @returns undefined where it cannot be told: what was meant as a question must not be sent
 */
export function dryRunAsked({ query }: FastifyRequest): boolean | undefined {
  const { dryRun } = query as { readonly dryRun?: unknown };
  if (dryRun === undefined) return false;
  return typeof dryRun === 'string' && Object.hasOwn(VALUES, dryRun) ? VALUES[dryRun] : undefined;
}
