import { z } from 'zod';
import type { Position } from '#event-log';
import { limits, problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import type { StateWish } from '../state/find-states.js';
import type { PastPlace } from '../state/past-state.js';
import type { StatePage } from '../store/latest-states.js';
import { readQuery } from './read-query.js';

const LIMIT = 100;
const WAIT_MS = 5_000;
const AWAITED_MAX = 100;
/** Of the last `@`: topics hold neither that nor a slash. */
const POSITION = /^([^/@]{1,249})\/(\d{1,9})@(\d{1,15})$/;

const MOMENT = z.iso.datetime({ offset: true });

const whole = (least: number, most: number, byDefault: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string({ error })
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error })
    .default(byDefault);
};
const choice = <const T extends string>(values: readonly [T, ...T[]]) =>
  z.enum(values, { error: `must be ${values.join(' or ')}` });

const query = z.object({
  waitFor: z.string({ error: 'must be given once' }).max(10_000).optional(),
  waitMs: whole(0, limits.stateWaitMs.value, WAIT_MS),
  at: z.string({ error: 'must be given once' }).max(300).optional(),
  payload: choice(['masked', 'raw']).default('masked'),
  format: choice(['json', 'ndjson']).default('json'),
  deleted: choice(['left-out', 'shown']).default('left-out'),
  limit: whole(1, limits.pageRows.value, LIMIT),
  cursor: z.string({ error: 'must be given once' }).max(1_000).default(''),
});

const keyQuery = z.object({ key: z.string({ error: 'must be given, and once' }) });

/** @throws QUERY_INVALID */
export function readEntitiesQuery(raw: unknown): {
  readonly wish: StateWish;
  readonly page: StatePage;
  /** Every state, a line each, whatever the reader says it accepts. */
  readonly isInLines: boolean;
} {
  const { waitFor = '', waitMs, payload, format, deleted, limit, cursor } = readQuery(query, raw);
  const awaited = waitFor
    .split(',')
    .filter(Boolean)
    .map((each) => readPosition('waitFor', each));
  if (awaited.length > AWAITED_MAX) throw invalid('waitFor', `names more than ${AWAITED_MAX}`);
  const after = cursor.replaceAll('\0', '');
  return {
    wish: { payload, waitMs, awaited },
    page: { after, limit, withDeleted: deleted === 'shown' },
    isInLines: format === 'ndjson',
  };
}

/** Whose state is asked for where the address does not say so; '' may be one, and none is no key. @throws QUERY_INVALID */
export const readEntityKey = (raw: unknown): string => readQuery(keyQuery, raw).key;

/** What the state of one entity is asked for as of; nothing: now. @throws QUERY_INVALID */
export function readPastPlace(raw: unknown): PastPlace | undefined {
  const { at, waitFor } = readQuery(query, raw);
  if (at === undefined) return undefined;
  if (waitFor) throw invalid('waitFor', 'asks for what comes, and "at" for what was');
  return MOMENT.safeParse(at).success ? new Date(at) : readPosition('at', at);
}

/** @throws QUERY_INVALID */
export function readPosition(name: string, text: string): Position {
  const [, topic = '', partition = '', offset = ''] = POSITION.exec(text.trim()) ?? [];
  if (topic === '')
    throw invalid(name, `names positions as topic/partition@offset, not "${text.slice(0, 60)}"`);
  return { topic, partition: Number(partition), offset: Number(offset) };
}

const invalid = (name: string, rule: string) =>
  problem(catalogProblems.QUERY_INVALID, { name, rule });
