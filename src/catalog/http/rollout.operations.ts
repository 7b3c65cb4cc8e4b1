import { z } from 'zod';
import type { OperationTable } from '#kernel';
import { catalogProblems as rows } from '../problems.js';
import { rolloutQuery } from './rollout-query.js';

const count = z.int().min(0);
const verdict = z.strictObject({
  fate: z
    .enum([
      ...(['accepted', 'duplicate', 'superseded', 'merged', 'held'] as const),
      ...(['refused', 'deferred', 'unsettled'] as const),
    ])
    .describe('`refused`: quarantined or rejected; `unsettled`: nobody asked the past'),
  reason: z.string().describe('Why, or why not where it was let pass; empty for neither'),
});
const sample = z.strictObject({
  at: z.iso.datetime(),
  decidedBy: z.enum(['in force', 'candidate']),
  producer: z.string(),
  source: z.string().optional(),
  eventId: z.string().optional(),
  position: z.string().optional().describe('`topic/partition@offset`'),
  quarantineId: z.string().optional(),
  pointers: z.strictObject({ inForce: z.string(), candidate: z.string() }),
});
const report = z
  .strictObject({
    contract: z.string().describe('`id@version`'),
    rollout: z
      .strictObject({
        name: z.string().describe('Of the policy, whatever version declares it'),
        candidate: z.record(z.string(), z.unknown()).describe('As the contract declares it'),
        percent: count,
        stickiness: z.enum(['entity.key', 'key', 'producer']),
        stopped: z
          .strictObject({ at: z.iso.datetime(), by: z.string(), reason: z.string() })
          .nullable(),
      })
      .nullable()
      .describe('`null`: the newest version tries nothing'),
    over: z.string().describe('ISO 8601 duration'),
    compared: count.describe('Events that both policies judged'),
    decidedByCandidate: count,
    differing: count,
    unsettled: count,
    refused: z.strictObject({ inForce: count, candidate: count }),
    divergences: z
      .array(
        z.strictObject({
          ...{ inForce: verdict, candidate: verdict, count, decidedByCandidate: count },
          samples: z.array(sample).describe('The newest events, by name'),
        }),
      )
      .describe('The most frequent first'),
  })
  .meta({ id: 'RolloutReport' });

export const rolloutReportOperations: OperationTable = {
  heading: { name: 'Rollout reports', description: 'What a candidate policy would do otherwise.' },
  refusedAs: 'problem',
  pathParameters: { id: z.string() },
  operations: {
    'GET /v1/contracts/{id}/rollout': {
      summary: 'Compare the verdicts of a candidate with those of the policy in force',
      more: 'Counted by the gateways on real events, both policies on each; complete after a second or two.',
      query: { over: rolloutQuery.shape.over.unwrap().describe('The last so long; `PT24H`') },
      answers: { 200: { says: 'The report', content: { 'application/json': report } } },
      refusals: [rows.EVENT_UNKNOWN, rows.QUERY_INVALID],
    },
  },
};
