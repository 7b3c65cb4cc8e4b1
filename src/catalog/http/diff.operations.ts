import { z } from 'zod';
import type { Operation } from '#kernel';
import { catalogProblems as rows } from '../problems.js';

const severity = z.enum(['breaking', 'warning', 'info']);
const verdict = z.strictObject({
  verdict: z.enum(['compatible', 'incompatible', 'undecided']),
  undecidedBecause: z.string().optional(),
});
const ofChange = z.strictObject({
  severity,
  witness: z
    .strictObject({
      event: z.unknown().describe('The smallest event that breaks'),
      rejectedBy: z.enum(['old', 'new']),
      pointer: z.string().describe('Where the refusing side stumbles'),
      reason: z.string(),
    })
    .optional(),
});
const change = z
  .strictObject({
    key: z.string().describe('The same for the same change, also in another deployment'),
    about: z.enum(['schema', 'meaning']),
    ruleId: z.string(),
    severity,
    message: z.string(),
    why: z.string(),
    fix: z.string(),
    oldPath: z.string(),
    newPath: z.string(),
    field: z.string().optional(),
    backward: ofChange.optional(),
    forward: ofChange.optional(),
    hurts: z.array(z.enum(['producers', 'consumers'])).optional(),
    evidence: z
      .strictObject({ events: z.array(z.unknown()), before: z.string(), now: z.string() })
      .optional(),
  })
  .meta({ id: 'CatalogChange' });
const version = {
  version: z.int(),
  schemaVersion: z.int(),
  schemaId: z.int(),
  publishedAt: z.string(),
  publishedBy: z.string(),
  isForced: z.boolean(),
  reason: z.string().optional().describe('As who published it said'),
};
const side = z.strictObject({ ...version, format: z.string(), text: z.string() });
const diff = z
  .object({
    id: z.string(),
    name: z.string(),
    old: side,
    new: side,
    versions: z.array(z.strictObject(version)),
    assumption: z.enum(['open-world', 'declared-only', 'defaults-applied']),
    backward: verdict.describe('Readers of the new version, events of the old one'),
    forward: verdict.describe('Readers of the old version, events of the new one'),
    changes: z.array(change),
  })
  .meta({ id: 'CatalogDiff' });

export const diffOperations: Readonly<Record<string, Operation>> = {
  'GET /catalog/v1/events/{id}/diff/{span}': {
    summary: 'Compare two versions',
    more: '`{span}` is the older version, two dots and the newer one: `1..3`. Each change is judged in both directions, breaking ones with the event that shows it.',
    headers: { 'If-None-Match': z.string().describe('The ETag of an answer before') },
    query: { assumption: z.enum(['open-world', 'declared-only', 'defaults-applied']) },
    answers: {
      200: {
        says: 'Every change, and whom it breaks',
        content: { 'application/json': diff },
      },
      304: { says: 'Not changed since the entity tag in If-None-Match' },
    },
    refusals: [
      rows.EVENT_UNKNOWN,
      rows.EVENT_VERSION_UNKNOWN,
      rows.DIFF_UNREADABLE,
      rows.QUERY_INVALID,
    ],
  },
};
