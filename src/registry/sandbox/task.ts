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
  readonly task: Task;
}
export type Answer =
  | { readonly number: number; readonly outcome: Outcome }
  | { readonly number: number; readonly thrown: string };
