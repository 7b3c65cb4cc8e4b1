import type { SchemaSource, SchemaType } from '#schema';
import type { Metadata, Reference, RuleSet, SchemaContent } from './schema-identity.js';

/** A schema as a caller sends it. */
export interface SchemaDraft {
  readonly type: SchemaType;
  readonly text: string;
  readonly references: readonly Reference[];
  readonly metadata?: Metadata | undefined;
  readonly ruleSet?: RuleSet | undefined;
}

/** A draft that was read: its references are registered, its text is canonical. */
export interface UnderstoodSchema {
  readonly source: SchemaSource;
  readonly content: SchemaContent;
}
