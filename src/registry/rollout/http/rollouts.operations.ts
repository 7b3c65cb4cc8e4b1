import { z } from 'zod';
import { limits, type OperationTable, type RefusalRow } from '#kernel';
import { findingOfMeaning, flag, versionNumber } from '../../http/shapes.js';
import { registryProblems as rows } from '../../problems.js';

const json = (shape: z.ZodType) => ({ 'application/json': shape });
const state = z
  .strictObject({
    contract: z.string(),
    version: versionNumber,
    stopped: z
      .strictObject({ at: z.iso.datetime(), by: z.string(), reason: z.string() })
      .nullable()
      .describe('`null` while the candidate is tried'),
  })
  .meta({ id: 'RolloutState' });
const promotion = z
  .strictObject({
    id: z.string(),
    version: versionNumber,
    meaning: z.array(findingOfMeaning).describe('What changed in the contract itself'),
    document: z
      .record(z.string(), z.unknown())
      .describe('The contract that is in force now, to be kept where contracts are written'),
    dryRun: z.boolean(),
  })
  .meta({ id: 'Promotion' });
const refusals: readonly RefusalRow[] = [
  rows.CONTRACT_NOT_FOUND,
  rows.ROLLOUT_NOT_FOUND,
  rows.REGISTRY_BUSY,
];

export const rolloutOperations: OperationTable = {
  heading: { name: 'Rollouts', description: 'Candidate policies, tried beside those in force.' },
  refusedAs: 'problem',
  pathParameters: { id: z.string().describe('Such as `orders.order-placed`') },
  operations: {
    'POST /v1/contracts/{id}/rollout/stop': {
      summary: 'Stop trying the candidate',
      more: 'The kill switch. Every gateway lets the policy in force decide everything within a second; the contract and its version stay as they are. Who stops what stands still changes nothing.',
      body: json(
        z.strictObject({
          reason: z.string().max(limits.noteCharacters.value).optional(),
        }),
      ),
      answers: { 200: { says: 'It stands still', content: json(state) } },
      refusals: [...refusals, rows.REQUEST_INVALID, rows.BODY_NOT_JSON],
    },
    'POST /v1/contracts/{id}/rollout/resume': {
      summary: 'Try the candidate again',
      more: 'As the newest version declares it.',
      answers: { 200: { says: 'It is tried', content: json(state) } },
      refusals,
    },
    'POST /v1/contracts/{id}/rollout/promote': {
      summary: 'Make the candidate the policy in force',
      more: 'Publishes the next version of the contract, with the schema it has and without a rollout. Refused like any publication, and where the candidate would have refused more than `enforcement.promoteBelow` allows.',
      query: {
        dryRun: flag.describe('The same verdict, nothing stored'),
        force: flag.describe('Skips the verdict; the version keeps a mark'),
      },
      answers: {
        200: { says: 'It could be promoted', content: json(promotion) },
        201: { says: 'It is in force', content: json(promotion) },
      },
      refusals: [
        ...refusals,
        rows.SWITCH_INVALID,
        rows.PROMOTION_REFUSED,
        rows.CANDIDATE_UNOBSERVED,
        rows.CONTRACT_INVALID,
        rows.CONTRACT_MEANING_CHANGED,
      ],
    },
  },
};
