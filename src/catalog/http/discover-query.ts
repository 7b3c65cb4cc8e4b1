import { z } from 'zod';
import { limits, problem } from '#kernel';
import { readCursor } from '../discover/cursor.js';
import type { DiscoverPage } from '../discover/discover-events.js';
import type { DiscoverQuestion } from '../discover/search-entries.js';
import { catalogProblems } from '../problems.js';
import { readQuery } from './read-query.js';

const QUERY_CHARACTERS = 200;
const CHOICES = 100;
const BY_DEFAULT = 50;
const PAGE_MAX = 200;

const text = z.string({ error: 'must be given once' }).max(QUERY_CHARACTERS, {
  error: `may have ${QUERY_CHARACTERS} characters at most`,
});
const choices = z
  .union([z.string().transform((value) => [value]), z.array(z.string()).max(CHOICES)], {
    error: `may be given ${CHOICES} times at most`,
  })
  .transform((values) => values.filter(Boolean))
  .default([]);
const query = z.object({
  q: text.default(''),
  domain: choices,
  owner: choices,
  status: choices,
  format: choices,
  tag: choices,
  producer: choices,
  consumer: choices,
  personal: choices,
  enforcement: choices,
  cursor: z
    .string({ error: 'must be given once' })
    .max(limits.subjectCharacters.value * 12)
    .optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .refine((value) => value >= 1 && value <= PAGE_MAX)
    .catch((context) => {
      throw problem(catalogProblems.QUERY_INVALID, {
        name: 'limit',
        rule: `must be a whole number from 1 to ${PAGE_MAX}, not "${String(context.value).slice(0, 20)}"`,
      });
    })
    .default(BY_DEFAULT),
});

const nearest = z.object({ name: text.default('') });

/** @throws QUERY_INVALID */
export const readNearestQuery = (raw: unknown): string => readQuery(nearest, raw).name;

/** @throws QUERY_INVALID, CURSOR_UNREADABLE */
export function readDiscoverQuery(raw: unknown): {
  readonly question: DiscoverQuestion;
  readonly page: DiscoverPage;
} {
  const { q, cursor, limit, ...facets } = readQuery(query, raw);
  return {
    question: { q, facets },
    page: { cursor: cursor ? readCursor(cursor) : undefined, limit },
  };
}
