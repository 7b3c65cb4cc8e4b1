import { unqualifiedSubject } from '#contract';

/** A reference as the dialect writes it. */
export interface ContentReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** One version of a subject, wherever it was read from. */
export interface ContentVersion {
  /** As the dialect prints it: bare in the default context, else `:.context:subject`. */
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  /** Older registries have none. */
  readonly guid?: string | undefined;
  readonly schemaType: string;
  readonly schema: string;
  readonly references: readonly ContentReference[];
  readonly metadata?: unknown;
  readonly ruleSet?: unknown;
  readonly isDeleted: boolean;
}

/** What is set at one level: the empty scope is everything, `:.context:` a context, else a subject. */
export interface ContentSettings {
  readonly scope: string;
  /** As `PUT /config` takes it. */
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  readonly mode?: string | undefined;
}

/** All that one registry holds and another can take over. */
export interface RegistryContent {
  readonly versions: readonly ContentVersion[];
  readonly settings: readonly ContentSettings[];
  /** What was found and cannot be taken over, in words. */
  readonly notes: readonly string[];
}

const QUALIFIED = /^:(\.[^:]*):(.*)$/s;

/** The context of a subject, or of a scope that is one. */
export const contextOf = (subject: string): string => QUALIFIED.exec(subject)?.[1] ?? '.';

export const placeOf = ({ subject, version }: { subject: string; version: number }): string =>
  `${subject} version ${version}`;

/** A reference's subject is meant in the context of whoever refers. */
export function referredPlace(from: string, reference: ContentReference): string {
  const isBare = !QUALIFIED.test(reference.subject);
  const context = contextOf(from);
  const subject =
    isBare && context !== '.'
      ? `:${context}:${reference.subject}`
      : unqualifiedSubject(reference.subject);
  return placeOf({ subject, version: reference.version });
}

export const subjectsOf = ({ versions }: RegistryContent): readonly string[] => [
  ...new Set(versions.map(({ subject }) => subject)),
];

/** The text, references, metadata and rules, as one text that equals where they equal. */
export const contentKey = ({ schemaType, schema, references, ...rest }: ContentVersion): string =>
  JSON.stringify([schemaType, schema, references, ...meaningOf(rest)].map(sorted));

/** Metadata and rules, empty members left out. */
const meaningOf = ({ metadata, ruleSet }: Pick<ContentVersion, 'metadata' | 'ruleSet'>) => [
  metadata ?? null,
  ruleSet ?? null,
];

export const meaningKey = (version: ContentVersion): string =>
  JSON.stringify(meaningOf(version).map(sorted));

/** The same value whatever the order of its members and whatever is empty. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, each]) => !isEmpty(each));
  return Object.fromEntries(
    members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, sorted(each)]),
  );
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0);
