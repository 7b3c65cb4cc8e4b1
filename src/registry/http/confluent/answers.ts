import { inlineTagsOf } from '../../inline-tags.js';
import type { Reference } from '../../schema-identity.js';
import type { StoredSchema, StoredVersion } from '../../store/stored-version.js';
import { parseSubject, printSubject } from '../../subject-name.js';
import { isOn, type Query, textOf } from '../read-query.js';

/** How much of a schema an answer tells, beyond what it always does. */
export interface Telling {
  /** References by subjects that mean the same in every context. */
  readonly isQualified?: boolean;
  readonly withTags?: boolean;
}

export const tellingOf = (query: Query): Telling => ({
  isQualified: textOf(query, 'referenceFormat')?.toLowerCase() === 'qualified',
  withTags: isOn(query, 'findTags'),
});

const notEmpty = <T>(list: readonly T[]) => (list.length > 0 ? list : undefined);

/** Absent rather than null or empty, as the dialect serialises. */
export const schemaAnswer = (
  { context, guid, type, text, references, metadata, ruleSet }: StoredSchema,
  { isQualified, withTags }: Telling = {},
) => ({
  guid,
  schemaType: type,
  schema: text,
  references: notEmpty(isQualified ? references.map(qualifiedIn(context)) : references),
  metadata,
  ruleSet,
  schemaTags: withTags ? notEmpty(inlineTagsOf(type, text)) : undefined,
});

export const versionAnswer = (
  { name, version, schema, createdAt, isDeleted }: StoredVersion,
  telling?: Telling,
) => ({
  subject: printSubject(name),
  version,
  id: schema.id,
  ...schemaAnswer(schema, telling),
  ts: createdAt.getTime(),
  deleted: isDeleted || undefined,
});

/** What a registration answers: the subject is known to whoever asked. */
export function registeredAnswer(stored: StoredVersion) {
  const { subject: _subject, ...answer } = versionAnswer(stored);
  return answer;
}

const qualifiedIn = (context: string) => (reference: Reference) => ({
  ...reference,
  subject: printSubject(parseSubject(reference.subject, context)),
});
