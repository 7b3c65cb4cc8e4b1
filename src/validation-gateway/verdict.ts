import type { Contract } from '#contract';
import type { Position } from '#event-log';
import { type ReasonCode, reasons } from './reasons.js';

/** The fate of one event: one enum in answers, counters, the catalog and the documents. */
export type Fate =
  | 'accepted'
  /** Seen before: answered with the original position. */
  | 'duplicate'
  /** Valid but older: recorded, not forwarded. */
  | 'superseded'
  | 'merged'
  /** Waits for a predecessor or a person. */
  | 'held'
  /** Refused, and kept for a person under a quarantine id. */
  | 'quarantined'
  /** Refused, and not kept. */
  | 'rejected'
  /** Nothing recorded: send it again after Retry-After. */
  | 'deferred';

/** One reason at one place. Never quotes the event's values: they may be personal. */
export interface Violation {
  readonly code: string;
  /** JSON Pointer into the event. */
  readonly pointer: string;
  readonly message: string;
}

/** Why a journey ended: a row of the reasons, with the place and the sentence of this event. */
export interface Refusal {
  readonly reason: ReasonCode;
  readonly pointer: string;
  readonly message: string;
  readonly violations: readonly Violation[];
  /** Set: it may come again after so long. Nothing is kept of it. */
  readonly retryAfterSeconds?: number;
  /** The contract wants it refused and forgotten: nobody has to look at it. */
  readonly isForgotten?: boolean;
}

/** A refusal that the contract lets pass. */
export interface Waived {
  readonly refusal: Refusal;
  /** Counted, and said to nobody. */
  readonly isSilent: boolean;
}

/** A check that was made, in the order of the road. */
export interface Check {
  readonly check: string;
  readonly passed: boolean;
}

export interface Verdict {
  readonly fate: Fate;
  readonly refusal: Refusal | undefined;
  /** What `enforce` would have refused, and `observe` or `warn` let pass. */
  readonly waived: Waived | undefined;
  /** Said, but not in the way. */
  readonly notes: readonly Violation[];
  readonly checks: readonly Check[];
  readonly contract: { readonly id: string; readonly version: number } | undefined;
  /** Set where not the policy in force decided. */
  readonly policy?: 'candidate' | undefined;
  /** Announced endings of that contract, for the headers Deprecation and Sunset. */
  readonly deprecation: Contract['deprecation'];
  readonly topic: string;
  /** Under which it was written, where a request leaves that to the gateway. */
  readonly schemaIds?:
    { readonly key: number | undefined; readonly value: number | undefined } | undefined;
  readonly entryId?: string | undefined;
  readonly position: Position | undefined;
  /** Under which a refused event is kept; `null` where custody was wanted and could not be had. */
  readonly quarantineId: string | null | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** How its contract wants it sent again, where it says so. */
  readonly retry?: Contract['retry'];
  /** How long it waits for the version before it. */
  readonly heldUntil?: Date | undefined;
}

/** @param message the row's sentence unless this event has a better one */
export function refuse(
  reason: ReasonCode,
  place: { readonly pointer?: string; readonly message?: string } = {},
  violations: readonly Violation[] = [],
): Refusal {
  const { pointer = '', message = reasons[reason].sentence } = place;
  return { reason, pointer, message, violations };
}

/** Whether it was accepted as any other, and nobody has found anything to say of it. */
export const isPlain = ({ fate, waived, notes, policy, schemaIds }: Verdict): boolean =>
  fate === 'accepted' && !waived && notes.length === 0 && !policy && !schemaIds;

export function countAccepted(verdicts: readonly Verdict[]): number {
  let accepted = 0;
  for (const verdict of verdicts) if (isAccepted(verdict)) accepted++;
  return accepted;
}

export const isAccepted = ({ fate }: Verdict): boolean =>
  fate !== 'rejected' && fate !== 'quarantined' && fate !== 'deferred';
