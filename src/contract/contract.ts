import type { SchemaType } from '#schema';

export type ContractStatus = 'draft' | 'proposed' | 'active' | 'deprecated' | 'sunset' | 'retired';
export type CompatibilityMode =
  | 'NONE'
  | 'BACKWARD'
  | 'BACKWARD_TRANSITIVE'
  | 'FORWARD'
  | 'FORWARD_TRANSITIVE'
  | 'FULL'
  | 'FULL_TRANSITIVE';
/** What the gateway does with fields no schema declares. */
export type Undeclared = 'refuse' | 'warn' | 'allow';
export type EnforcementMode = 'off' | 'observe' | 'warn' | 'enforce';

/** Which schemas an event may name: the promised one, and also the newest, a range, or any version. */
export type Accepts =
  'exact' | 'latest' | 'any-of-subject' | { readonly from: number; readonly to?: number };

/** How one field is treated, by JSON Pointer; overlays the schema, never repeats its types. */
export interface FieldOverlay {
  readonly classification?: string;
  readonly mask?: 'hash' | 'redact' | 'partial';
  readonly deprecatedOn?: string;
  readonly sunsetOn?: string;
  readonly replacedBy?: string;
}

/**
 * What a producer promises: schema + meaning + owner, with every default filled in.
 * The words are those of `docs/contract.md`; durations are ISO 8601, dates `YYYY-MM-DD`.
 */
export interface Contract {
  readonly id: string;
  readonly name: string;
  readonly status: ContractStatus;
  readonly domain?: string;
  readonly owner: { readonly team: string; readonly contact?: string; readonly oncall?: string };
  readonly description: { readonly purpose?: string; readonly limitations?: string };
  readonly tags: readonly string[];
  readonly criticality: 'sandbox' | 'normal' | 'critical';
  readonly schema: {
    readonly type: SchemaType;
    /** The registry subject; default `<topic>-value`. */
    readonly subject: string;
    /** The full name of the Protobuf message that is the event; where absent, any of the file. */
    readonly message?: string;
    /** A path relative to the contract file; the CLI turns it into `definition`. */
    readonly file?: string;
    /** The schema itself: text, or an object for JSON formats. */
    readonly definition?: string;
    readonly references: readonly { name: string; subject: string; version: number }[];
    /** Versions of the subject whose events are taken beside those of the promised one; `exact`: none. */
    readonly accepts?: Accepts;
  };
  readonly envelope?: { readonly spec: 'cloudevents'; readonly type: string };
  readonly channel: {
    readonly topic: string;
    /** JSON Pointer of the partition key inside the event. */
    readonly key?: string;
    readonly partitions: number;
    readonly retention?: string;
    readonly cleanup: 'delete' | 'compact';
  };
  readonly compatibility: {
    readonly mode: CompatibilityMode;
    readonly window: string;
    /** Versions of another group are not compared with it: a new major version, say. */
    readonly group?: string;
    /** Whether values that an enum does not list are taken. */
    readonly enums: 'open' | 'closed';
    /** Whether a text that is not of its format is refused; it is unless it says "annotate". */
    readonly formats?: 'assert' | 'annotate';
    /** What becomes of a change of meaning that breaks somebody; refused unless it says "warn". */
    readonly meaning?: 'refuse' | 'warn';
  };
  readonly undeclared: Undeclared;
  /** Events as they are sent, in JSON; they show, and promise nothing. */
  readonly examples?: readonly unknown[];
  readonly producers: readonly { readonly principal?: string; readonly source?: string }[];
  readonly semantics: Semantics;
  /** What one event, and one producer, may ask of everybody behind the gateway. */
  readonly limits?: {
    /** Of the value of one event: `64KiB`. */
    readonly size?: string;
    /** Of the events of one producer: `100/s`. */
    readonly rate?: string;
  };
  /** How whoever was told to come again is to do so. */
  readonly retry?: Retry;
  readonly fields: Readonly<Record<string, FieldOverlay>>;
  readonly rules: readonly ValueRule[];
  readonly enforcement: {
    readonly mode: EnforcementMode;
    /** Who is refused while the mode is `enforce`; all others are warned. */
    readonly percent: number;
    /** What is drawn for the share, so that it is refused always or never; the key unless said. */
    readonly by?: 'key' | 'producer';
    /** A version that refuses more than this when it is new steps back to `warn`. */
    readonly rollbackAbove?: { readonly rejectRate: number; readonly over: string };
    /** Enforced only where no more than this would have been refused before. */
    readonly promoteBelow?: { readonly rejectRate: number; readonly over: string };
    /** Takes a copy of each refused event that is kept. */
    readonly deadLetterTopic?: string;
  };
  readonly rollout?: Rollout;
  readonly deprecation?: {
    readonly from?: string;
    readonly sunset?: string;
    readonly migration?: string;
  };
}

/** In the words of gRPC's service config, and AWS's of jitter: what waits between two attempts. */
export interface Retry {
  /** How often one event is sent at most, the first time included; without end where absent. */
  readonly maxAttempts?: number;
  readonly initialBackoff: string;
  readonly maxBackoff: string;
  readonly backoffMultiplier: number;
  /** How much of a wait is left to chance: all of it, half of it or nothing. */
  readonly jitter: 'full' | 'equal' | 'none';
}

/** Another policy that is tried beside the one in force. */
export interface Rollout {
  /** What of the contract would be different: laid over its blocks as RFC 7396 says. */
  readonly candidate: Readonly<Record<string, unknown>>;
  /** Whose events the candidate decides; of all others it is only asked. */
  readonly percent: number;
  /** What is drawn for the share; the key of the entity where one is declared, else the event's. */
  readonly stickiness?: Stickiness;
}

export type Stickiness = 'entity.key' | 'key' | 'producer';

/** A sentence in CEL that is true of every event. */
export interface ValueRule {
  readonly name: string;
  readonly cel: string;
  /** What is said to the producer when it does not hold. */
  readonly message?: string;
  readonly mode: EnforcementMode;
  /** Refused and forgotten, or refused and kept for a person. */
  readonly onFailure: 'reject' | 'quarantine';
}

/** What the event means, beyond its shape. */
export interface Semantics {
  readonly kind: 'event' | 'state' | 'command';
  readonly entity?: {
    readonly type: string;
    readonly key: string;
    readonly version?: string;
    readonly gap?: string;
    readonly sourceOfTruth?: string;
    /** Whether the latest state of each is kept to be asked for. */
    readonly canonical?: boolean;
  };
  readonly operation?: {
    readonly from: string;
    readonly upsert: readonly string[];
    readonly delete: readonly string[];
  };
  readonly transitions?: {
    readonly field: string;
    readonly graph: Readonly<Record<string, readonly string[]>>;
  };
  readonly delivery: 'at-most-once' | 'at-least-once' | 'effectively-once';
  readonly dedup?: { readonly window: string; readonly onMismatch: 'reject' | 'accept' };
  readonly conflict?: {
    readonly policy: 'reject' | 'last-writer-wins' | 'vector-clock' | 'merge' | 'review';
    /** By JSON Pointer, or `*` for all other fields: the operator that joins two values. */
    readonly merge?: Readonly<Record<string, string>>;
  };
  readonly staleness?: { readonly p99?: string; readonly max?: string };
}
