import { z } from 'zod';
import { limits, type Operation } from '#kernel';
import { catalogProblems as rows } from '../problems.js';
import { REVIEW_LISTS } from '../review/cut-review.js';
import { cacheable, ifNoneMatch } from './cacheable.js';
import { DAYS_BY_DEFAULT, DAYS_MAX } from './review-query.js';

const count = z.number().min(0);
const event = z.strictObject({
  ...{ id: z.string(), name: z.string(), owner: z.string() },
  domain: z.string().optional(),
});
const review = z
  .strictObject({
    day: z.string(),
    days: z.int(),
    inForce: count.describe('Contracts in force'),
    unread: z
      .array(event.extend({ topic: z.string(), declared: z.array(z.string()) }))
      .describe('Nobody read the topic within these days, and the contract is older'),
    silent: z
      .array(event.extend({ producers: z.array(z.string()).describe('As the contract says') }))
      .describe('No event for a week, and the contract is older'),
    manyWriters: z
      .array(
        z.strictObject({
          entity: z.string(),
          events: z.array(event),
          writers: z.array(z.string()),
          policies: z.array(z.string()),
          judged: count,
          conflicts: count.describe('Lost, merged, or refused for another write; of a week'),
          conflictRate: z.number().min(0).max(1),
        }),
      )
      .describe('Entities with several writers, the most disputed first'),
    refused: z
      .array(event.extend({ judged: count, refused: count }))
      .describe('Of a week, where one event of a hundred or more was refused'),
    overdue: z.array(
      z.strictObject({
        ...{ consumer: z.string(), team: z.string(), of: z.string() },
        attestedUntil: z.string(),
      }),
    ),
    counts: z
      .record(z.enum(REVIEW_LISTS), z.int().min(0))
      .describe('How long each list is, of the team that was asked for, shown or not'),
  })
  .meta({ id: 'Review' });

export const reviewOperations: Readonly<Record<string, Operation>> = {
  'GET /catalog/v1/review': {
    summary: 'Review everything',
    more: 'What nobody reads or sends, which entities have several writers and how often they disagree, what is refused, and who no longer stands by what they declared.',
    headers: ifNoneMatch,
    query: {
      days: z
        .int()
        .min(1)
        .max(DAYS_MAX)
        .optional()
        .describe(`Read within so many days counts; ${DAYS_BY_DEFAULT} without it`),
      team: z.string().optional().describe('What is this team’s to look at'),
      list: z.enum(REVIEW_LISTS).optional().describe('This list alone; all without it'),
      rows: z
        .int()
        .min(1)
        .max(limits.pageRows.value)
        .optional()
        .describe('So many of each list; all without it'),
      from: z.int().min(0).optional().describe('After so many rows'),
    },
    answers: cacheable('What is worth a look', review),
    refusals: [rows.QUERY_INVALID],
  },
};
