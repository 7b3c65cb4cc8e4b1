import { storable } from '#kernel';
import type { SubjectFilter } from '../../store/subjects.js';
import { DEFAULT_CONTEXT } from '../../subject-name.js';
import { type Query, shownOf, textOf } from '../read-query.js';

const ANY_CONTEXT = ':*:';
const QUALIFIED = /^:(\.[^:]*):(.*)$/s;

/** `subjectPrefix`: `:*:` is every context (the default), `:.ctx:` one, a bare text the default one. */
export function subjectFilterOf(query: Query, pathContext: string): SubjectFilter {
  const text = storable(textOf(query, 'subjectPrefix') ?? ANY_CONTEXT);
  const shows = shownOf(query);
  if (pathContext !== DEFAULT_CONTEXT)
    return { context: pathContext, prefix: text === ANY_CONTEXT ? '' : text, shows };
  if (text.startsWith(ANY_CONTEXT)) return { prefix: text.slice(ANY_CONTEXT.length), shows };
  const [, context, prefix] = QUALIFIED.exec(text) ?? [];
  return { context: context ?? DEFAULT_CONTEXT, prefix: prefix ?? text, shows };
}
