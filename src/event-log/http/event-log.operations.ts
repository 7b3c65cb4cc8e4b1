import { z } from 'zod';
import { type Answer, limits, type OperationTable } from '#kernel';
import { eventLogProblems as rows } from '../problems.js';
import { jsonAnswer } from './json-answer.js';
import { quarantineStates } from '../quarantined-event.js';
import { holdOperations } from './hold.operations.js';
import { groupOperations } from './group.operations.js';
import { replayOperations } from './replay.operations.js';
import { header, loggedEvent, texts } from './logged-event-shape.js';

const count = z.int().min(0);
const name = z.string().min(1).max(limits.subjectCharacters.value);
const time = z.iso.datetime();
const state = z.enum(quarantineStates);
const limit = z.int().min(1).max(limits.pageRows.value).describe('100 by default');
const reason = z.strictObject({ code: z.string(), pointer: z.string(), message: z.string() });
const answers = (says: string, shape: z.ZodType): Record<number, Answer> => ({
  200: jsonAnswer(says, shape),
});

const caseMembers = {
  id: z.string(),
  topic: z.string(),
  contract: z.strictObject({ id: z.string(), version: z.int() }).nullish(),
  door: z.string(),
  principal: z.string(),
  eventId: z.string().nullish(),
  source: z.string().nullish(),
  reasons: z.array(reason),
  state,
  fingerprint: z.string(),
  count,
  firstSeen: time,
  lastSeen: time,
  isKept: z.boolean(),
  keyBytes: count.nullable(),
  valueBytes: count.nullable(),
};
const action = z
  .strictObject({
    at: time,
    actor: z.string(),
    action: z.enum(['replayed', 'fixed', 'refused', 'discarded', 'expired']),
    note: z.string().nullish(),
    position: z.strictObject({ topic: z.string(), partition: count, offset: count }).nullish(),
  })
  .meta({ id: 'QuarantineAction', description: 'What was done about a case, and by whom' });
const quarantineCase = z.strictObject(caseMembers).meta({ id: 'QuarantineCase' });
const filter = { contract: name, topic: name };

export const eventLogOperations: readonly OperationTable[] = [
  groupOperations,
  ...replayOperations,
  ...holdOperations,
  {
    heading: { name: 'Event log', description: 'Accepted events by topic, partition and offset.' },
    refusedAs: 'problem',
    pathParameters: { topic: z.string(), partition: z.string() },
    operations: {
      'GET /v1/topics': {
        summary: 'List topics',
        answers: answers(
          'Those that ever had an event',
          z.strictObject({
            topics: z.array(z.strictObject({ name: z.string(), partitions: count, events: count })),
          }),
        ),
        refusals: [],
      },
      'GET /v1/topics/{topic}': {
        summary: 'Describe a topic',
        answers: answers(
          'Its partitions',
          z.strictObject({
            name: z.string(),
            events: count,
            partitions: z.array(
              z.strictObject({ partition: count, startOffset: count, endOffset: count }),
            ),
          }),
        ),
        refusals: [rows.TOPIC_NOT_LOGGED],
      },
      'GET /v1/topics/{topic}/partitions/{partition}/events': {
        summary: 'Read events',
        query: {
          offset: z.int().min(0),
          at: time.describe('Instead of an offset: the first event of this moment or later'),
          limit: z.int().min(1).max(limits.logReadEvents.value),
        },
        answers: answers(
          'Ask again from `nextOffset`; no events means the end',
          z.strictObject({
            topic: z.string(),
            partition: count,
            startOffset: count,
            endOffset: count,
            nextOffset: count,
            events: z.array(loggedEvent),
          }),
        ),
        refusals: [rows.TOPIC_NOT_LOGGED, rows.PARTITION_UNKNOWN, rows.QUERY_INVALID],
      },
      'GET /v1/topics/{topic}/partitions/{partition}/verification': {
        summary: 'Verify the hash chain',
        more: 'Every event is held against the digest written with it, every batch against its seal. Keep the last seal elsewhere and compare it later: a chain made anew from the beginning ends in another.',
        query: {
          offset: z.int().min(0).describe('0, or the `nextOffset` of an earlier answer'),
          to: z.int().min(0).describe('End with the batch of this event'),
        },
        answers: answers(
          'What was found; ask again from `nextOffset` until it is `endOffset`',
          z.strictObject({
            topic: z.string(),
            partition: count,
            startOffset: count,
            endOffset: count,
            chainedFrom: count.describe('Events before it were written before there was a chain'),
            events: count.describe('How many were looked at'),
            faults: z.array(
              z.strictObject({
                kind: z.enum(['missing', 'inserted', 'changed', 'broken', 'cut']),
                offset: count,
                says: z.string(),
              }),
            ),
            seal: z.strictObject({ offset: count, seal: z.string() }).nullable(),
            nextOffset: count,
          }),
        ),
        refusals: [rows.TOPIC_NOT_LOGGED, rows.PARTITION_UNKNOWN, rows.QUERY_INVALID],
      },
      'GET /v1/topics/{topic}/tail': {
        summary: 'Follow a topic',
        more: 'Server-sent events without end; `Last-Event-ID` goes on after exactly that event.',
        headers: { 'Last-Event-ID': z.string() },
        query: {
          from: z.enum(['start', 'end']),
          at: time.describe('Instead of `from`: whatever came at this moment or later'),
          partition: z.string(),
        },
        answers: {
          200: { says: 'The stream', content: { 'text/event-stream': z.string() } },
        },
        refusals: [rows.TOPIC_NOT_LOGGED, rows.QUERY_INVALID, rows.TAILS_FULL],
      },
    },
  },
  {
    heading: { name: 'Quarantine', description: 'Refused events: why, how often, from whom.' },
    refusedAs: 'problem',
    pathParameters: { id: z.string() },
    operations: {
      'GET /v1/quarantine': {
        summary: 'List refused events',
        query: { ...filter, state, cursor: z.string(), limit },
        answers: answers(
          'Newest first',
          z.strictObject({ cases: z.array(quarantineCase), nextCursor: z.string().nullable() }),
        ),
        refusals: [rows.QUERY_INVALID],
      },
      'GET /v1/quarantine/reasons': {
        summary: 'Count refused events by reason',
        query: { ...filter, state, limit },
        answers: answers(
          'The same reason over all cases that have it',
          z.strictObject({
            reasons: z.array(
              z.strictObject({
                contractId: z.string().nullable(),
                topic: z.string(),
                code: z.string(),
                pointer: z.string(),
                cases: count,
                events: count,
                lastSeen: time,
              }),
            ),
          }),
        ),
        refusals: [rows.QUERY_INVALID],
      },
      'GET /v1/quarantine/{id}': {
        summary: 'Read a refused event',
        query: { payload: z.enum(['none', 'raw']).describe('`raw` shows its bytes, unmasked') },
        answers: answers(
          'The case',
          z.strictObject({
            ...caseMembers,
            actions: z.array(action),
            payload: z
              .object({ ...texts('key'), ...texts('value'), headers: z.array(header) })
              .optional(),
          }),
        ),
        refusals: [rows.CASE_UNKNOWN, rows.CASE_SEALED, rows.QUERY_INVALID],
      },
    },
  },
  {
    heading: { name: 'History', description: 'Writes that were recorded only.' },
    refusedAs: 'problem',
    pathParameters: {},
    operations: {
      'GET /v1/superseded': {
        summary: 'List writes that lost against a later one',
        query: { contract: name, cursor: z.int().min(0), limit },
        answers: answers(
          'Newest first, without their bytes',
          z.strictObject({
            superseded: z.array(
              z.strictObject({
                n: count,
                supersededAt: time,
                contractId: z.string(),
                contractVersion: z.int(),
                entityKey: z.string(),
                policy: z.string(),
                topic: z.string(),
                eventId: z.string().nullable(),
                source: z.string().nullable(),
              }),
            ),
            nextCursor: z.int().nullable(),
          }),
        ),
        refusals: [rows.QUERY_INVALID],
      },
    },
  },
];
