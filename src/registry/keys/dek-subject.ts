import { rowsOf, type Sql } from '../store/sql.js';
import { parseSubject, printSubject, type SubjectName } from '../subject-name.js';

/** The name keys of a subject stand under: its own, or the one its config says, `aliasForDeks`. */
export async function dekSubject(sql: Sql, name: SubjectName): Promise<string> {
  const rows = await rowsOf<{ settings: string }>(
    sql,
    `SELECT settings FROM compatibility_configs
     WHERE (context, subject) = ($1, $2) AND strpos(settings, '"aliasForDeks":') > 0`,
    [name.context, name.subject],
  );
  const { aliasForDeks } = JSON.parse(rows[0]?.settings ?? '{}') as { aliasForDeks?: string };
  return printSubject(aliasForDeks ? parseSubject(aliasForDeks, name.context) : name);
}
