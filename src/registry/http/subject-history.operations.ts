import { z } from 'zod';
import type { OperationTable } from '#kernel';
import { registryProblems as rows } from '../problems.js';
import { pageQuery, schemaId, schemaType, versionNumber } from './shapes.js';

const made = z
  .strictObject({
    version: versionNumber,
    id: schemaId,
    guid: z.guid(),
    schemaType,
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    deleted: z.boolean(),
  })
  .meta({ id: 'VersionMade' });

export const subjectHistoryOperations: OperationTable = {
  heading: { name: 'History', description: 'When versions of a subject were made, and by whom.' },
  refusedAs: 'problem',
  pathParameters: { subject: z.string().min(1).describe('A name, or `:.context:name`') },
  operations: {
    'GET /v1/subjects/{subject}/versions': {
      summary: 'List when versions were made, and by whom',
      query: pageQuery,
      answers: {
        200: {
          says: 'Oldest first, soft-deleted ones included',
          content: {
            'application/json': z.strictObject({ subject: z.string(), versions: z.array(made) }),
          },
        },
      },
      refusals: [
        rows.SUBJECT_NOT_FOUND,
        rows.SUBJECT_INVALID,
        rows.PAGE_INVALID,
        rows.REGISTRY_BUSY,
      ],
    },
  },
};
