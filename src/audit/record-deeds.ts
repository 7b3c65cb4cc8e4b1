import { storable } from '#kernel';
import { type Deed, hashOf } from './audit-entry.js';

/** A transaction, as any module has it. */
interface Sql {
  query(text: string, parameters?: unknown[]): Promise<unknown>;
}

/** Whoever records waits here for whoever recorded before; time never goes back. */
const TAKE = `
  WITH head AS (
    UPDATE audit_head SET at = greatest(at, clock_timestamp()) RETURNING n, hash, at)
  SELECT n::float8 AS n, hash, timestamptz_send(at) AS moment FROM head`;

const RECORD = `
  WITH head AS (
    UPDATE audit_head SET n = $1::bigint, hash = $2 RETURNING at)
  INSERT INTO audit_entries (n, at, actor, action, target, details, hash)
  SELECT new.n, head.at, new.actor, new.action, new.target, new.details, new.hash
    FROM head, unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[])
           AS new (n, actor, action, target, details, hash)`;

/**
 * Records what was done, in the transaction that does it: both are there, or neither.
 *
 * It must be the last thing that transaction does. Until it ends everybody else who records waits,
 * and one that locked something more could wait for them in turn.
 */
export async function recordDeeds(tx: Sql, deeds: readonly Deed[]): Promise<void> {
  if (deeds.length === 0) return;
  const [head] = (await tx.query(TAKE)) as { n: number; hash: Buffer; moment: Buffer }[];
  if (!head) throw new Error('The audit has lost its head: audit_head has no row.');
  let { n, hash } = head;
  const rows = deeds.map((deed) => {
    const texts = {
      actor: storable(deed.actor),
      action: deed.action,
      target: storable(deed.target),
      details: JSON.stringify(deed.details ?? {}),
    };
    n++;
    hash = hashOf(hash, { n, moment: head.moment, ...texts });
    return { n, hash, ...texts };
  });
  const columns = [
    ...[rows.map((row) => row.n), rows.map((row) => row.actor), rows.map((row) => row.action)],
    ...[rows.map((row) => row.target), rows.map((row) => row.details), rows.map((row) => row.hash)],
  ];
  await tx.query(RECORD, [n, hash, ...columns]);
}

/** One deed. */
export const recordDeed = (tx: Sql, deed: Deed): Promise<void> => recordDeeds(tx, [deed]);
