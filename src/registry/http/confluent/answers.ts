import type { StoredSchema, StoredVersion } from '../../store/stored-version.js';
import { printSubject } from '../../subject-name.js';

/** Absent rather than null or empty, as the dialect serialises. */
export const schemaAnswer = ({
  guid,
  type,
  text,
  references,
  metadata,
  ruleSet,
}: StoredSchema) => ({
  guid,
  schemaType: type,
  schema: text,
  references: references.length > 0 ? references : undefined,
  metadata,
  ruleSet,
});

export const versionAnswer = ({ name, version, schema, createdAt, isDeleted }: StoredVersion) => ({
  subject: printSubject(name),
  version,
  id: schema.id,
  ...schemaAnswer(schema),
  ts: createdAt.getTime(),
  deleted: isDeleted || undefined,
});
