import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { limits } from '#kernel';
import type { Deed } from './audit-entry.js';
import { recordDeed } from './record-deeds.js';

const MINUTE_MS = 60_000;

/** Whoever comes first of all processes notes it; what is too old to count goes as others come. */
const NOTE = `
  WITH old AS (
    DELETE FROM audit_reads WHERE read = ANY(ARRAY(
      SELECT read FROM audit_reads
       WHERE at <= now() - make_interval(mins => $2) AND read <> $1
       LIMIT 100 FOR UPDATE SKIP LOCKED)))
  INSERT INTO audit_reads (read, at) VALUES ($1, now())
  ON CONFLICT (read) DO UPDATE SET at = now()
    WHERE audit_reads.at <= now() - make_interval(mins => $2)
  RETURNING read`;

/**
 * Secrets that somebody reads: in the audit before they are told, and once in a while for each reader and thing
 * (`auditReadMinutes`), so that a program that asks all day leaves an entry an hour and not one a second.
 */
@Injectable()
export class RecordReads {
  /** What this process knows to be noted, and until when; the oldest first. */
  private readonly noted = new Map<string, number>();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Resolves once it is certain that the audit knows. */
  async record(deed: Deed): Promise<void> {
    const read = digestOf(deed);
    const id = read.toString('base64');
    const nowMs = performance.now();
    if ((this.noted.get(id) ?? 0) > nowMs) return;
    const isFirst = await this.dataSource.transaction(async (tx) => {
      const fresh = await tx.query<unknown[]>(NOTE, [read, limits.auditReadMinutes.value]);
      if (fresh.length > 0) await recordDeed(tx, deed);
      return fresh.length > 0;
    });
    // Where another process was first, nobody here knows when: it is asked again soon.
    const minutes = isFirst ? limits.auditReadMinutes.value : 1;
    this.remember(id, nowMs + minutes * MINUTE_MS);
  }

  private remember(id: string, untilMs: number): void {
    this.noted.delete(id);
    this.noted.set(id, untilMs);
    const [oldest] = this.noted.keys();
    if (this.noted.size > limits.auditReadsRemembered.value && oldest !== undefined)
      this.noted.delete(oldest);
  }
}

/** Of each text behind its length, so that no two reads share what is hashed. */
function digestOf({ actor, action, target, details }: Deed): Buffer {
  const hash = createHash('sha256');
  for (const text of [actor, action, target, JSON.stringify(details ?? {})])
    hash.update(`${text.length} ${text}`);
  return hash.digest();
}
