import type { PayloadForm, SchemaType } from '#schema';
import type { Refusal } from './verdict.js';

/** How an event says which schema its bytes were written under. */
export type SchemaName =
  | { readonly by: 'id'; readonly id: number }
  | { readonly by: 'guid'; readonly guid: string }
  | { readonly by: 'version'; readonly subject: string | undefined; readonly version: number }
  /** The newest the contract takes of the subject; the contract's own subject where it is absent. */
  | { readonly by: 'newest'; readonly subject: string | undefined }
  /** Written out in the request: registered, and an id from then on. */
  | { readonly by: 'text'; readonly text: string; readonly subject: string | undefined };

/**
 * A value or key that a request carries as JSON and that leaves as the serializers of its language
 * write it: framed, and in Avro and Protobuf in the binary form.
 */
export interface Embedded {
  /** The schema's, where it is absent. */
  readonly type: SchemaType | undefined;
  readonly schema: SchemaName;
}

/** What is inside of an event, behind the frame some serializers put around it. */
export interface ArrivedPayload {
  readonly bytes: Buffer;
  readonly form: PayloadForm;
  /** Absent where the event says nothing: then the contract does. */
  readonly schema: SchemaName | undefined;
  /** Looks, where nobody has looked yet, whether a value may be made of the bytes at all. */
  fault(): Refusal | undefined;
}
