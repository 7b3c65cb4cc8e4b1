import type { NewEvent, ObservedGroup, Position } from '#event-log';

/** An event that may leave: judged, and byte for byte what the producer sent. */
export interface ReadyEvent {
  readonly topic: string;
  /** Given only where the caller chose one; else the exit derives it from the key. */
  readonly partition?: number | undefined;
  /** How many partitions the contract declares for the topic. */
  readonly partitions: number;
  readonly key: Buffer | null;
  /** `null` is a tombstone. */
  readonly value: Buffer | null;
  /** As its producer dates it. */
  readonly timestampMs?: number | undefined;
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
  /** The contract version that judged it, where one did. */
  readonly contract?: { readonly id: string; readonly version: number } | undefined;
  readonly schemaId?: number | undefined;
  /** CloudEvents `id` and `source`, where the door knows them. */
  readonly eventId?: string | undefined;
  readonly source?: string | undefined;
  /** The named request it came with, and its place there. */
  readonly named?:
    (NonNullable<NewEvent['named']> & { readonly mayBeSent?: boolean | undefined }) | undefined;
  /** Never to be stored twice: what may have been sent already is not sent again. */
  readonly isOnce?: boolean | undefined;
}

/**
 * What became of one event.
 *
 * `broker-away`: it is certainly not stored, and may be sent again. `unconfirmed`: perhaps it is
 * stored and the answer was lost on its way back. Whether it is sent again is for its contract to say.
 * `refused-by-broker`: it can never be stored as it is; sending it again will not help.
 */
export type Sent =
  | { readonly ok: true; readonly position: Position }
  | {
      readonly ok: false;
      readonly reason: 'broker-away' | 'unconfirmed' | 'refused-by-broker';
      readonly message: string;
      readonly retryAfterSeconds?: number;
    };

/** The way out. Two exist: the event log on PostgreSQL, and Kafka. */
export abstract class Exit {
  /** Whether what stands in the log has still to be carried on to Kafka. */
  abstract readonly isKafka: boolean;

  /**
   * Resolves once every event is durable or given up on; one outcome per event, in the order
   * given. Events of one topic-partition keep that order. Never throws for a broker's sake.
   */
  abstract send(events: readonly ReadyEvent[]): Promise<readonly Sent[]>;

  /** For `/readyz`: whether a send now has a chance. Answers within two seconds. */
  abstract isReachable(): Promise<boolean>;

  /** Whether a breaker is open: sends fail at once until the broker is back. */
  abstract isRefusing(): boolean;

  /** Groups of consumers the broker knows of; none where the log keeps its own. */
  abstract readers(): Promise<readonly ObservedGroup[]>;

  /** Finishes what was begun, then lets go of connections. */
  abstract close(): Promise<void>;
}
