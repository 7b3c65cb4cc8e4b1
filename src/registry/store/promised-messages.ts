import type { SubjectName } from '../subject-name.js';
import { rowsOf, type Sql } from './sql.js';

/** Which message of a schema version a version of a contract says is its event. */
export interface PromisedMessage {
  readonly contract: string;
  readonly schemaVersion: number;
  /** `null` where the contract names none. */
  readonly message: string | null;
  readonly isInForce: boolean;
}

/** What contracts say of the versions of a subject, older contract versions first. */
export function promisedMessages(
  sql: Sql,
  { context, subject }: SubjectName,
): Promise<readonly PromisedMessage[]> {
  return rowsOf<PromisedMessage>(
    sql,
    `SELECT v.contract_id AS contract, v.schema_version AS "schemaVersion",
            v.document::jsonb #>> '{schema,message}' AS message,
            v.version = c.last_version AND c.status IN ('active', 'deprecated', 'sunset') AS "isInForce"
     FROM contract_versions v JOIN contracts c ON c.id = v.contract_id
     WHERE (v.schema_context, v.schema_subject) = ($1, $2) ORDER BY v.contract_id, v.version`,
    [context, subject],
  );
}
