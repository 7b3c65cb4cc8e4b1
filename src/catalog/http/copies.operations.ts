import { z } from 'zod';
import { eventLogProblems } from '#event-log';
import { limits, type OperationTable } from '#kernel';
import { catalogProblems as rows } from '../problems.js';
import { keysBody, repairBody, stretchesBody } from './copy-bodies.js';

const count = z.int().min(0);
const keys = z.array(z.string());
const inJson = (says: string, shape: z.ZodType) => ({
  ...{ says, content: { 'application/json': shape } },
});
const query = {
  payload: z
    .enum(['masked', 'raw'])
    .describe('`raw` where the keys are personal and you may see them'),
};
const unserved = [
  ...[rows.EVENT_UNKNOWN, rows.STATES_NOT_ASKED_FOR, rows.STATES_NOT_IN_LOG],
  ...[rows.STATES_BEING_BUILT, eventLogProblems.BODY_INVALID, rows.FOREIGN_PAGE],
];
const uncompared = [
  ...[rows.STATES_BEHIND, rows.WAITS_FULL, rows.QUERY_INVALID],
  ...[rows.KEYS_PERSONAL, rows.VERSIONS_NOT_KEPT],
];
const difference = z
  .strictObject({
    key: z.string(),
    kind: z.enum(['missing', 'deleted', 'unknown', 'older', 'newer', 'content']),
    copied: z.strictObject({ version: z.string() }).optional(),
    logged: z.strictObject({ version: z.string().optional(), position: z.string() }).optional(),
  })
  .meta({ id: 'CopyDifference' });

export const copiesOperations: OperationTable = {
  heading: {
    name: 'Copies of states',
    description:
      'Whoever keeps a copy of the latest states learns where it differs, and gets the events again.',
  },
  refusedAs: 'problem',
  pathParameters: { contract: z.string() },
  operations: {
    'POST /v1/entity-copies/{contract}/stretches': {
      summary: 'Find the stretches of keys in which a copy differs',
      more: `Deleted entities are in no stretch. Together they have at most ${limits.comparedStretchKeys.value} entities; go on with another request, \`after\` the last key.`,
      query,
      body: { 'application/json': stretchesBody },
      answers: {
        200: inJson(
          'Those that are not the same on both sides',
          z
            .strictObject({
              contract: z.string(),
              differing: z.array(
                z.strictObject({ after: z.string(), upTo: z.string().nullable() }),
              ),
            })
            .meta({ id: 'DifferingStretches' }),
        ),
      },
      refusals: [...unserved, ...uncompared],
    },
    'POST /v1/entity-copies/{contract}/keys': {
      summary: 'Find the keys in which a stretch of a copy differs',
      more: 'What the log speaks of beyond `positions` is counted as moved on, and is no difference. Where `comparedUpTo` is a key, go on after it.',
      query,
      body: { 'application/json': keysBody },
      answers: {
        200: inJson(
          'Every key that differs, and how',
          z
            .strictObject({
              contract: z.string(),
              differences: z.array(difference),
              same: count,
              movedOn: count,
              comparedUpTo: z.string().nullable(),
            })
            .meta({ id: 'DifferingKeys' }),
        ),
      },
      refusals: [...unserved, ...uncompared, rows.STRETCH_INVALID],
    },
    'POST /v1/entity-copies/{contract}/repairs': {
      summary: 'Send the last events of some entities again, into a sandbox topic',
      more: 'Each is byte for byte the event in the log, with its id and version, and the headers `concordat-replay-id` and `concordat-replay-of`.',
      body: { 'application/json': repairBody },
      answers: {
        201: inJson(
          'What was sent, and what cannot be',
          z
            .strictObject({
              repair: z.string(),
              into: z.string(),
              sent: keys,
              gone: keys.describe('Their last event has left the log; their state can be read'),
              unknown: keys.describe('No event speaks of them: the copy has to drop them'),
              left: keys.describe('There was no room for them: ask again'),
            })
            .meta({ id: 'Repair' }),
        ),
      },
      refusals: [...unserved, eventLogProblems.SANDBOX_NAME_INVALID],
    },
  },
};
