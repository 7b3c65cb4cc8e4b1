import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { limits } from '#kernel';
import { deleteRows } from './delete-rows.js';
import { stopHolds } from '../store/holds.js';
import { addLeaf, dropLeaf, isExpired, LEAF_MS, listLeaves, weekOf } from './leaves.js';
import { type KeptTopic, moveStarts } from './move-starts.js';

/** One process sweeps at a time; any number that no other lock has. */
const LOCK = 7_268_112_501;
/** Appends wait behind whoever waits for the whole table, so nobody waits long. */
const PATIENCE = `SET LOCAL lock_timeout = '1s'`;
const DAY_MS = 86_400_000;
const ROWS_AT_ONCE = 5_000;

export interface Swept {
  /** Events no longer part of the log, by topic. */
  readonly expired: ReadonlyMap<string, number>;
  readonly droppedLeaves: number;
  readonly deletedRows: number;
}

const NOTHING: Swept = { expired: new Map(), droppedLeaves: 0, deletedRows: 0 };

/**
 * Keeps the log as long as is declared. An event that is too old leaves the log at once: its offset
 * lies before the start of its partition and nobody reads it any more. Its bytes go with the leaf of
 * its week, or row by row where something else in that week is kept longer. Of a topic that is held
 * nothing goes, neither from the log nor its bytes.
 */
@Injectable()
export class Retention {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** PostgreSQL's: a gateway whose clock is ahead must not throw away what is not old yet. */
  async now(): Promise<Date> {
    const [row] = await this.dataSource.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
    return row?.now ?? new Date(0);
  }

  /** Topics that are not named are kept for ever. Nothing is done while another process sweeps. */
  async sweep(kept: readonly KeptTopic[], now: Date): Promise<Swept> {
    const all = [...kept, ...(await this.sandboxes(now))];
    const expired = await this.alone((tx) => moveStarts(tx, all));
    if (!expired) return NOTHING;
    await this.alone((tx) => addLeaves(tx, now));
    const droppedLeaves = (await this.alone((tx) => dropLeaves(tx, now))) ?? 0;
    let deletedRows = 0;
    for (let rows = ROWS_AT_ONCE; rows === ROWS_AT_ONCE; deletedRows += rows)
      rows = (await this.alone((tx) => deleteRows(tx, { kept: all, now }, ROWS_AT_ONCE))) ?? 0;
    return { expired, droppedLeaves, deletedRows };
  }

  /** What was replayed is a copy, and forgotten. */
  private async sandboxes(now: Date): Promise<readonly KeptTopic[]> {
    const sql = `SELECT DISTINCT topic FROM event_log_partitions WHERE topic LIKE 'sandbox.%'`;
    const rows = await this.dataSource.query<{ topic: string }[]>(sql);
    const since = new Date(now.getTime() - limits.sandboxDays.value * DAY_MS);
    return rows.map(({ topic }) => ({ topic, since }));
  }

  /** In a transaction of its own, so that none holds its locks for long. */
  private alone<T>(work: (tx: EntityManager) => Promise<T>): Promise<T | undefined> {
    return this.dataSource.transaction(async (tx) => {
      const sql = `SELECT pg_try_advisory_xact_lock(${LOCK}) AS mine`;
      const [row] = await tx.query<{ mine: boolean }[]>(sql);
      if (row?.mine !== true) return undefined;
      await tx.query(PATIENCE);
      await stopHolds(tx);
      return work(tx);
    });
  }
}

/** This week and the next, so that no event ever waits for its leaf. */
async function addLeaves(tx: EntityManager, now: Date): Promise<void> {
  const known = new Set((await listLeaves(tx)).map((from) => from.getTime()));
  for (const ahead of [0, LEAF_MS]) {
    const from = weekOf(new Date(now.getTime() + ahead));
    if (!known.has(from.getTime())) await addLeaf(tx, from);
  }
}

async function dropLeaves(tx: EntityManager, now: Date): Promise<number> {
  const current = weekOf(now);
  let dropped = 0;
  for (const from of await listLeaves(tx)) {
    if (from >= current || !(await isExpired(tx, from))) continue;
    await dropLeaf(tx, from);
    dropped++;
  }
  return dropped;
}
