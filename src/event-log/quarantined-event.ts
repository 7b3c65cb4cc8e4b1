import type { Position } from './logged-event.js';

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
  /** Where a copy goes that commits with the case, and whether Kafka is to have it. */
  readonly deadLetter?: { readonly topic: string; readonly isCarried: boolean } | undefined;
}

export const quarantineStates = ['open', 'fixed', 'replayed', 'discarded', 'expired'] as const;

export type QuarantineState = (typeof quarantineStates)[number];

/** A case as lists show it: everything but the bytes of the event. */
export interface QuarantineCase {
  readonly id: string;
  readonly topic: string;
  readonly contract?: { readonly id: string; readonly version: number };
  readonly door: string;
  readonly principal: string;
  readonly eventId?: string;
  readonly source?: string;
  /** Those of the last time it was refused. */
  readonly reasons: readonly QuarantineReason[];
  readonly state: QuarantineState;
  readonly fingerprint: string;
  readonly count: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /**
   * False for the one case per topic and contract that counts what did not fit: it has no event
   * of its own, and `count` is how many were not kept.
   */
  readonly isKept: boolean;
  readonly keyBytes: number | null;
  readonly valueBytes: number | null;
}

export interface QuarantinedEvent extends QuarantineCase {
  /** False where it is sealed under a key this process was not given: then nothing of it is here. */
  readonly isReadable: boolean;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
}

/** What was done about a case; `refused` left it open. */
export interface QuarantineAction {
  readonly at: Date;
  readonly actor: string;
  readonly action: 'replayed' | 'fixed' | 'refused' | 'discarded' | 'expired';
  readonly note?: string;
  /** Where the event went. */
  readonly position?: Position;
}

/** The same reason, over all cases that have it. */
export interface QuarantineGroup {
  readonly contractId: string | null;
  readonly topic: string;
  readonly code: string;
  readonly pointer: string;
  readonly cases: number;
  /** Repeats included. */
  readonly events: number;
  readonly lastSeen: Date;
}
