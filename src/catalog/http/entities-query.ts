import { z } from 'zod';
import type { Position } from '#event-log';
import { limits, problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import type { StateWish } from '../state/find-states.js';
import type { StatePage } from '../store/latest-states.js';
import { readQuery } from './read-query.js';

const LIMIT = 100;
const WAIT_MS = 5_000;
const AWAITED_MAX = 100;
/** Of the last `@`: topics hold neither that nor a slash. */
const POSITION = /^([^/@]{1,249})\/(\d{1,9})@(\d{1,15})$/;

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
  payload: choice(['masked', 'raw']).default('masked'),
  format: choice(['json', 'ndjson']).default('json'),
  deleted: choice(['left-out', 'shown']).default('left-out'),
  limit: whole(1, limits.pageRows.value, LIMIT),
  cursor: z.string({ error: 'must be given once' }).max(1_000).default(''),
});

/** @throws QUERY_INVALID */
export function readEntitiesQuery(raw: unknown): {
  readonly wish: StateWish;
  readonly page: StatePage;
  /** Every state, a line each, whatever the reader says it accepts. */
  readonly isInLines: boolean;
} {
  const { waitFor = '', waitMs, payload, format, deleted, limit, cursor } = readQuery(query, raw);
  const awaited = waitFor.split(',').filter(Boolean).map(positionOf);
  if (awaited.length > AWAITED_MAX) throw invalid('waitFor', `names more than ${AWAITED_MAX}`);
  const after = cursor.replaceAll('\0', '');
  return {
    wish: { payload, waitMs, awaited },
    page: { after, limit, withDeleted: deleted === 'shown' },
    isInLines: format === 'ndjson',
  };
}

function positionOf(text: string): Position {
  const [, topic = '', partition = '', offset = ''] = POSITION.exec(text.trim()) ?? [];
  if (topic === '')
    throw invalid(
      'waitFor',
      `names positions as topic/partition@offset, not "${text.slice(0, 60)}"`,
    );
  return { topic, partition: Number(partition), offset: Number(offset) };
}

const invalid = (name: string, rule: string) =>
  problem(catalogProblems.QUERY_INVALID, { name, rule });
