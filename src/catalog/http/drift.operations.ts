import { z } from 'zod';
import type { OperationTable } from '#kernel';
import { catalogProblems as rows } from '../problems.js';

const count = z.int().min(0);
const report = z
  .strictObject({
    contract: z.string().describe('`id@version`'),
    undeclared: z.enum(['refuse', 'warn', 'allow']),
    sent: z.array(
      z.strictObject({
        pointer: z.string().describe('Items of lists together, as `*`'),
        producer: z.string(),
        firstSeen: z.iso.datetime(),
        lastSeen: z.iso.datetime(),
        count,
      }),
    ),
    others: count.describe('Beyond those told apart'),
    unsent: z.strictObject({
      sampled: count.describe('Of the newest events in the log, so many were looked at'),
      pointers: z.array(z.string()),
    }),
  })
  .meta({ id: 'DriftReport' });

export const driftOperations: OperationTable = {
  heading: { name: 'Drift', description: 'Where traffic and contract have parted.' },
  refusedAs: 'problem',
  pathParameters: { id: z.string() },
  operations: {
    'GET /v1/contracts/{id}/drift': {
      summary: 'List undeclared fields that are sent, and declared ones that are not',
      answers: { 200: { says: 'The report', content: { 'application/json': report } } },
      refusals: [rows.EVENT_UNKNOWN],
    },
  },
};
