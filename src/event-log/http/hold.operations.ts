import { z } from 'zod';
import { limits, type OperationTable } from '#kernel';
import { eventLogProblems as rows } from '../problems.js';
import { jsonAnswer } from './json-answer.js';
import { liftBody, placeBody } from './hold-bodies.js';

const time = z.iso.datetime();
const hold = z
  .strictObject({
    id: z.string(),
    topic: z.string(),
    reason: z.string(),
    placedBy: z.string(),
    placedAt: time,
    liftedBy: z.string().nullable(),
    liftedAt: time.nullable(),
    liftReason: z.string().nullable(),
  })
  .meta({ id: 'LegalHold' });

export const holdOperations: readonly OperationTable[] = [
  {
    heading: {
      name: 'Legal holds',
      description: 'Topics of which nothing is thrown away, neither events nor refused ones.',
    },
    refusedAs: 'problem',
    pathParameters: { id: z.string() },
    operations: {
      'POST /v1/holds': {
        summary: 'Hold a topic',
        more: 'When the answer comes, whatever is there stays. A step of retention that is under way is waited for.',
        body: { 'application/json': placeBody },
        answers: { 201: jsonAnswer('It stands', hold) },
        refusals: [
          rows.BODY_INVALID,
          rows.HOLDS_ADMIN_ONLY,
          rows.HOLD_TOPIC_UNKNOWN,
          rows.HOLD_WAITS,
        ],
      },
      'GET /v1/holds': {
        summary: 'List holds',
        more: 'Lifted ones too: who held what, when and why.',
        query: {
          topic: z.string().min(1).max(limits.subjectCharacters.value),
          state: z.enum(['standing', 'lifted']),
          cursor: z.string(),
          limit: z.int().min(1).max(limits.pageRows.value).describe('100 by default'),
        },
        answers: {
          200: jsonAnswer(
            'Newest first',
            z.strictObject({ holds: z.array(hold), nextCursor: z.string().nullable() }),
          ),
        },
        refusals: [rows.QUERY_INVALID],
      },
      'POST /v1/holds/{id}/lift': {
        summary: 'Lift a hold',
        more: 'The next sweep lets go what only this hold kept.',
        body: { 'application/json': liftBody },
        answers: { 200: jsonAnswer('It stands no longer', hold) },
        refusals: [
          rows.BODY_INVALID,
          rows.HOLDS_ADMIN_ONLY,
          rows.HOLD_UNKNOWN,
          rows.HOLD_LIFTED,
          rows.HOLD_WAITS,
        ],
      },
    },
  },
];
