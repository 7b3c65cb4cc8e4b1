import { z } from 'zod';
import { type OperationTable } from '#kernel';
import { governanceProblems as rows } from '../../problems.js';

const time = z.iso.datetime();
const made = z
  .strictObject({
    id: z.string(),
    principal: z.string(),
    isAdmin: z.boolean(),
    expiresAt: time,
    key: z.string().describe('The key itself, told once'),
  })
  .meta({ id: 'NewApiKey' });
const listed = z
  .strictObject({
    ...made.omit({ key: true }).shape,
    createdAt: time,
    createdBy: z.string(),
    revokedAt: time.nullable(),
    revokedBy: z.string().nullable(),
  })
  .meta({ id: 'ApiKey' });
const asked = z.object({
  principal: z.string().max(200),
  admin: z.boolean().optional(),
  valid: z.string().optional().describe('ISO 8601 duration; P90D by default'),
});
const json = 'application/json';

export const governanceOperations: readonly OperationTable[] = [
  {
    heading: { name: 'Keys', description: 'Who may ask, where CONCORDAT_AUTH is keys.' },
    refusedAs: 'problem',
    pathParameters: { id: z.string() },
    operations: {
      'POST /v1/keys': {
        summary: 'Make a key',
        body: { [json]: asked },
        answers: { 201: { says: 'The key, told once', content: { [json]: made } } },
        refusals: [rows.KEY_REQUEST_INVALID, rows.ADMIN_ONLY],
      },
      'GET /v1/keys': {
        summary: 'List keys',
        more: 'Newest first, without their secrets.',
        query: { before: z.string().describe('The id the page before ended with') },
        answers: {
          200: { says: 'A page', content: { [json]: z.strictObject({ keys: z.array(listed) }) } },
        },
        refusals: [rows.ADMIN_ONLY],
      },
      'DELETE /v1/keys/{id}': {
        summary: 'Revoke a key',
        more: 'Refused on every replica within a second.',
        answers: { 204: { says: 'Revoked' } },
        refusals: [rows.KEY_UNKNOWN, rows.ADMIN_ONLY],
      },
    },
  },
];
