import { z } from 'zod';
import { limits } from '#kernel';
import { readQuery } from './read-query.js';

export const DEPTH_MAX = 4;
const DEPTH_BY_DEFAULT = 2;
const PATH_CHARACTERS = 2_000;

const once = (characters: number) =>
  z
    .string({ error: 'must be given once' })
    .max(characters, { error: `may have ${characters} characters at most` });
const lineage = z.object({
  of: once(limits.subjectCharacters.value + 20).min(1, {
    error: 'must name an event or a service',
  }),
  depth: z
    .string({ error: 'must be given once' })
    .regex(new RegExp(`^[1-${DEPTH_MAX}]$`), { error: `must be a number from 1 to ${DEPTH_MAX}` })
    .transform(Number)
    .default(DEPTH_BY_DEFAULT),
});
const field = z.object({ path: once(PATH_CHARACTERS) });
const subjects = z.object({
  q: once(200).default(''),
  after: once(limits.subjectCharacters.value * 3).default(''),
});

const causality = z.object({
  id: once(limits.eventIdCharacters.value).min(1, { error: 'must name an event' }),
  source: once(limits.attributeCharacters.value).optional(),
});
const sunsets = z.object({
  team: once(limits.subjectCharacters.value).optional(),
  after: once(limits.subjectCharacters.value + PATH_CHARACTERS).optional(),
});

export const readLineageQuery = (raw: unknown) => readQuery(lineage, raw);
export const readCausalityQuery = (raw: unknown) => readQuery(causality, raw);
export const readFieldQuery = (raw: unknown): string => readQuery(field, raw).path;
export const readSunsetsQuery = (raw: unknown) => readQuery(sunsets, raw);
export const readSubjectsQuery = (raw: unknown) => readQuery(subjects, raw);
