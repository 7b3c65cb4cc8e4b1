import { storable } from '#kernel';
import type { StoppedRollout } from '../published-contract.js';
import { rowsOf, type Sql } from './sql.js';

export type NewStop = Omit<StoppedRollout, 'at'> & {
  readonly contract: string;
  readonly version: number;
};

interface Row extends StoppedRollout {
  readonly contract: string;
}

const COLUMNS = `s.contract_id AS contract, s.stopped_by AS by, s.reason,
  to_char(s.stopped_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at`;

/** Versions whose candidate is not tried; the audit remembers those that were resumed. */
export const rolloutStops = {
  /** @returns false where it stands still already, or another version is the newest */
  async add(tx: Sql, { contract, version, by, reason }: NewStop): Promise<boolean> {
    const rows = await rowsOf(
      tx,
      `INSERT INTO rollout_stops (contract_id, contract_version, stopped_by, reason)
       SELECT id, $2, $3, $4 FROM contracts WHERE id = $1 AND last_version = $2
       ON CONFLICT DO NOTHING RETURNING contract_id`,
      [contract, version, storable(by), storable(reason)],
    );
    return rows.length > 0;
  },

  /** @returns whether it had been stopped */
  async remove(tx: Sql, contract: string, version: number): Promise<boolean> {
    const rows = await rowsOf(
      tx,
      `DELETE FROM rollout_stops WHERE (contract_id, contract_version) = ($1, $2)
       RETURNING contract_id`,
      [contract, version],
    );
    return rows.length > 0;
  },

  async of(sql: Sql, contract: string, version: number): Promise<StoppedRollout | undefined> {
    const rows = await rowsOf<Row>(
      sql,
      `SELECT ${COLUMNS} FROM rollout_stops s
       WHERE (contract_id, contract_version) = ($1, $2)`,
      [contract, version],
    );
    return rows[0] && told(rows[0]);
  },

  /** By contract id, of the versions that are the newest. */
  async ofCurrent(sql: Sql): Promise<ReadonlyMap<string, StoppedRollout>> {
    const rows = await rowsOf<Row>(
      sql,
      `SELECT ${COLUMNS} FROM rollout_stops s
       JOIN contracts c ON (c.id, c.last_version) = (s.contract_id, s.contract_version)`,
    );
    return new Map(rows.map((row) => [row.contract, told(row)]));
  },
};

const told = ({ at, by, reason }: Row): StoppedRollout => ({ at, by, reason });
