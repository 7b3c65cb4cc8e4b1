import { type AuditEntry, hashOf } from './audit-entry.js';

export type CheckedEntry = AuditEntry & { readonly moment: Buffer };

/** What the chain says at an entry; 0 and nothing before the first. */
export interface Link {
  readonly n: number;
  readonly hash: Buffer;
}

/** The first entry that is not what was recorded. */
export interface AuditFault {
  readonly kind: 'missing' | 'changed' | 'cut' | 'inserted';
  readonly n: number;
  readonly says: string;
}

/** @returns the first entry that does not follow from those before, or how far the chain holds */
export function checkEntries(
  before: Link,
  entries: readonly CheckedEntry[],
): { readonly last: Link; readonly fault?: AuditFault } {
  let last = before;
  for (const entry of entries) {
    if (entry.n !== last.n + 1) {
      const says = `Entry ${last.n + 1} is missing: entry ${entry.n} comes next.`;
      return { last, fault: { kind: 'missing', n: last.n + 1, says } };
    }
    if (!hashOf(last.hash, entry).equals(entry.hash)) {
      const says = `Entry ${entry.n} is not what was recorded, or not behind what it was recorded behind.`;
      return { last, fault: { kind: 'changed', n: entry.n, says } };
    }
    last = { n: entry.n, hash: entry.hash };
  }
  return { last };
}

/** @param head what the audit itself says was recorded last */
export function checkEnd(last: Link, head: Link): AuditFault | undefined {
  if (last.n < head.n)
    return { kind: 'cut', n: last.n + 1, says: `Entries ${last.n + 1} to ${head.n} are missing.` };
  if (last.n > head.n) {
    const says = `Entry ${head.n + 1} and those after it were never recorded.`;
    return { kind: 'inserted', n: head.n + 1, says };
  }
  if (last.hash.equals(head.hash)) return undefined;
  return { kind: 'changed', n: last.n, says: `Entry ${last.n} is not what was recorded last.` };
}
