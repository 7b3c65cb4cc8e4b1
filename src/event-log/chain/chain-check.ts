import { digestOf, type StoredEvent } from './digest-of.js';
import { batchDigest, sealOf } from './seal.js';

/** An event as it stands in the log, with what was written of it then. */
export interface SealedEvent extends StoredEvent {
  readonly offset: number;
  /** `timestamptz_send` of when it came. */
  readonly loggedAt: Buffer;
  readonly digest: Buffer | null;
  /** Of the last event of a batch only. */
  readonly seal: Buffer | null;
}

export type ChainFaultKind = 'missing' | 'inserted' | 'changed' | 'broken' | 'cut';

/** What does not agree with what was written. */
export interface ChainFault {
  readonly kind: ChainFaultKind;
  readonly offset: number;
  readonly says: string;
}

export interface SealAt {
  /** Of the event that carries it. */
  readonly offset: number;
  readonly seal: Buffer;
}

/** No batch is larger: `EventLog` and `GuardedLog` end theirs before. */
const BATCH_EVENTS_MAX = 10_000;

/**
 * Goes along a partition and holds every event against its digest, every batch against its seal.
 * After a fault it goes on from what stands there, so that one change is told once.
 */
export class ChainCheck {
  readonly faults: ChainFault[] = [];
  /** Events looked at. */
  events = 0;
  #expected: number;
  #last: SealAt;
  #batch: { readonly digest: Buffer; readonly loggedAt: Buffer }[] = [];

  /** @param last what the chain says just before the first event that will be taken */
  constructor(last: SealAt) {
    this.#last = last;
    this.#expected = last.offset + 1;
  }

  /** The last seal that was met, and where. */
  get last(): SealAt {
    return this.#last;
  }

  /** Whether the last event taken ended its batch. */
  get isSealed(): boolean {
    return this.#batch.length === 0;
  }

  take(event: SealedEvent): void {
    this.events++;
    this.#place(event);
    const digest = digestOf(event);
    if (!event.digest?.equals(digest))
      this.#fault('changed', event.offset, 'The event is not the one that was written.');
    this.#batch.push({ digest: event.digest ?? digest, loggedAt: event.loggedAt });
    if (event.seal) this.#close(event.offset, event.seal);
    else if (this.#batch.length > BATCH_EVENTS_MAX) this.#giveUp(event.offset);
  }

  /** @param end what the partition's own row says is the end */
  finish(end: SealAt): void {
    if (this.#expected <= end.offset)
      this.#fault('cut', this.#expected, `Events up to offset ${end.offset} are missing.`);
    else if (!this.isSealed)
      this.#fault('broken', this.#expected - 1, 'The last event of the log carries no seal.');
    else if (!this.#last.seal.equals(end.seal))
      this.#fault('broken', end.offset, 'The partition remembers another seal for its last event.');
  }

  #place({ offset }: SealedEvent): void {
    if (offset > this.#expected)
      this.#fault('missing', this.#expected, `Events before offset ${offset} are missing.`);
    if (offset < this.#expected)
      this.#fault('inserted', offset, 'There are two events at this offset.');
    this.#expected = offset + 1;
  }

  #close(offset: number, seal: Buffer): void {
    const [{ loggedAt } = { loggedAt: Buffer.alloc(0) }] = this.#batch;
    const batch = batchDigest(this.#batch.map(({ digest }) => digest));
    const isOneMoment = this.#batch.every((event) => event.loggedAt.equals(loggedAt));
    if (!isOneMoment || !sealOf(this.#last.seal, loggedAt, batch).equals(seal))
      this.#fault('broken', offset, 'Its seal does not follow from the events before it.');
    this.#last = { offset, seal };
    this.#batch = [];
  }

  /** Without a bound, seals taken away would fill the memory of whoever looks for them. */
  #giveUp(offset: number): void {
    this.#fault('broken', offset, `The ${BATCH_EVENTS_MAX} events before it carry no seal.`);
    this.#batch = [];
  }

  #fault(kind: ChainFaultKind, offset: number, says: string): void {
    this.faults.push({ kind, offset, says });
  }
}
