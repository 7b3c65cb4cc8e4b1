import { createHash } from 'node:crypto';
import type { AuditAction } from './audit-actions.js';

/** What somebody did, for whoever records it. */
export interface Deed {
  /** A principal; `concordat` for what no person asked for. */
  readonly actor: string;
  readonly action: AuditAction;
  /** What it was done to: a topic, a contract, a subject, the id of a case or a key. */
  readonly target: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A row of the audit. */
export interface AuditEntry {
  /** From 1, without a gap. */
  readonly n: number;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  /** JSON, as it was written. */
  readonly details: string;
  readonly hash: Buffer;
}

/** What the hash of an entry speaks for. */
export interface Hashed extends Pick<AuditEntry, 'n' | 'actor' | 'action' | 'target' | 'details'> {
  /** `timestamptz_send`: eight bytes, microseconds. */
  readonly moment: Buffer;
}

/**
 * SHA-256 over the hash before (empty for the first entry), the number, the moment, and every text
 * behind its length in bytes, so that no two entries share what is hashed.
 */
export function hashOf(before: Buffer, { n, moment, ...entry }: Hashed): Buffer {
  const hash = createHash('sha256').update(before);
  const number = Buffer.allocUnsafe(8);
  number.writeBigInt64BE(BigInt(n));
  hash.update(number).update(moment);
  for (const text of [entry.actor, entry.action, entry.target, entry.details]) {
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    hash.update(length).update(text);
  }
  return hash.digest();
}
