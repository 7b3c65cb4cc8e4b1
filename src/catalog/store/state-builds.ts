import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { recordDeed } from '#audit';
import type { StateBuild, StatePosition } from '../state/latest-state.js';

const COLUMNS = `
  n, contract_id AS "contractId", topic, state, begun_at AS "begunAt", begun_by AS "begunBy",
  serves_from AS "servesFrom", folded::float8 AS folded, unread::float8 AS unread,
  expired::float8 AS expired`;

const BEGIN = `
  INSERT INTO state_builds (contract_id, topic, begun_by) VALUES ($1, $2, $3)
  ON CONFLICT DO NOTHING RETURNING n`;

/**
 * From where the log begins now; it may serve once it came to what is the end now. Entities whose last
 * word has left the log already are known from the build before only. One statement, one moment.
 */
const PLACES = `
  WITH places AS (
    INSERT INTO state_positions (build, partition, next_offset, goal)
    SELECT $1, partition, start_offset, next_offset FROM event_log_partitions WHERE topic = $3)
  INSERT INTO latest_states
  SELECT $1::bigint, entity_key, version, clock, source, is_deleted, value, held.contract_id,
         contract_version, event_id, partition, log_offset, logged_at
    FROM latest_states AS held
    JOIN state_builds AS old ON old.n = held.build
    JOIN event_log_partitions AS log USING (topic, partition)
   WHERE old.contract_id = $2 AND old.topic = $3 AND old.state = 'serving'
     AND held.log_offset < log.start_offset`;

/** Where a build has something to read. */
const DUE = `
  SELECT ${COLUMNS}, log.partition, log.start_offset::float8 AS "startOffset"
    FROM state_builds
    JOIN event_log_partitions AS log USING (topic)
    LEFT JOIN state_positions AS held ON (held.build, held.partition) = (n, log.partition)
   WHERE contract_id = ANY ($1) AND state <> 'gone'
     AND log.next_offset > coalesce(held.next_offset, 0)
   ORDER BY n, log.partition`;

const POSITIONS = `
  SELECT log.partition, coalesce(held.next_offset, 0)::float8 AS "nextOffset",
         log.next_offset::float8 AS "endOffset"
    FROM event_log_partitions AS log
    LEFT JOIN state_positions AS held ON held.build = $1 AND held.partition = log.partition
   WHERE log.topic = $2 ORDER BY log.partition`;

/** Whoever holds it folds next; what it writes and how far it came are one transaction. */
const HOLD = `SELECT n FROM state_builds WHERE n = $1 AND state <> 'gone' FOR NO KEY UPDATE SKIP LOCKED`;

const NEXT = `SELECT next_offset::float8 AS next FROM state_positions WHERE build = $1 AND partition = $2`;

const ADVANCE = `
  WITH counted AS (
    UPDATE state_builds SET folded = folded + $4, unread = unread + $5, expired = expired + $6
     WHERE n = $1)
  INSERT INTO state_positions (build, partition, next_offset) VALUES ($1, $2, $3)
  ON CONFLICT (build, partition) DO UPDATE SET next_offset = excluded.next_offset`;

/** Readers are never taken back: not to before its goal, nor to before where the other one stands. */
const IS_READY = `
  SELECT n FROM state_builds AS made
   WHERE contract_id = $1 AND state = 'building'
     AND NOT EXISTS (SELECT FROM state_positions WHERE build = made.n AND next_offset < goal)
     AND NOT EXISTS (
           SELECT FROM state_positions AS old JOIN state_builds AS served ON served.n = old.build
             LEFT JOIN state_positions AS mine
               ON mine.build = made.n AND mine.partition = old.partition
            WHERE served.contract_id = $1 AND served.state = 'serving'
              AND served.topic = made.topic
              AND coalesce(mine.next_offset, 0) < old.next_offset)
     FOR NO KEY UPDATE`;

const LAG = `
  SELECT contract_id AS "contractId",
         sum(log.next_offset - coalesce(held.next_offset, 0))::float8 AS events
    FROM state_builds
    JOIN event_log_partitions AS log USING (topic)
    LEFT JOIN state_positions AS held ON (held.build, held.partition) = (n, log.partition)
   WHERE state = 'serving' GROUP BY contract_id`;

export type DueStep = StateBuild & { readonly partition: number; readonly startOffset: number };

/** How far a step came, and what it met. */
export interface Advance {
  readonly partition: number;
  readonly nextOffset: number;
  readonly folded: number;
  readonly unread: number;
  readonly expired: number;
}

interface Beginning {
  readonly by: string;
  /** Somebody asked for it; the audit keeps who. */
  readonly isRebuild: boolean;
}

/** The builds of the latest states: begun, gone on with, put in each other's place. */
@Injectable()
export class StateBuilds {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @returns whether it was begun; not while another one is being built */
  begin(contractId: string, topic: string, { by, isRebuild }: Beginning): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const [begun] = await tx.query<{ n: string }[]>(BEGIN, [contractId, topic, by]);
      if (!begun) return false;
      await tx.query(PLACES, [begun.n, contractId, topic]);
      const deed = { actor: by, action: 'states.rebuilt', target: contractId } as const;
      if (isRebuild) await recordDeed(tx, { ...deed, details: { topic, build: begun.n } });
      return true;
    });
  }

  /** Those that serve, are being built, or are gone and not yet taken away. */
  list(): Promise<readonly StateBuild[]> {
    return this.dataSource.query<StateBuild[]>(`SELECT ${COLUMNS} FROM state_builds ORDER BY n`);
  }

  of(contractId: string): Promise<readonly StateBuild[]> {
    const sql = `SELECT ${COLUMNS} FROM state_builds
                  WHERE state <> 'gone' AND contract_id = $1 ORDER BY n`;
    return this.dataSource.query<StateBuild[]>(sql, [contractId]);
  }

  due(contractIds: readonly string[]): Promise<readonly DueStep[]> {
    return this.dataSource.query<DueStep[]>(DUE, [contractIds]);
  }

  positions({ n, topic }: Pick<StateBuild, 'n' | 'topic'>): Promise<readonly StatePosition[]> {
    return this.dataSource.query<StatePosition[]>(POSITIONS, [n, topic]);
  }

  /** How many events of the log those that serve do not know yet. */
  async lag(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.dataSource.query<{ contractId: string; events: number }[]>(LAG);
    return new Map(rows.map(({ contractId, events }) => [contractId, events]));
  }

  /** @param work is done with the build held; nobody else goes on with it meanwhile */
  hold<T>(n: string, work: (tx: EntityManager) => Promise<T>): Promise<T | undefined> {
    return this.dataSource.transaction(async (tx) => {
      const held = await tx.query<unknown[]>(HOLD, [n]);
      return held.length > 0 ? work(tx) : undefined;
    });
  }

  async nextOffset(tx: EntityManager, n: string, partition: number): Promise<number> {
    const [row] = await tx.query<{ next: number }[]>(NEXT, [n, partition]);
    return row?.next ?? 0;
  }

  async advance(tx: EntityManager, n: string, to: Advance): Promise<void> {
    const { partition, nextOffset, folded, unread, expired } = to;
    await tx.query(ADVANCE, [n, partition, nextOffset, folded, unread, expired]);
  }

  /** Puts what was built in the place of what serves, if it came as far. */
  serveBuilt(contractId: string): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      // Held, so that the one that serves goes no further between the look and the change.
      await tx.query(
        `SELECT n FROM state_builds WHERE contract_id = $1 AND state <> 'gone'
                       ORDER BY n FOR NO KEY UPDATE`,
        [contractId],
      );
      const [ready] = await tx.query<{ n: string }[]>(IS_READY, [contractId]);
      if (!ready) return false;
      await tx.query(
        `UPDATE state_builds SET state = 'gone'
                       WHERE contract_id = $1 AND state = 'serving'`,
        [contractId],
      );
      await tx.query(
        `UPDATE state_builds SET state = 'serving', serves_from = clock_timestamp()
                       WHERE n = $1`,
        [ready.n],
      );
      return true;
    });
  }

  async drop({ n }: StateBuild): Promise<void> {
    await this.dataSource.query(`UPDATE state_builds SET state = 'gone' WHERE n = $1`, [n]);
  }

  /** Takes some rows of builds that are gone. @returns whether there may be more */
  async sweep(rows: number): Promise<boolean> {
    const [gone] = await this.dataSource.query<{ n: string }[]>(
      `SELECT n FROM state_builds WHERE state = 'gone' ORDER BY n LIMIT 1`,
    );
    if (!gone) return false;
    const [, taken] = await this.dataSource.query<[unknown, number]>(
      `DELETE FROM latest_states WHERE build = $1 AND entity_key IN (
         SELECT entity_key FROM latest_states WHERE build = $1 LIMIT $2)`,
      [gone.n, rows],
    );
    if (taken < rows)
      await this.dataSource.query(`DELETE FROM state_builds WHERE n = $1 AND state = 'gone'`, [
        gone.n,
      ]);
    return true;
  }
}
