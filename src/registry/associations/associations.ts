import { storable } from '#kernel';
import { rowsOf, type Sql } from '../store/sql.js';
import type { Page } from '../store/subjects.js';
import type { SubjectName } from '../subject-name.js';
import {
  ANY_NAMESPACE,
  type Association,
  type AssociationType,
  type Lifecycle,
  type Resource,
} from './association.js';

interface AssociationRow {
  guid: string;
  resource_id: string;
  resource_type: string;
  association_type: AssociationType;
  resource_name: string;
  resource_namespace: string;
  context: string;
  subject: string;
  lifecycle: Lifecycle;
  is_frozen: boolean;
}

/** Which associations are wanted; what is absent, or an empty list, is any. */
export interface AssociationFilter {
  readonly subject?: SubjectName;
  readonly resource?: Partial<Resource>;
  readonly types?: readonly string[];
  readonly lifecycle?: Lifecycle | undefined;
}

const associationOf = (row: AssociationRow): Association => ({
  guid: row.guid,
  resource: {
    id: row.resource_id,
    type: row.resource_type,
    name: row.resource_name,
    namespace: row.resource_namespace,
  },
  type: row.association_type,
  subject: { context: row.context, subject: row.subject },
  lifecycle: row.lifecycle,
  isFrozen: row.is_frozen,
});

const keepable = (text: string | undefined) => storable(text) ?? null;

const EVERYTHING: Page = { offset: 0, limit: 0x7fff_ffff };

export const associations = {
  async find(
    sql: Sql,
    { subject, resource = {}, types = [], lifecycle }: AssociationFilter,
    page: Page = EVERYTHING,
  ): Promise<readonly Association[]> {
    const { id, type, name, namespace } = resource;
    const rows = await rowsOf<AssociationRow>(
      sql,
      `SELECT * FROM associations
       WHERE ($1::text IS NULL OR (context, subject) = ($1, $2::text))
         AND ($3::text IS NULL OR resource_id = $3) AND ($4::text IS NULL OR resource_type = $4)
         AND ($5::text IS NULL OR resource_name = $5)
         AND ($6::text IS NULL OR resource_namespace = $6)
         AND (cardinality($7::text[]) = 0 OR association_type = ANY ($7))
         AND ($8::text IS NULL OR lifecycle = $8)
       ORDER BY resource_namespace, resource_name, resource_id, association_type
       OFFSET $9 LIMIT $10`,
      [
        ...[subject?.context ?? null, subject?.subject ?? null, keepable(id), keepable(type)],
        ...[keepable(name), namespace === ANY_NAMESPACE ? null : keepable(namespace)],
        ...[types.map(keepable), lifecycle ?? null, page.offset, page.limit],
      ],
    );
    return rows.map(associationOf);
  },

  /** One change of associations after the other: what was looked at still holds when it is stored. */
  async lockAll(tx: Sql): Promise<void> {
    await rowsOf(
      tx,
      `SELECT set_config('lock_timeout', '10s', true), pg_advisory_xact_lock(7465, 0)`,
    );
  },

  async put(tx: Sql, { resource, type, subject, ...rest }: Association): Promise<void> {
    await tx.query(
      `INSERT INTO associations (guid, resource_id, resource_type, association_type, resource_name,
         resource_namespace, context, subject, lifecycle, is_frozen)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (resource_id, resource_type, association_type)
       DO UPDATE SET lifecycle = $9, is_frozen = $10`,
      [
        ...[rest.guid, resource.id, resource.type, type, resource.name, resource.namespace],
        ...[subject.context, subject.subject, rest.lifecycle, rest.isFrozen],
      ],
    );
  },

  async remove(tx: Sql, gone: readonly Association[]): Promise<void> {
    await tx.query('DELETE FROM associations WHERE guid = ANY ($1::uuid[])', [
      gone.map(({ guid }) => guid),
    ]);
  },

  /** With its last version a subject loses them. */
  async removeOf(tx: Sql, { context, subject }: SubjectName): Promise<void> {
    await tx.query('DELETE FROM associations WHERE (context, subject) = ($1, $2)', [
      context,
      subject,
    ]);
  },
};
