import { z } from 'zod';
import type { Operation, RefusalRow } from '#kernel';
import { catalogProblems as rows } from '../problems.js';

const place = z.object({ code: z.string(), pointer: z.string(), message: z.string() });
const tried = z
  .object({
    verdict: z.enum(['accepted', 'rejected']),
    contract: z.string().optional().describe('`id@version`'),
    policy: z.literal('candidate').optional().describe('Set where not the policy in force decided'),
    reason: z.string().optional(),
    message: z.string().optional(),
    remedy: z.string().optional(),
    pointer: z.string().optional(),
    violations: z.array(place).optional(),
    observed: z.string().optional(),
    warnings: z.array(place).optional(),
    checks: z.array(z.object({ check: z.string(), passed: z.boolean() })),
  })
  .meta({ id: 'JudgedEvent' });

/** The gateway's own, passed through as they are. */
const ofGateway: readonly RefusalRow[] = [
  { code: 'CONTRACT_UNKNOWN', http: 404, title: 'No such contract' },
  { code: 'BODY_NOT_JSON', http: 400, title: 'Body is not JSON' },
  { code: 'BODY_SHAPE_UNKNOWN', http: 400, title: 'Body has another shape' },
  { code: 'EMBEDDED_FORMAT_UNSUPPORTED', http: 415, title: 'Embedded format not taken' },
  { code: 'CONTRACTS_NOT_LOADED', http: 503, title: 'Contracts not loaded yet' },
];

export const judgeOperations: Readonly<Record<string, Operation>> = {
  'POST /catalog/v1/events/{id}/validate': {
    summary: 'Try an event',
    more: 'The body is the value alone, or a CloudEvent when its Content-Type says so. A gateway judges it as it would a real one; nothing is sent, kept or counted. Its own refusals pass through.',
    body: { 'application/json': z.unknown(), 'application/cloudevents+json': z.unknown() },
    answers: { 200: { says: 'The verdict', content: { 'application/json': tried } } },
    refusals: [rows.EVENT_UNKNOWN, rows.GATEWAY_AWAY, rows.FOREIGN_PAGE, ...ofGateway],
  },
};
