import type { Contract } from '#contract';
import type { SchemaNode, SchemaSource, SchemaType } from '#schema';

export const lintSeverities = ['error', 'warn', 'off'] as const;
export type LintSeverity = (typeof lintSeverities)[number];

/** A contract or a schema alone, as the rules see it. */
export interface LintSubject {
  readonly contract?: Contract;
  readonly tree: SchemaNode;
  readonly source: SchemaSource;
  readonly type: SchemaType;
  /** Who `contracts.yaml` says the folder belongs to. */
  readonly moduleOwner?: string;
}

/** What a rule says, and the one place it says it of. */
export interface LintRemark {
  readonly message: string;
  readonly place: LintPlace;
}

/** In the contract by JSON Pointer, or in the schema by the node it is about. */
export type LintPlace =
  | { readonly in: 'contract'; readonly pointer: string }
  | { readonly in: 'schema'; readonly node: SchemaNode };

/** One row of the table: what is expected, why, and what to do. `docs/lint-rules.md` shows them. */
export interface LintRule {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** Unless `contracts.yaml` says otherwise. */
  readonly severity: LintSeverity;
  remarks(subject: LintSubject): readonly LintRemark[];
}
