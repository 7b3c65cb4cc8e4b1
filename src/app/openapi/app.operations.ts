import { z } from 'zod';
import type { Answer, OperationTable } from '#kernel';
import { appProblems } from '../problems.js';

const readiness = z
  .object({
    status: z.enum(['ready', 'not ready']),
    checks: z.array(z.object({ name: z.string(), isReady: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'Readiness' });
const answer = (says: string, type: string, shape: z.ZodType): Answer => ({
  says,
  content: { [type]: shape },
});
const file = (says: string, ...types: string[]): Record<number, Answer> => ({
  200: { says, content: Object.fromEntries(types.map((type) => [type, z.string()])) },
  304: { says: 'Not changed' },
});

/** Both servers have these. */
export const appOperations: readonly OperationTable[] = [
  {
    heading: { name: 'Health', description: 'For orchestrators and Prometheus.' },
    refusedAs: 'problem',
    pathParameters: {},
    operations: {
      'GET /healthz': {
        summary: 'See whether the process lives',
        answers: {
          200: answer('It does', 'application/json', z.object({ status: z.literal('live') })),
        },
        refusals: [],
      },
      'GET /readyz': {
        summary: 'See whether it can serve',
        answers: {
          200: answer('Every check holds', 'application/json', readiness),
          503: answer('One does not; the body names it', 'application/json', readiness),
        },
        refusals: [],
      },
      'GET /metrics': {
        summary: 'Read the counters',
        answers: {
          200: answer(
            'Prometheus text format, of all processes behind this port',
            'text/plain',
            z.string(),
          ),
        },
        refusals: [appProblems.METRICS_INCOMPLETE],
      },
    },
  },
  {
    heading: { name: 'Reference', description: 'This document, and the page that shows it.' },
    refusedAs: 'problem',
    pathParameters: { file: z.string() },
    operations: {
      'GET /openapi.json': {
        summary: 'Read this document',
        answers: {
          200: answer('OpenAPI 3.1', 'application/json', z.record(z.string(), z.unknown())),
        },
        refusals: [],
      },
      'GET /docs': {
        summary: 'Open this document as a page',
        answers: file('The page', 'text/html'),
        refusals: [],
      },
      'GET /docs/{file}': {
        summary: 'Read a file of that page',
        answers: file('The file', 'text/javascript', 'text/css'),
        refusals: [appProblems.ROUTE_UNKNOWN],
      },
    },
  },
];
