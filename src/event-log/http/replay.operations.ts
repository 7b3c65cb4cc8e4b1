import { z } from 'zod';
import { limits, type OperationTable } from '#kernel';
import { eventLogProblems as rows } from '../problems.js';
import { jsonAnswer } from './json-answer.js';
import { replayBody } from './replay-body.js';

const count = z.int().min(0);
const time = z.iso.datetime();
const replay = z
  .strictObject({
    id: z.string(),
    topic: z.string(),
    into: z.string(),
    wish: z.unknown().describe('What was asked for'),
    requestedBy: z.string(),
    state: z.enum(['running', 'done', 'cancelled']),
    lookedAt: count,
    replayed: count,
    expired: count.describe('Events gone before the replay came to them'),
    left: count.describe('Events not looked at yet'),
    createdAt: time,
    endedAt: time.nullable(),
  })
  .meta({ id: 'Replay' });
const heading = {
  name: 'Replays',
  description: 'Part of a topic again, in a sandbox topic: same bytes, same ids, in order.',
};

export const replayOperations: readonly OperationTable[] = [
  {
    heading,
    refusedAs: 'problem',
    pathParameters: { topic: z.string(), id: z.string() },
    operations: {
      'POST /v1/topics/{topic}/replays': {
        summary: 'Replay events into a sandbox topic',
        more: 'Each event gets the headers `concordat-replay-id` and `concordat-replay-of`.',
        body: { 'application/json': replayBody },
        answers: { 201: jsonAnswer('It runs', replay) },
        refusals: [
          rows.BODY_INVALID,
          rows.SANDBOX_NAME_INVALID,
          rows.TOPIC_NOT_LOGGED,
          rows.REPLAYS_FULL,
        ],
      },
      'GET /v1/replays': {
        summary: 'List replays',
        query: {
          cursor: z.string(),
          limit: z.int().min(1).max(limits.pageRows.value).describe('100 by default'),
        },
        answers: {
          200: jsonAnswer(
            'Newest first',
            z.strictObject({ replays: z.array(replay), nextCursor: z.string().nullable() }),
          ),
        },
        refusals: [rows.QUERY_INVALID],
      },
      'GET /v1/replays/{id}': {
        summary: 'Describe a replay',
        answers: { 200: jsonAnswer('How far it is', replay) },
        refusals: [rows.REPLAY_UNKNOWN],
      },
      'DELETE /v1/replays/{id}': {
        summary: 'Cancel a replay',
        answers: { 200: jsonAnswer('What was replayed stays', replay) },
        refusals: [rows.REPLAY_UNKNOWN],
      },
    },
  },
];
