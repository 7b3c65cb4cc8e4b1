import { z } from 'zod';
import { momentOf } from '#contract';
import { limits, storable } from '#kernel';
import { readChangeCursor } from '../changes/change-cursor.js';
import { CHANGE_KINDS, type ChangeKind } from '../changes/change-words.js';
import type { ChangesQuestion, Span } from '../changes/list-changes.js';
import { readQuery } from './read-query.js';

export const CHANGES_BY_DEFAULT = 50;
export const CHANGES_MAX = 200;
const CHOICES = 100;
const CURSOR_CHARACTERS = limits.subjectCharacters.value * 12;
const MOMENT = 'must be a day (2026-11-20), a moment (2026-11-20T09:30Z) or how long ago (7d)';
const MANY = `may be given ${CHOICES} times at most`;
const PAGE = `must be a whole number from 1 to ${CHANGES_MAX}`;

/** What is counted back from now moves by the minute: until then the answer is the same. */
const ABSOLUTE = /^\d{4}-/;
const MINUTE_MS = 60_000;
const toMinute = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;

const once = (characters: number) =>
  z
    .string({ error: 'must be given once' })
    .max(characters, { error: `may have ${characters} characters at most` });
const moment = z
  .string({ error: 'must be given once' })
  .transform((said, context): Span | typeof z.NEVER => {
    const atMs = momentOf(said, Date.now());
    if (atMs !== undefined)
      return { said, at: new Date(ABSOLUTE.test(said) ? atMs : toMinute(atMs)) };
    context.addIssue({ code: 'custom', message: MOMENT });
    return z.NEVER;
  })
  .optional();
const choices = z
  .union(
    [z.string().transform((value) => [value]), z.array(z.string()).max(CHOICES, { error: MANY })],
    { error: MANY },
  )
  .transform((values) => values.filter(Boolean).map(storable))
  .default([]);
const kinds = choices.refine(
  (values) => values.every((value) => (CHANGE_KINDS as readonly string[]).includes(value)),
  { error: `must be one of ${CHANGE_KINDS.join(', ')}` },
);
const query = z.object({
  since: moment,
  until: moment,
  contract: once(limits.subjectCharacters.value).optional(),
  team: choices,
  reads: choices,
  kind: kinds,
  cursor: once(CURSOR_CHARACTERS).optional(),
  limit: z
    .string(PAGE)
    .regex(/^\d{1,4}$/, PAGE)
    .transform(Number)
    .refine((value) => value >= 1 && value <= CHANGES_MAX, PAGE)
    .default(CHANGES_BY_DEFAULT),
});

/** @throws QUERY_INVALID, CURSOR_UNREADABLE */
export function readChangesQuery(raw: unknown): ChangesQuestion {
  const { since, until, contract, team, reads, kind, cursor, limit } = readQuery(query, raw);
  return {
    ...{ since, until, contract: contract === '' ? undefined : contract },
    ...{ teams: team, reads, kinds: kind as readonly ChangeKind[], limit },
    after: cursor ? readChangeCursor(cursor) : undefined,
  };
}
