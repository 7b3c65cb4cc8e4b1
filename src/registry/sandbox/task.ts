import type { CompatibilityQuestion, CompatibilityReport } from '#compat';
import type { SchemaFault, SchemaSource } from '#schema';

/** Work on schemas nobody has vouched for. */
export type Task =
  | { readonly kind: 'read'; readonly source: SchemaSource; readonly isNormalized: boolean }
  | { readonly kind: 'format'; readonly source: SchemaSource; readonly format: string }
  | { readonly kind: 'compare'; readonly question: CompatibilityQuestion };

export type Outcome =
  | { readonly kind: 'read'; readonly canonical: string; readonly faults: readonly SchemaFault[] }
  | { readonly kind: 'format'; readonly text: string }
  | { readonly kind: 'compare'; readonly report: CompatibilityReport };

/** Parent to child, and back with the same number. */
export interface Ask {
  readonly number: number;
  readonly tasks: readonly Task[];
}
/** What came of each, in their order. */
export interface Answer {
  readonly number: number;
  readonly done: readonly Done[];
}
export type Done = { readonly outcome: Outcome } | { readonly thrown: string };
