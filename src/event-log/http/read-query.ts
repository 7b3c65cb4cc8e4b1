import { limits, type Problem, problem } from '#kernel';
import { eventLogProblems } from '../problems.js';

/** Fastify's reading of a query: a name given twice is a list. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

const WHOLE_NUMBER = /^\d{1,15}$/;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export function readOffset(query: Query): number {
  const value = textOf(query, 'offset') ?? '0';
  if (!WHOLE_NUMBER.test(value)) throw invalid('offset', value, 'a whole number, 0 or more');
  return Number(value);
}

export function readLimit(query: Query, most: number, byDefault = 100): number {
  const value = textOf(query, 'limit') ?? String(byDefault);
  const limit = WHOLE_NUMBER.test(value) ? Number(value) : 0;
  if (limit < 1 || limit > most) throw invalid('limit', value, `a whole number from 1 to ${most}`);
  return limit;
}

/** Where a page goes on; absent at the first. */
export function readNumber(query: Query, name: string): number | undefined {
  const value = textOf(query, name);
  if (value === undefined) return undefined;
  if (!WHOLE_NUMBER.test(value)) throw invalid(name, value, 'a whole number, 0 or more');
  return Number(value);
}

/** A moment; absent means that it does not matter. */
export function readTime(query: Query, name: string): Date | undefined {
  const value = textOf(query, name);
  if (value === undefined) return undefined;
  const time = MOMENT.test(value) ? new Date(value) : undefined;
  if (!time || Number.isNaN(time.getTime()))
    throw invalid(name, value, 'a time such as 2026-11-26T10:00:00Z');
  return time;
}
/** RFC 3339 with an offset: a time without one is another moment on every machine. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/i;

/** A CloudEvents attribute to filter by. */
export function readAttribute(query: Query, name: string): string | undefined {
  const value = textOf(query, name);
  if (value !== undefined && value.length > limits.attributeCharacters.value)
    throw invalid(name, value, `at most ${limits.attributeCharacters.value} characters`);
  return value;
}

export function readChoice<T extends string>(
  query: Query,
  name: string,
  choices: readonly T[],
): T | undefined {
  const value = textOf(query, name);
  if (value === undefined) return undefined;
  const choice = choices.find((each) => each === value);
  if (choice === undefined) throw invalid(name, value, `one of ${choices.join(', ')}`);
  return choice;
}

/** A name to filter by; absent means any. */
export function readName(query: Query, name: string): string | undefined {
  const value = textOf(query, name);
  const isSane = value === undefined || (value !== '' && value.length <= NAME_MAX);
  if (!isSane || value?.includes('\0')) throw invalid(name, value ?? '', 'a name');
  return value;
}
const NAME_MAX = limits.subjectCharacters.value;

export function readCursor(query: Query): string | undefined {
  const value = textOf(query, 'cursor');
  if (value !== undefined && !isUlid(value))
    throw invalid('cursor', value, 'the "nextCursor" of an earlier answer');
  return value;
}

export const isUlid = (text: string): boolean => ULID.test(text);

/** Partition numbers stand in the path; null for what can be none. */
export const partitionOf = (text: string): number | null =>
  /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : null;

function textOf(query: Query, name: string): string | undefined {
  const value = query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(name, value.join(', '), 'given once');
}

const SHOWN_CHARACTERS = 60;

function invalid(name: string, value: string, expected: string): Problem {
  const shown = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value;
  return problem(eventLogProblems.QUERY_INVALID, { name, value: shown, expected });
}
