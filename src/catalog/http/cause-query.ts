import { z } from 'zod';
import { limits, problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import type { CauseFilter } from '../store/quarantine-causes.js';

export const STATES = ['open', 'fixed', 'replayed', 'discarded', 'expired'] as const;

const name = z.string().max(limits.subjectCharacters.value).optional();
const query = z.object({ event: name, producer: name, state: z.enum(STATES).default('open') });

/** @throws QUERY_INVALID */
export function readCauseQuery(raw: unknown): CauseFilter {
  const read = query.safeParse(raw);
  if (read.success) {
    const { state, event, producer } = read.data;
    return { state, event: event || undefined, producer: producer || undefined };
  }
  const [issue] = read.error.issues;
  const parameter = String(issue?.path[0] ?? '');
  const rule =
    parameter === 'state'
      ? `must be one of ${STATES.join(', ')}`
      : `must be given once, with ${limits.subjectCharacters.value} characters at most`;
  throw problem(catalogProblems.QUERY_INVALID, { name: parameter, rule });
}
