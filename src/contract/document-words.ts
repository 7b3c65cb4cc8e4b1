import { limits } from '#kernel';
import { parsePointer } from '#schema';
import { z } from 'zod';
import { readRate, sizeBytes } from './agreed-limits.js';
import { durationMs } from './duration-ms.js';
import { gapWait } from './gap-wait.js';
import { ALL_OTHERS, CEL, isMergeOperator, mergeOperators } from './merge/merge-operators.js';

/** The small words contract documents are made of; each refusal says what to write instead. */

const DURATION =
  /^P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;

export const isDuration = (text: string): boolean => text.length <= 64 && DURATION.test(text);

/** `YYYY-MM-DD` of a day that exists. */
export function isDate(text: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  if (!year || !month || !day || month > 12) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const isPointer = (text: string): boolean => text !== '' && parsePointer(text) !== undefined;

const short = (max: number): z.ZodString =>
  z
    .string()
    .min(1, 'This is empty. Write something or remove it.')
    .max(max, `This is longer than ${max} characters. Shorten it.`);

export const line = short(500);
export const prose = short(10_000);
export const word = short(limits.subjectCharacters.value);
export const contractId = short(limits.subjectCharacters.value).regex(
  /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  'An id has letters, digits, ".", "_" and "-" only. Rename it, e.g. orders.order-placed.',
);
export const duration = z
  .string()
  .refine(
    isDuration,
    'This is not an ISO 8601 duration. Write e.g. P7D for seven days or PT5S for five seconds.',
  );
export const date = z
  .string()
  .refine(isDate, 'This is not a day of the calendar. Write it as YYYY-MM-DD.');
export const pointer = z
  .string()
  .refine(
    isPointer,
    'This is not a JSON Pointer to a field. Write e.g. /customer/email, with ~1 for a slash in a name.',
  );
/** A field of the event, or an attribute of its envelope: `/orderId`, `@subject`. */
export const fieldOrAttribute = z
  .string()
  .refine(
    (text) => isPointer(text) || /^@[a-z0-9]{1,20}$/.test(text),
    'This is neither a JSON Pointer (/orderId) nor an envelope attribute (@subject). Write one of them.',
  );
/** Kafka's own rule for topic names (org.apache.kafka.common.internals.Topic). */
export const topicName = z
  .string()
  .refine(
    (text) => /^[a-zA-Z0-9._-]{1,249}$/.test(text) && text !== '.' && text !== '..',
    'Kafka allows 1 to 249 letters, digits, ".", "_" and "-" in a topic name. Rename it.',
  );
/** What a compatibility check looks back at. */
export const compatibilityWindow = z
  .string()
  .refine(
    (text) =>
      text === 'retention' ||
      text === 'all' ||
      /^versions:[1-9]\d{0,5}$/.test(text) ||
      isDuration(text),
    'A window is "all", "retention", a duration such as P90D, or "versions:5". Write one of them.',
  );
const HOUR_MS = 3_600_000;
/** Between two attempts; a day is as good as never. */
export const backoff = z
  .string()
  .refine(
    (text) => isDuration(text) && isWithin(durationMs(text), limits.retryBackoffHours.value),
    `A backoff is an ISO 8601 duration above zero, and ${limits.retryBackoffHours.value} hours at most. Write e.g. PT1S.`,
  );
const isWithin = (ms: number, hours: number): boolean => ms > 0 && ms <= hours * HOUR_MS;
function isWait(gap: string): boolean {
  const wait = gapWait(gap);
  return (
    wait !== undefined &&
    isDuration(wait) &&
    durationMs(wait) <= limits.gapWaitHours.value * HOUR_MS
  );
}
export const gap = z
  .string()
  .refine(
    (text) => text === 'allow' || text === 'reject' || isWait(text),
    `A gap is "allow", "reject" or "wait:" with a duration up to ${limits.gapWaitHours.value} hours, e.g. wait:PT5S. Write one of them.`,
  );
/** Of one event; what the gateway refuses of everybody cannot be allowed by one contract. */
export const size = z
  .string()
  .refine(
    (text) => sizeBytes(text) > 0 && sizeBytes(text) <= limits.eventBytes.value,
    `A size is a whole number of B, KiB or MiB, and ${limits.eventBytes.value} bytes at most. Write e.g. 64KiB.`,
  );
export const rate = z
  .string()
  .refine(
    (text) => readRate(text) !== undefined,
    'A rate is a whole number of events, 1000000 at most, in a second, a minute or an hour. Write e.g. 100/s, 600/min or 5000/h.',
  );
/** A field of the event, or `*` for all that are not named. */
export const fieldOrOthers = z
  .string()
  .refine(
    (text) => isPointer(text) || text === ALL_OTHERS,
    'This is neither a JSON Pointer (/tags) nor "*" for all other fields. Write one of them.',
  );
export const mergeOperator = short(1_000).refine(
  (text) => isMergeOperator(text) || text.startsWith(CEL),
  `A field is merged by ${Object.keys(mergeOperators).join(', ')}, or "${CEL}" with an expression of a and b. Write one of them.`,
);
