import { z } from 'zod';
import { eventLogProblems } from '#event-log';
import type { OperationTable } from '#kernel';
import { fate, position, violation } from './verdict-shapes.js';

const time = z.iso.datetime();
const explained = z
  .strictObject({
    verdict: fate,
    contract: z.string().optional().describe('`id@version`'),
    policy: z.literal('candidate').optional().describe('Set where not the policy in force decided'),
    source: z.string().nullable(),
    at: time,
    position: position.optional(),
    rememberedUntil: time.optional(),
    heldUntil: time.optional(),
    inputHash: z.string().optional().describe('SHA-256 of key and value'),
    quarantineId: z.string().optional(),
    state: z.string().optional(),
    count: z.int().min(0).optional(),
    reasons: z.array(violation).optional(),
    checks: z
      .array(
        z.strictObject({
          check: z.string(),
          stage: z.enum(['decode', 'contract', 'validate', 'guard', 'exit']),
          says: z.string().describe('What passes it'),
          outcome: z.enum(['passed', 'refused', 'let pass', 'not told', 'not declared']),
          reason: violation.optional(),
        }),
      )
      .optional()
      .describe('In the order of the road, under the rules of that contract version'),
  })
  .meta({ id: 'ExplainedVerdict' });

export const verdictOperations: OperationTable = {
  heading: { name: 'Verdicts', description: 'What became of an event, and why.' },
  refusedAs: 'problem',
  pathParameters: {
    id: z
      .string()
      .describe('The id of an event or of a case in quarantine, or `topic/partition@offset`'),
  },
  operations: {
    'GET /v1/verdicts/{id}': {
      summary: 'Explain what became of an event',
      more: 'Every check it went through: `passed`, `refused` with the reason, `let pass` where the contract only warned or observed, `not told` where it came after the one that ended the journey or nothing was kept of it, `not declared` where the contract asks for none.',
      query: { source: z.string() },
      answers: {
        200: {
          says: 'Newest first',
          content: {
            'application/json': z.strictObject({ id: z.string(), verdicts: z.array(explained) }),
          },
        },
      },
      refusals: [eventLogProblems.QUERY_INVALID],
    },
  },
};
