/** Why an event was refused: types and places, never values. */
export interface QuarantineReason {
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
}

/** A refused event in custody. Repeats of the same event raise `count`, not rows. */
export interface NewQuarantinedEvent {
  /** A ULID. */
  readonly id: string;
  readonly topic: string;
  readonly contract?: { readonly id: string; readonly version: number };
  readonly door: string;
  readonly principal: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
  readonly eventId?: string;
  readonly source?: string;
  readonly reasons: readonly QuarantineReason[];
}

export type QuarantineState = 'open' | 'fixed' | 'replayed' | 'discarded' | 'expired';

export interface QuarantinedEvent extends NewQuarantinedEvent {
  readonly state: QuarantineState;
  readonly fingerprint: string;
  readonly count: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}
