import type { PayloadForm } from '#schema';
import type { Refusal } from './verdict.js';

/** How an event says which schema its bytes were written under. */
export type SchemaName =
  | { readonly by: 'id'; readonly id: number }
  | { readonly by: 'guid'; readonly guid: string }
  | { readonly by: 'version'; readonly subject: string; readonly version: number };

/** What is inside of an event, behind the frame some serializers put around it. */
export interface ArrivedPayload {
  readonly bytes: Buffer;
  readonly form: PayloadForm;
  /** Absent where the event says nothing: then the contract does. */
  readonly schema: SchemaName | undefined;
  /** Looks, where nobody has looked yet, whether a value may be made of the bytes at all. */
  readonly fault: () => Refusal | undefined;
}
