import { Problem } from '#kernel';
import type { Sql } from './store/sql.js';
import { subjects } from './store/subjects.js';
import { DEFAULT_CONTEXT, type SubjectName } from './subject-name.js';

/**
 * Looks a bare name up in the default context, then in each other one that knows it; what is said
 * when none has it is what the default context says. A qualified name is looked up where it says.
 */
export async function inAnyContext<T>(
  sql: Sql,
  name: SubjectName,
  look: (name: SubjectName) => Promise<T>,
): Promise<T> {
  try {
    return await look(name);
  } catch (error) {
    if (!isNotFound(error) || name.context !== DEFAULT_CONTEXT) throw error;
    for (const context of await subjects.contextsOf(sql, name.subject)) {
      const found = await look({ ...name, context }).catch((missing: unknown) => {
        if (!isNotFound(missing)) throw missing;
      });
      if (found) return found;
    }
    throw error;
  }
}

const isNotFound = (error: unknown): error is Problem =>
  error instanceof Problem && error.row.http === 404;
