import { z } from 'zod';
import { limits, problem } from '#kernel';
import { catalogProblems } from '../problems.js';

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

/** @throws QUERY_INVALID */
function read<T>(shape: z.ZodType<T>, raw: unknown): T {
  const found = shape.safeParse(raw);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw problem(catalogProblems.QUERY_INVALID, {
    name: String(issue?.path[0] ?? ''),
    rule: issue?.message ?? 'is not usable',
  });
}

export const readLineageQuery = (raw: unknown) => read(lineage, raw);
export const readCausalityQuery = (raw: unknown) => read(causality, raw);
export const readFieldQuery = (raw: unknown): string => read(field, raw).path;
export const readSunsetsQuery = (raw: unknown) => read(sunsets, raw);
export const readSubjectsQuery = (raw: unknown) => read(subjects, raw);
