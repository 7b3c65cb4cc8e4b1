import { z } from 'zod';
import { type OperationTable } from '#kernel';
import { auditActions } from '../audit-actions.js';
import { auditProblems as rows } from '../problems.js';
import { listQuery, verifyQuery } from './audit-queries.js';

const json = 'application/json';
const hash = z.string().describe('SHA-256, in hexadecimal');
const number = z.int().min(0);
const entry = z
  .strictObject({
    n: number.describe('From 1, without a gap'),
    at: z.iso.datetime(),
    actor: z.string(),
    action: z.string(),
    target: z.string(),
    details: z.unknown(),
    hash,
  })
  .meta({ id: 'AuditEntry' });
const fault = z.strictObject({
  kind: z.enum(['missing', 'changed', 'cut', 'inserted']),
  n: number,
  says: z.string(),
});
const actions = Object.entries(auditActions).map(([name, says]) => `- \`${name}\`: ${says}`);

export const auditOperations: readonly OperationTable[] = [
  {
    heading: {
      name: 'Audit',
      description: 'Who did what, when and why; every entry chained to the one before.',
    },
    refusedAs: 'problem',
    pathParameters: {},
    operations: {
      'GET /v1/audit': {
        summary: 'Read the audit',
        more: `Each entry was written in the transaction it tells of. Actions:\n\n${actions.join('\n')}`,
        query: listQuery,
        answers: {
          200: {
            says: 'Newest first',
            content: {
              [json]: z.strictObject({ entries: z.array(entry), nextCursor: number.nullable() }),
            },
          },
        },
        refusals: [rows.AUDIT_QUERY_INVALID, rows.AUDIT_ADMIN_ONLY],
      },
      'GET /v1/audit/verification': {
        summary: 'Verify the chain of the audit',
        more: 'Keep `last` elsewhere: an audit that was made anew as a whole, or cut at its end, has another hash there.',
        query: verifyQuery,
        answers: {
          200: {
            says: 'As far as it was looked at',
            content: {
              [json]: z.strictObject({
                entries: number.describe('How many are as they were recorded'),
                end: number.describe('How many there are'),
                fault: fault.nullable().describe('The first entry that is not'),
                last: z.strictObject({ n: number, hash }).describe('As far as the chain holds'),
              }),
            },
          },
        },
        refusals: [rows.AUDIT_QUERY_INVALID, rows.AUDIT_ADMIN_ONLY],
      },
    },
  },
];
