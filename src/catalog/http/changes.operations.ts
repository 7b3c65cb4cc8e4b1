import { z } from 'zod';
import type { Operation } from '#kernel';
import {
  CHANGE_KINDS,
  changeWords,
  classWords,
  type ChangeClass,
} from '../changes/change-words.js';
import { catalogProblems as rows } from '../problems.js';
import { cacheable, ifNoneMatch } from './cacheable.js';
import { CHANGES_BY_DEFAULT, CHANGES_MAX } from './changes-query.js';

const count = z.int().min(0);
const kind = z.enum(CHANGE_KINDS);
const facet = z.array(z.strictObject({ value: z.string(), word: z.string(), count }));
const effect = z.strictObject({
  class: z.enum(Object.keys(classWords) as ChangeClass[]),
  says: z.string().describe('The class in words'),
  changes: count,
  breaking: count,
  first: z.string().optional().describe('The gravest change'),
});
const change = z
  .strictObject({
    key: z.string().describe('The same for the same change, always'),
    at: z.iso.datetime(),
    by: z.string().describe('`concordat` for what no person asked for'),
    kinds: z.array(kind),
    sentence: z.string(),
    reason: z.string().optional().describe('In the words of who did it'),
    event: z.strictObject({ id: z.string(), name: z.string(), owner: z.string() }).optional(),
    version: z.int().min(1).optional(),
    effect: effect
      .optional()
      .describe(
        'Whom the version breaks; absent until it is worked out, which is done when it is asked for',
      ),
  })
  .meta({ id: 'ToldChange' });
const changes = z
  .strictObject({
    since: z.iso.datetime().optional(),
    until: z.iso.datetime().optional(),
    contract: z.strictObject({ id: z.string(), name: z.string() }).optional(),
    total: count,
    catalogSize: count,
    facets: z.strictObject({ kind: facet, team: facet, reads: facet }),
    changes: z.array(change),
    next: z.string().optional().describe('The cursor of the next page'),
  })
  .meta({ id: 'ToldChanges' });

const moment = z
  .string()
  .describe('A day (its first moment, UTC), a moment, or how long ago: `7d`');
const names = z.array(z.string());
const query = {
  since: moment.optional(),
  until: moment.optional(),
  contract: z.string().optional().describe('Only of this one'),
  team: names.optional().describe('Only of events these teams own'),
  reads: names.optional().describe('Only of events these teams declared to read'),
  kind: z.array(kind).optional().describe('Only what did one of these'),
  cursor: z.string().optional().describe('The `next` of an earlier answer'),
  limit: z.int().min(1).max(CHANGES_MAX).optional().describe(`${CHANGES_BY_DEFAULT} by default`),
};
const more = `Kinds:\n\n${CHANGE_KINDS.map((name) => `- \`${name}\`: ${changeWords[name].says}`).join('\n')}`;
const refusals = [rows.QUERY_INVALID, rows.CURSOR_UNREADABLE, rows.EVENT_UNKNOWN];

export const changesOperations: Readonly<Record<string, Operation>> = {
  'GET /catalog/v1/changes': {
    summary: 'List what changed',
    more: `Every publication, and what else the audit keeps of contracts, the newest first. ${more}`,
    headers: ifNoneMatch,
    query,
    answers: cacheable('Who, when, what and why, and whom it breaks', changes),
    refusals,
  },
  'GET /catalog/v1/changes.atom': {
    summary: 'Subscribe to what changes',
    more: 'The same as a feed (RFC 4287), a page of it.',
    headers: ifNoneMatch,
    query,
    answers: {
      200: { says: 'The feed', content: { 'application/atom+xml': z.string() } },
      304: { says: 'Not changed since the entity tag in If-None-Match' },
    },
    refusals,
  },
};
