import type { AnsweredEvent } from '#event-log';
import type { ExpectedSchema } from './expected-schema.js';
import type { Embedded } from './payload.js';
import type { Refusal } from './verdict.js';

export type Door = 'cloudevents' | 'kafka-rest' | 'dry-run';

/** Headers an event leaves with because its request came with a trace. */
export type Hop = readonly (readonly [name: string, value: Buffer])[];

/** What stands around the value: CloudEvents 1.0 context attributes, extensions included. */
export interface EventContext {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** All of them, required ones too, in the string form of the specification (§3.1). */
  readonly attributes: ReadonlyMap<string, string>;
}

/** One event as a producer sent it. `key` and `value` are the very bytes, never written anew. */
export interface ArrivedEvent {
  readonly door: Door;
  /** Where the producer addressed it; without one its type decides. */
  readonly topic: string | undefined;
  /** Where the producer chose one. */
  readonly partition: number | undefined;
  readonly key: Buffer | null;
  /** `null` is a tombstone. */
  readonly value: Buffer | null;
  /**
   * Whether the value is a piece of a JSON body and was scanned with it; what came as bytes of its own
   * is looked at when it is judged.
   */
  readonly isScanned: boolean;
  /** What judged the value where it stood in the body, and found it valid. */
  readonly provenBy?: ExpectedSchema | undefined;
  /** Headers of a record of the Kafka API. */
  readonly headers?: readonly (readonly [name: string, value: Buffer])[] | undefined;
  /** The trace of its request, to be handed on. */
  readonly hop?: Hop | undefined;
  /** By what an entry of a batch calls itself. */
  readonly entryId?: string | undefined;
  /** As the producer dates it; without one the broker does. */
  readonly timestampMs?: number | undefined;
  /** What is not yet in the form it leaves in. */
  readonly embedded?:
    { readonly key?: Embedded | undefined; readonly value?: Embedded | undefined } | undefined;
  /** Whether a key is the JSON text of a value, as Kafka REST's JSON form writes keys. */
  readonly isKeyJson?: boolean;
  /** As the value claims; without one it is what the contract describes. */
  readonly contentType: string | undefined;
  readonly context: EventContext | undefined;
  /** Who sent it, as far as known; '' before there is authentication. */
  readonly principal: string;
  /** The named request it came with, its place there, and what a gateway that is gone did with it. */
  readonly named?:
    | {
        readonly request: string;
        readonly n: number;
        readonly claim: string;
        readonly done: AnsweredEvent | undefined;
        /** Whether that gateway may have sent it to a broker that keeps no such book. */
        readonly mayBeSent?: boolean | undefined;
      }
    | undefined;
  /** Refused before and in custody already: refusing it again keeps nothing new. */
  readonly isKept?: boolean;
  /** Set when decoding found it unreadable: nobody may parse the value. */
  readonly fault: Refusal | undefined;
}
