import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { storable } from '#kernel';

/** A subject whose schema nobody has put into a contract: it has a shape and no owner. */
export interface UndescribedSubject {
  readonly context: string;
  readonly subject: string;
  readonly version: number;
  readonly schemaId: number;
  readonly type: string;
  readonly changedAt: Date;
  readonly changedBy: string;
}

/**
 * Most subjects are named by a contract as it is now, which few rows say; only the others are looked
 * for among all its versions. `OFFSET 0` keeps each look a look at an index.
 */
const UNDESCRIBED = `
  FROM (SELECT s.context, s.name FROM subjects s
         WHERE (s.context <> '.' OR NOT EXISTS (SELECT FROM contracts c WHERE c.subject = s.name))
           AND ($1::text = '' OR position(lower($1) IN lower(s.name)) > 0) OFFSET 0) AS s
  JOIN LATERAL (
    SELECT v.version, v.schema_id, v.created_at, v.created_by FROM versions v
     WHERE v.context = s.context AND v.subject = s.name AND NOT v.is_deleted
     ORDER BY v.version DESC LIMIT 1) AS last ON true
  WHERE NOT EXISTS (SELECT FROM contract_versions c
                     WHERE c.schema_context = s.context AND c.schema_subject = s.name OFFSET 0)`;

@Injectable()
export class UndescribedSubjects {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @param q part of a name; empty means all */
  list(q: string, after: string, limit: number): Promise<readonly UndescribedSubject[]> {
    return this.dataSource.query<UndescribedSubject[]>(
      `SELECT s.context, s.name AS subject, last.version, last.schema_id AS "schemaId", d.type,
              last.created_at AS "changedAt", last.created_by AS "changedBy"
         ${UNDESCRIBED.replace('WHERE NOT EXISTS', 'JOIN schemas d ON (d.context, d.id) = (s.context, last.schema_id) WHERE NOT EXISTS')}
         AND (s.context || ' ' || s.name) COLLATE "C" > $2
        ORDER BY (s.context || ' ' || s.name) COLLATE "C" LIMIT $3`,
      [storable(q), storable(after), limit],
    );
  }

  async count(): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::float8 AS count ${UNDESCRIBED}`,
      [''],
    );
    return row?.count ?? 0;
  }

  /** Another one when a subject came or a version went, or a contract was published. */
  async stamp(): Promise<string> {
    const [row] = await this.dataSource.query<{ stamp: string }[]>(
      `SELECT concat_ws(' ', (SELECT revision FROM contracts_revision),
              (SELECT count FROM registry_changes), (SELECT count(*) FROM subjects)) AS stamp`,
    );
    return row?.stamp ?? '';
  }
}
