import { z } from 'zod';
import { type Answer, limits, type OperationTable } from '#kernel';
import { eventLogProblems as rows } from '../problems.js';
import { jsonAnswer } from './json-answer.js';
import { loggedEvent } from './logged-event-shape.js';
import { commitBody, declareBody, pollBody, positionsBody } from './group-bodies.js';

const count = z.int().min(0);
const time = z.iso.datetime({ offset: true });
const group = z
  .strictObject({
    group: z.string(),
    topic: z.string(),
    readsFrom: z.enum(['start', 'end']),
    holdsEvents: z.boolean(),
    lag: count.describe('Events that are not done yet'),
    partitions: z.array(
      z.strictObject({
        partition: count,
        nextOffset: count,
        endOffset: count,
        committedAt: time.nullable(),
        member: z.string().nullable(),
        leaseUntil: time.nullable(),
      }),
    ),
    members: z.array(z.strictObject({ member: z.string(), principal: z.string() })),
  })
  .meta({ id: 'ConsumerGroup' });
const answers = (says: string, shape: z.ZodType): Record<number, Answer> => ({
  200: jsonAnswer(says, shape),
});
const json = (shape: z.ZodType) => ({ 'application/json': shape });

export const groupOperations: OperationTable = {
  heading: {
    name: 'Consumer groups',
    description: 'Readers who share a topic of the log: one a partition, what is done is done.',
  },
  refusedAs: 'problem',
  pathParameters: { group: z.string(), topic: z.string(), member: z.string() },
  operations: {
    'GET /v1/groups': {
      summary: 'List consumer groups',
      query: {
        group: z.string(),
        topic: z.string(),
        cursor: z.string(),
        limit: z.int().min(1).max(limits.pageRows.value).describe('100 by default'),
      },
      answers: answers(
        'By name',
        z.strictObject({ groups: z.array(group), nextCursor: z.string().nullable() }),
      ),
      refusals: [rows.QUERY_INVALID],
    },
    'GET /v1/groups/{group}/topics/{topic}': {
      summary: 'Describe a consumer group',
      answers: answers('Who reads what, and how far', group),
      refusals: [rows.GROUP_UNKNOWN, rows.GROUP_NAME_INVALID],
    },
    'PUT /v1/groups/{group}/topics/{topic}': {
      summary: 'Declare a consumer group',
      more: 'Not needed before reading: a group begins with its first poll.',
      body: json(declareBody),
      answers: answers('The group', group),
      refusals: [rows.BODY_INVALID, rows.GROUP_NAME_INVALID],
    },
    'DELETE /v1/groups/{group}/topics/{topic}': {
      summary: 'Forget a consumer group',
      answers: { 204: { says: 'Forgotten' } },
      refusals: [rows.GROUP_UNKNOWN, rows.GROUP_BUSY, rows.GROUP_NAME_INVALID],
    },
    'POST /v1/groups/{group}/topics/{topic}/poll': {
      summary: 'Read the next events',
      more: 'Takes this member’s share of the partitions and answers what follows the committed offsets; without a commit the same events again. Waits up to `waitMs` for the first.',
      body: json(pollBody),
      answers: answers(
        'Commit `nextOffset` with `epoch` when the events are done',
        z.strictObject({
          group: z.string(),
          topic: z.string(),
          member: z.string(),
          partitions: z.array(
            z.strictObject({
              partition: count,
              epoch: count,
              nextOffset: count,
              committedOffset: count,
              endOffset: count,
              expired: count.describe('Events gone before the group came to them'),
              events: z.array(loggedEvent),
            }),
          ),
        }),
      ),
      refusals: [rows.BODY_INVALID, rows.GROUP_NAME_INVALID, rows.GROUP_FULL, rows.POLLS_FULL],
    },
    'POST /v1/groups/{group}/topics/{topic}/commits': {
      summary: 'Commit what is done',
      more: 'All partitions or none. Whoever lost a lease commits nothing.',
      body: json(commitBody),
      answers: answers(
        'Committed',
        z.strictObject({
          partitions: z.array(z.strictObject({ partition: count, nextOffset: count })),
        }),
      ),
      refusals: [rows.BODY_INVALID, rows.LEASE_LOST, rows.COMMIT_BEYOND, rows.GROUP_NAME_INVALID],
    },
    'PUT /v1/groups/{group}/topics/{topic}/positions': {
      summary: 'Move a consumer group',
      more: 'To the start, the end, a moment, or offsets; only while nobody reads.',
      body: json(positionsBody),
      answers: answers('The group', group),
      refusals: [rows.BODY_INVALID, rows.GROUP_UNKNOWN, rows.GROUP_BUSY, rows.GROUP_NAME_INVALID],
    },
    'DELETE /v1/groups/{group}/topics/{topic}/members/{member}': {
      summary: 'Leave a consumer group',
      answers: { 204: { says: 'Its partitions are free' } },
      refusals: [rows.GROUP_NAME_INVALID],
    },
  },
};
