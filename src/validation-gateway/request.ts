import type { AnsweredEvent } from '#event-log';
import type { SchemaType } from '#schema';
import type { Hop } from './event.js';

/** How records carry keys and values: as they are, in base64, or in the JSON form of a language. */
export type EmbeddedFormat = 'json' | 'binary' | { readonly type: SchemaType | undefined };

/** A request with an Idempotency-Key under way, and what was done of it before. */
export interface NamedWork {
  readonly request: string;
  readonly claim: string;
  readonly done: ReadonlyMap<number, AnsweredEvent>;
  /** A gateway was at it and is gone: what it did beyond that nobody knows. */
  readonly isUnsure: boolean;
}

/** A request as a door took it: bytes, and only what the transport said about them. */
export type ArrivedRequest = {
  /** Where the producer addressed it: a path or query of the transport. */
  readonly topic: string | undefined;
  readonly body: Buffer;
  readonly principal: string;
  /** Where it has a name under which its answer is kept. */
  readonly named?: NamedWork | undefined;
  readonly hop?: Hop | undefined;
  /** It only asks: nothing of it is sent, kept, counted or registered. */
  readonly isDryRun?: boolean;
} & (
  | {
      readonly form: 'kafka-rest';
      readonly partition: number | undefined;
      /** Of the dialect's second version: one format for all records. */
      readonly embeds: EmbeddedFormat;
    }
  /** One record of the dialect's third version, which says of itself how it is written. */
  | { readonly form: 'kafka-rest-record' }
  | { readonly form: 'kafka-rest-batch' }
  | {
      readonly form: 'cloudevent-binary';
      readonly headers: ReadonlyMap<string, string>;
      readonly contentType: string | undefined;
    }
  | { readonly form: 'cloudevent-structured' }
  | { readonly form: 'cloudevent-batch' }
  /** The value alone, for a dry run. */
  | { readonly form: 'bare-value'; readonly contentType: string | undefined }
);
