import type { DataSource, EntityManager } from 'typeorm';
import { problem } from '#kernel';
import { registryProblems } from '../problems.js';

/** The pool or a transaction: whatever runs a statement. */
export interface Sql {
  query(text: string, parameters?: unknown[]): Promise<unknown>;
}

/** TypeORM answers UPDATE and DELETE with `[rows, count]`, everything else with rows. */
export async function rowsOf<Row>(
  sql: Sql,
  text: string,
  parameters: unknown[] = [],
): Promise<readonly Row[]> {
  const answer = (await sql.query(prepared(text), parameters)) as readonly unknown[];
  return (Array.isArray(answer[0]) ? answer[0] : answer) as readonly Row[];
}

const names = new Map<string, string>();

/**
 * Planning costs more than running here, so every statement is prepared once per connection. pg
 * takes a named statement as an object, which TypeORM hands through; its type only knows text.
 */
function prepared(text: string): string {
  const name = names.get(text) ?? `registry_${names.size}`;
  names.set(text, name);
  return { name, text } as unknown as string;
}

const ATTEMPTS = 4;
/** PostgreSQL appendix A: serialization_failure, deadlock_detected. */
const AGAIN = new Set(['40001', '40P01']);
/**
 * character_not_in_repertoire, untranslatable_character, program_limit_exceeded; and
 * invalid_text_representation, as which half a surrogate pair inside of JSON is told.
 */
const NOT_STORABLE = new Set(['22021', '22P05', '54000', '22P02']);
const LOCK_NOT_AVAILABLE = '55P03';

/** One transaction; a deadlock is tried again, since the work reads all it needs inside. */
export async function transact<T>(
  dataSource: DataSource,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await dataSource.transaction(work);
    } catch (error) {
      const state = sqlStateOf(error);
      if (attempt < ATTEMPTS && AGAIN.has(state)) continue;
      throw inWords(error, state);
    }
  }
}

function inWords(error: unknown, state: string): unknown {
  if (NOT_STORABLE.has(state)) return problem(registryProblems.TEXT_NOT_STORABLE, undefined);
  if (state === LOCK_NOT_AVAILABLE || AGAIN.has(state))
    return problem(registryProblems.REGISTRY_BUSY, undefined, { retryAfterSeconds: 1 });
  return error;
}

function sqlStateOf(error: unknown): string {
  const { code, driverError } = (error ?? {}) as {
    code?: unknown;
    driverError?: { code?: unknown };
  };
  const state = driverError?.code ?? code;
  return typeof state === 'string' ? state : '';
}
