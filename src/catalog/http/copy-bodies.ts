import { z } from 'zod';
import { compareKeys } from '#contract';
import type { Position } from '#event-log';
import { limits, problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import { readPosition } from './entities-query.js';

const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: 'it is no SHA-256 in hexadecimal' });
const key = z
  .string()
  .min(1)
  .max(600)
  .refine((text) => text.isWellFormed() && !text.includes('\0'), { error: 'it is no text' })
  .describe('As `GET /v1/entities/{contract}` tells it');
const version = z
  .string()
  .regex(/^(0|[1-9]\d{0,19})$/, { error: 'it is no whole number, as text' })
  .describe('A whole number, as text');
const after = z
  .union([z.literal(''), key])
  .default('')
  .describe('The key before the first one');
const upTo = key.nullable().describe('The last key there may be; null: to the end');

const wish = {
  by: z
    .enum(['content', 'version'])
    .default('content')
    .describe('`version` for a copy that keeps less than what the events say'),
  positions: z
    .array(z.string().max(300))
    .max(1_000)
    .default([])
    .describe('From where the copy reads on, by partition, as `Concordat-Positions` tells it'),
  waitMs: z.int().min(0).max(limits.stateWaitMs.value).default(5_000),
};

const isAscending = (keys: readonly (string | null)[]): boolean =>
  keys.every((each, i) => {
    const next = keys[i + 1];
    return next === undefined || next === null || (each !== null && compareKeys(each, next) < 0);
  });

/** A copy by stretches. */
export const stretchesBody = z.strictObject({
  ...wish,
  after,
  stretches: z
    .array(
      z.strictObject({
        upTo,
        count: z.int().min(0).max(limits.comparedStretchKeys.value),
        digest: hash.describe('SHA-256 over a line for each entity: key, NUL, mark, line feed'),
      }),
    )
    .min(1)
    .max(limits.comparedKeys.value)
    .refine((all) => isAscending(all.map((each) => each.upTo)), {
      error: 'their keys do not rise in the order of UTF-8',
    })
    .refine((all) => sumOf(all) <= limits.comparedStretchKeys.value, {
      error: `they have more than ${limits.comparedStretchKeys.value} entities together`,
    }),
});

/** One stretch of a copy by keys. */
export const keysBody = z.strictObject({
  ...wish,
  after,
  upTo,
  entities: z
    .array(
      z.strictObject({
        key,
        version: version.optional(),
        hash: hash.optional().describe('SHA-256 of the state as canonical JSON (RFC 8785)'),
      }),
    )
    .max(limits.comparedKeys.value)
    .refine((all) => isAscending(all.map((each) => each.key)), {
      error: 'their keys do not rise in the order of UTF-8',
    }),
});

/** Which entities are sent again, and where to. */
export const repairBody = z.strictObject({
  keys: z.array(key).min(1).max(limits.comparedKeys.value),
  into: z.string().describe('A topic whose name begins with `sandbox.`'),
});

const sumOf = (all: readonly { readonly count: number }[]): number =>
  all.reduce((sum, { count }) => sum + count, 0);

/** @throws QUERY_INVALID */
export const positionsIn = (texts: readonly string[]): readonly Position[] =>
  texts.map((text) => readPosition('positions', text));

/** What does not lie in the stretch it is said to be of would be told as a difference. */
export function refuseOutside({
  after: from,
  upTo: to,
  entities,
}: z.output<typeof keysBody>): void {
  const outside = entities.find(
    (each) => compareKeys(each.key, from) <= 0 || (to !== null && compareKeys(each.key, to) > 0),
  );
  const where = `"${outside?.key.slice(0, 60)}" lies outside of it`;
  if (outside) throw problem(catalogProblems.STRETCH_INVALID, { where });
}
