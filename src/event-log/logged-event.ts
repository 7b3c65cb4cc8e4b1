/** An event as it enters the log. Bytes are kept as they came. */
export interface NewEvent {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer | null;
  /** `null` is a tombstone. */
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
  /** The contract version that judged it, where one did. */
  readonly contract?: { readonly id: string; readonly version: number } | undefined;
  readonly schemaId?: number | undefined;
  /** CloudEvents `id` and `source`, where the door knows them. */
  readonly eventId?: string | undefined;
  readonly source?: string | undefined;
  /** The named request it came with, and its place there: what became of it commits with it. */
  readonly named?: PlaceInRequest | undefined;
}

export interface PlaceInRequest {
  readonly request: string;
  readonly n: number;
  /** Under which it was judged: once somebody else has the request, nothing is stored. */
  readonly claim: string;
}

/** Where an event stands: offsets are dense per topic-partition, in commit order. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface LoggedEvent extends NewEvent {
  readonly offset: number;
  readonly loggedAt: Date;
}
