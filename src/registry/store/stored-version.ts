import type { SchemaType } from '#schema';
import type { Metadata, Reference, RuleSet } from '../schema-identity.js';
import type { SubjectName } from '../subject-name.js';

/** One content with its id, as kept. */
export interface StoredSchema {
  readonly context: string;
  readonly id: number;
  readonly guid: string;
  readonly type: SchemaType;
  readonly text: string;
  readonly references: readonly Reference[];
  readonly metadata?: Metadata;
  readonly ruleSet?: RuleSet;
}

/** A content under a subject. */
export interface StoredVersion {
  readonly name: SubjectName;
  readonly version: number;
  readonly schema: StoredSchema;
  readonly isDeleted: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
}

export interface SchemaRow {
  context: string;
  id: number;
  guid: string;
  type: SchemaType;
  text: string;
  reference_list: string;
  metadata: string | null;
  rule_set: string | null;
}

export interface VersionRow extends SchemaRow {
  subject: string;
  version: number;
  is_deleted: boolean;
  created_at: Date;
  created_by: string;
}

export const SCHEMA_COLUMNS = `s.context, s.id, s.guid, s.type, s.text, s.reference_list, s.metadata, s.rule_set`;
export const VERSION_COLUMNS = `${SCHEMA_COLUMNS}, v.subject, v.version, v.is_deleted, v.created_at, v.created_by`;
export const VERSIONS_WITH_SCHEMAS = `versions v JOIN schemas s ON (s.context, s.id) = (v.context, v.schema_id)`;

export const schemaOf = (row: SchemaRow): StoredSchema => ({
  context: row.context,
  id: row.id,
  guid: row.guid,
  type: row.type,
  text: row.text,
  references: JSON.parse(row.reference_list) as Reference[],
  ...(row.metadata === null ? {} : { metadata: JSON.parse(row.metadata) as Metadata }),
  ...(row.rule_set === null ? {} : { ruleSet: JSON.parse(row.rule_set) as RuleSet }),
});

export const versionOf = (row: VersionRow): StoredVersion => ({
  name: { context: row.context, subject: row.subject },
  version: row.version,
  schema: schemaOf(row),
  isDeleted: row.is_deleted,
  createdAt: row.created_at,
  createdBy: row.created_by,
});
