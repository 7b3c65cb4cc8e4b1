import type { Contract } from '#contract';
import type { SchemaSource } from '#schema';

/** Why a version that says `enforce` only warns: too many events were refused when it was new. */
export interface SteppedBack {
  /** ISO 8601. */
  readonly at: string;
  readonly judged: number;
  readonly refused: number;
  /** The most frequent refusal, and who met it most. */
  readonly reason: string;
  readonly producer: string;
}

/** Why the candidate of a version is neither asked nor decides any more. */
export interface StoppedRollout {
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

/** A contract version in force, with its schema and everything that schema refers to. */
export interface PublishedContract {
  readonly id: string;
  /** 1, 2, 3 … per contract id; never reused. */
  readonly version: number;
  readonly contract: Contract;
  /** The Confluent id of its schema version, and where that version stands. */
  readonly schemaId: number;
  readonly schemaVersion: number;
  readonly source: SchemaSource;
  /** The text as it was first registered, where `source` says less: comments are no part of a schema. */
  readonly writtenText?: string | undefined;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly steppedBack?: SteppedBack | undefined;
  readonly rolloutStopped?: StoppedRollout | undefined;
}

/** A schema a contract takes events of, by every name an event may give it. */
export interface AcceptedSchema {
  readonly id: number;
  readonly guid: string;
  readonly version: number;
  readonly source: SchemaSource;
}

/** A contract as a gateway holds events to it. */
export interface EnforcedContract extends PublishedContract {
  /** Its own schema first, then what `schema.accepts` adds. */
  readonly accepted: readonly [own: AcceptedSchema, ...others: AcceptedSchema[]];
  /** Every version of the subject of the topic's keys, the newest first; none: keys are bytes. */
  readonly keys: readonly AcceptedSchema[];
}

export interface EnforcedSnapshot {
  readonly revision: number;
  readonly contracts: readonly EnforcedContract[];
}

/** Every active contract at one moment. Immutable: a gateway judges with one snapshot at a time. */
export interface ContractSnapshot {
  /** Rises with every publication; equal revisions mean equal snapshots. */
  readonly revision: number;
  readonly contracts: readonly PublishedContract[];
}
