import type { NewEvent, Position } from './logged-event.js';
import type { QuarantineReason } from './quarantined-event.js';

/** The newest admitted word about one entity: what the next one is held against. */
export interface EntityState {
  readonly version?: bigint | undefined;
  /** As the producer wrote it: a hybrid logical clock or a vector. */
  readonly clock?: string | undefined;
  readonly source?: string | undefined;
  /** Of the event that said so, where it has an id. */
  readonly eventId?: string | undefined;
  /** Where it stands in the graph of its transitions. */
  readonly state?: string | undefined;
  readonly isDeleted: boolean;
  /** What is known field by field, where writes are merged; a text of whoever merges. */
  readonly merged?: string | undefined;
}

/** What leaves in the place of an event. */
export interface Instead {
  readonly value: Buffer;
  /** In the place of headers of the same name. */
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
}

/** What an event would do to its entity. `Note` travels to the answer untouched. */
export type Settlement<Note> =
  | {
      readonly fate: 'append';
      readonly after?: EntityState | undefined;
      readonly note: Note;
      /** Set where another event leaves in its place; what came is kept beside, under this policy. */
      readonly instead?: Instead;
      readonly policy?: string;
      /** What would have spoken against it, were its contract enforced. */
      readonly letPass?: string | undefined;
    }
  /** Valid, but older than what is known: recorded, not appended. */
  | { readonly fate: 'supersede'; readonly policy: string; readonly note: Note }
  /** It waits for the version before it. */
  | { readonly fate: 'hold'; readonly hold: Hold; readonly note: Note }
  | { readonly fate: 'refuse'; readonly note: Note };

/** All that any process needs to go on with an event that waits, whenever its turn comes. */
export interface Hold {
  readonly version: bigint;
  readonly waitMs: number;
  /** What settles it then: a text of whoever settles (`Candidate.resume`). */
  readonly asked: string;
  /** SHA-256 of key and value, hexadecimal: a repeat waits with the first. */
  readonly bodyHash: string;
  /** How it is kept for a person if its turn never comes. */
  readonly custody: {
    readonly door: string;
    readonly principal: string;
    readonly overdue: QuarantineReason;
    readonly deadLetterTopic?: string | undefined;
  };
}

/** What becomes of an event that waited, now that its turn has come. */
export type Resumed =
  | { readonly fate: 'append'; readonly after: EntityState }
  | { readonly fate: 'refuse'; readonly reason: QuarantineReason };

/** By what a repeat is recognised (CloudEvents 1.0 §3.1: `source` and `id` together). */
export interface Identity {
  /** Ids of one scope are compared with one another. */
  readonly scope: string;
  readonly source: string;
  readonly id: string;
  /** SHA-256 of key and value, hexadecimal. */
  readonly bodyHash: string;
  readonly windowMs: number;
  /** What becomes of a known id with another body. */
  readonly onMismatch: 'reject' | 'accept';
  /** Otherwise repeats are only noticed. */
  readonly isEnforced: boolean;
}

/** An event that may only be appended if what is known agrees. */
export interface Candidate<Note> {
  readonly event: NewEvent;
  readonly identity?: Identity | undefined;
  readonly entity?: { readonly scope: string; readonly key: string } | undefined;
  /** Set where the topic is carried on to Kafka: how many partitions its contract declares. */
  readonly relayedTo?: number | undefined;
  /** Codes of what was found in it before, and was let pass; kept beside its id. */
  readonly letPass?: readonly string[] | undefined;
  /** Pure; may be asked again when another writer was faster. */
  readonly settle: (known: EntityState | undefined) => Settlement<Note>;
  /**
   * Told what the event meets, before it is settled: what is known of its entity, and whether its id is
   * known with the same content or with other. Told again when another writer was faster: the last counts.
   */
  readonly look?:
    ((known: EntityState | undefined, repeat: 'same' | 'other' | undefined) => void) | undefined;
  /** Pure: settles what waited for the entity, of whichever contract (`Hold.asked`). */
  readonly resume?: ((asked: string, known: EntityState) => Resumed) | undefined;
}

/** What was answered about an id before, and is answered again. */
export interface Remembered {
  readonly fate: 'accepted' | 'merged' | 'superseded' | 'held';
  readonly position: Position | undefined;
  readonly bodyHash: string;
}

export type Admission<Note> =
  | {
      readonly fate: 'appended';
      readonly position: Position;
      readonly note: Note;
      /** Set where repeats are only noticed. */
      readonly wouldBe?: 'duplicate' | 'mismatch';
      readonly isMerged: boolean;
    }
  | { readonly fate: 'duplicate'; readonly first: Remembered }
  | { readonly fate: 'mismatch' }
  /** It waits, since now or since before. */
  | { readonly fate: 'held'; readonly until: Date }
  /** Another event of the same version waits. */
  | { readonly fate: 'version-held' }
  /** Too many of its contract wait. */
  | { readonly fate: 'no-room' }
  | { readonly fate: 'superseded'; readonly note: Note }
  | { readonly fate: 'refused'; readonly note: Note };
