import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { AuditEntry } from './audit-entry.js';
import {
  type AuditFault,
  checkEnd,
  checkEntries,
  type CheckedEntry,
  type Link,
} from './check-entries.js';

/** Which entries; all that is given must hold. */
export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

export interface Verification {
  readonly entries: number;
  /** How many the audit says there are. */
  readonly end: number;
  readonly fault: AuditFault | undefined;
  /** As far as the chain holds. */
  readonly last: Link;
}

const COLUMNS = 'n::float8 AS n, at, actor, action, target, details, hash';

const LIST = `
  SELECT ${COLUMNS} FROM audit_entries
   WHERE ($1::text IS NULL OR actor = $1) AND ($2::text IS NULL OR action = $2)
     AND ($3::text IS NULL OR target = $3) AND ($4::timestamptz IS NULL OR at >= $4)
     AND ($5::timestamptz IS NULL OR at < $5) AND ($6::bigint IS NULL OR n < $6)
   ORDER BY n DESC LIMIT $7`;

const HEAD = 'SELECT n::float8 AS n, hash FROM audit_head';
const ONE = 'SELECT n::float8 AS n, hash FROM audit_entries WHERE n = $1';
const PAGE = `
  SELECT ${COLUMNS}, timestamptz_send(at) AS moment FROM audit_entries
   WHERE n > $1 ORDER BY n LIMIT $2`;
const PAGE_ENTRIES = 5_000;
const BEGINNING: Link = { n: 0, hash: Buffer.alloc(0) };

/** Reads what was recorded, and proves that it still is. */
@Injectable()
export class AuditLog {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first; `before` is the number the previous page ended with. */
  list(
    { actor, action, target, since, until }: AuditFilter,
    { before, limit }: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<readonly AuditEntry[]> {
    const wanted = [actor, action, target, since, until, before].map((each) => each ?? null);
    return this.dataSource.query<AuditEntry[]>(LIST, [...wanted, limit]);
  }

  /** Up to so many entries from this one on; the chain is taken to hold before. */
  verify(from: number, most: number): Promise<Verification> {
    // One view of the audit: what is recorded meanwhile is for the next look.
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      const head = (await linkAt(tx, HEAD, [])) ?? BEGINNING;
      const before = from <= 1 ? BEGINNING : await linkAt(tx, ONE, [from - 1]);
      if (!before) return { entries: 0, end: head.n, fault: gone(from - 1), last: BEGINNING };
      return walk(tx, { before, head, most });
    });
  }
}

async function walk(
  tx: EntityManager,
  { before, head, most }: { readonly before: Link; readonly head: Link; readonly most: number },
): Promise<Verification> {
  const end = head.n;
  let last = before;
  for (let left = most; ;) {
    const entries = await tx.query<CheckedEntry[]>(PAGE, [last.n, Math.min(left, PAGE_ENTRIES)]);
    const checked = checkEntries(last, entries);
    last = checked.last;
    const done = { entries: last.n - before.n, end, last };
    if (checked.fault) return { ...done, fault: checked.fault };
    left -= entries.length;
    if (entries.length === 0) return { ...done, fault: checkEnd(last, head) };
    if (left === 0) return { ...done, fault: last.n < end ? undefined : checkEnd(last, head) };
  }
}

const gone = (n: number): AuditFault => ({
  ...{ kind: 'missing', n, says: `Entry ${n} is missing.` },
});

async function linkAt(
  tx: EntityManager,
  sql: string,
  parameters: unknown[],
): Promise<Link | undefined> {
  const [link] = await tx.query<Link[]>(sql, parameters);
  return link;
}
