import { z } from 'zod';
import { limits, type OperationTable } from '#kernel';
import { catalogProblems as rows } from '../problems.js';

const count = z.int().min(0);
const state = z
  .strictObject({
    contract: z.string(),
    entity: z.string(),
    key: z.string(),
    version: z.string().optional().describe('A whole number, as text: it may need 64 bits'),
    isDeleted: z.boolean(),
    judgedBy: z.string().describe('`id@version` of the contract that judged the event'),
    eventId: z.string().optional(),
    source: z.string().optional(),
    position: z.strictObject({ topic: z.string(), partition: count, offset: count }),
    at: z.iso.datetime().describe('When the event entered the log'),
    value: z.unknown().optional().describe('Absent where the entity is deleted'),
    isValueTooLarge: z.literal(true).optional(),
  })
  .meta({ id: 'LatestState' });
const lag = count.describe('Events of the topic in the log that are not looked at yet');
const built = z
  .strictObject({
    state: z.enum(['building', 'serving']),
    begunAt: z.iso.datetime(),
    begunBy: z.string(),
    servesFrom: z.iso.datetime().nullable(),
    folded: count.describe('Events of the topic it looked at'),
    unread: count.describe('Events of the contract in which no entity could be found'),
    expired: count.describe('Events that left the log before they were looked at'),
    lag,
    positions: z.array(z.strictObject({ partition: count, nextOffset: count, endOffset: count })),
  })
  .meta({ id: 'StateBuild' });
const builds = {
  'application/json': z.strictObject({ contract: z.string(), builds: z.array(built) }),
};

const wish = {
  waitFor: z
    .string()
    .describe('Positions that must be in the answer: `topic/partition@offset`, by commas'),
  waitMs: count
    .max(limits.stateWaitMs.value)
    .describe('How long to wait for them; 5000 by default'),
  payload: z
    .enum(['masked', 'raw'])
    .describe('Whether personal fields are hidden, as they are by default'),
};
const unserved = [
  ...[rows.EVENT_UNKNOWN, rows.STATES_NOT_ASKED_FOR, rows.STATES_NOT_IN_LOG],
  ...[rows.STATES_BEING_BUILT, rows.STATES_BEHIND, rows.WAITS_FULL, rows.QUERY_INVALID],
];

const one = {
  query: {
    ...wish,
    at: z.string().describe('A moment (ISO 8601), or a position: `topic/partition@offset`'),
  },
  answers: {
    200: {
      says: 'The state, deleted ones too; without `lag` where it is of the past',
      content: {
        'application/json': state.extend({ lag: lag.optional() }).meta({ id: 'FoundState' }),
      },
    },
  },
  refusals: [...unserved, rows.ENTITY_UNKNOWN, rows.PAST_TOO_LONG, rows.PASTS_FULL],
};

export const entitiesOperations: OperationTable = {
  heading: {
    name: 'Latest states',
    description: 'What the event log last said of each entity, for contracts with `canonical`.',
  },
  refusedAs: 'problem',
  pathParameters: { contract: z.string(), key: z.string() },
  operations: {
    'GET /v1/entities/{contract}/{key}': {
      summary: 'Read the latest state of an entity',
      more: 'A key that is `.`, `..` or empty, or holds a slash, is asked for by `GET /v1/entity/{contract}?key=`. With the position an event was accepted at in `waitFor` the answer says at least what that event said. With `at` it is the state the entity had: as the log stood at that moment, or after the event at that position.',
      ...one,
    },
    'GET /v1/entity/{contract}': {
      summary: 'Read the latest state of an entity, whatever its key',
      more: 'The same answer. Clients and proxies resolve `..` in an address and take `%2F` for a slash, some of them; in a query they leave a key alone.',
      ...one,
      query: { key: z.string().describe('The key, percent-encoded'), ...one.query },
    },
    'GET /v1/entities/{contract}': {
      summary: 'List the latest states, or export all of them',
      more: 'Who accepts `application/x-ndjson` gets every state, a line each, and in `Concordat-Positions` from where to read on in the log. A page may be shorter than `limit` where values are large.',
      query: {
        ...wish,
        format: z
          .enum(['json', 'ndjson'])
          .describe('`ndjson` is `Accept: application/x-ndjson`, for who follows a link'),
        deleted: z.enum(['left-out', 'shown']),
        limit: z.int().min(1).max(limits.pageRows.value).describe('100 by default'),
        cursor: z.string().describe('`nextCursor` of the page before'),
      },
      answers: {
        200: {
          says: 'States in the order of their keys',
          content: {
            'application/json': z
              .strictObject({
                contract: z.string(),
                lag,
                positions: z.array(z.strictObject({ partition: count, nextOffset: count })),
                nextCursor: z.string().nullable(),
                states: z.array(state),
              })
              .meta({ id: 'LatestStates' }),
            'application/x-ndjson': z.string(),
          },
        },
      },
      refusals: [...unserved, rows.KEYS_PERSONAL],
    },
    'GET /v1/entity-builds/{contract}': {
      summary: 'Tell how far the states of a contract are',
      answers: { 200: { says: 'The one that serves, and one being built', content: builds } },
      refusals: [rows.EVENT_UNKNOWN, rows.STATES_NOT_ASKED_FOR, rows.STATES_NOT_IN_LOG],
    },
    'POST /v1/entity-builds/{contract}': {
      summary: 'Build the states anew from the log',
      more: 'Those that serve go on until the new ones came as far, and are then replaced at once. What has left the log by retention is taken over as it is.',
      answers: { 202: { says: 'It is begun', content: builds } },
      refusals: [
        ...[rows.EVENT_UNKNOWN, rows.STATES_NOT_ASKED_FOR, rows.STATES_NOT_IN_LOG],
        ...[rows.REBUILD_RUNS, rows.FOREIGN_PAGE],
      ],
    },
  },
};
