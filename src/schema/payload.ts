import { type Result } from '#kernel';
import { type BytesJudge } from './bytes/bytes-judge.js';
import { type Violation } from './violation.js';

/** How far the bytes alone decide about the events of a schema. */
export interface Tier {
  /**
   * `bytes`: nearly every event is judged without a value being made of it. `part`: some of what the
   * schema says is left to the value, so events that come there are judged by it. `value`: all are.
   */
  readonly name: 'bytes' | 'part' | 'value';
  /** Words of the schema that bytes are not judged by. */
  readonly untold: readonly string[];
}

/** Which bytes of a schema are meant, where there are several kinds. */
export interface PayloadForm {
  /** `own`: JSON for JSON Schema, else the binary form of the language. */
  readonly encoding: 'own' | 'json';
  /** Which message of a Protobuf schema: its place in the file, then in the message around it … */
  readonly message?: readonly number[] | undefined;
}

export const OWN_FORM: PayloadForm = { encoding: 'own' };

/** What was read of an event. */
export interface ReadPayload {
  /** By the paths of the schema's tree. Whole numbers beyond 2^53 are `bigint`. */
  readonly value: unknown;
  /** Pointers of what the schema does not declare, where the encoding itself tells. */
  readonly undeclared: readonly string[];
}

/** The events of one schema as bytes. */
export interface Payload extends BytesJudge {
  readonly tier: Tier;
  /** Makes a value of the bytes, or says why there is none. Asked where bytes do not suffice. */
  read(bytes: Uint8Array): Result<ReadPayload, readonly Violation[]>;
  /**
   * The binary form of what `read` accepts; only where the language has one and the bytes are its
   * JSON encoding.
   */
  readonly write?: (bytes: Uint8Array) => Uint8Array;
  /** Where the message stands in its file, for the JSON encoding of a Protobuf schema. */
  readonly message?: readonly number[] | undefined;
}
