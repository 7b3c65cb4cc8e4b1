import type { FastifyRequest } from 'fastify';
import { readSwitch } from '#kernel';

/**
 * Whether a producer asks only what would become of its events (`?dryRun=true`).
 * @returns undefined where it cannot be told: what was meant as a question must not be sent
 */
export const dryRunAsked = ({ query }: FastifyRequest): boolean | undefined =>
  readSwitch((query as { readonly dryRun?: unknown }).dryRun);
