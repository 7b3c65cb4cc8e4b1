import { z } from 'zod';
import { limits } from '#kernel';
import { REVIEW_LISTS } from '../review/cut-review.js';
import { readQuery } from './read-query.js';

export const DAYS_BY_DEFAULT = 30;
export const DAYS_MAX = 365;
const ROWS_MAX = limits.pageRows.value;
/** As many as there can be of anything. */
const FROM_MAX = 1_000_000;

/** A number of something, as an address has it. */
function numberFrom(least: number, most: number, what: string) {
  const error = `must be a whole number of ${what} from ${least} to ${most}`;
  return z.coerce.number(error).int(error).min(least, error).max(most, error);
}

const asked = z.object({
  days: numberFrom(1, DAYS_MAX, 'days').default(DAYS_BY_DEFAULT),
  team: z
    .string('must be given once')
    .max(limits.subjectCharacters.value, `may have ${limits.subjectCharacters.value} characters`)
    .optional(),
  list: z.enum(REVIEW_LISTS, `must be one of ${REVIEW_LISTS.join(', ')}`).optional(),
  rows: numberFrom(1, ROWS_MAX, 'rows').optional(),
  from: numberFrom(0, FROM_MAX, 'rows').default(0),
});

export const readReviewQuery = (raw: unknown) => readQuery(asked, raw);
