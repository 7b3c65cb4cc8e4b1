import { storable } from '#kernel';
import type { SteppedBack } from '../published-contract.js';
import { rowsOf, type Sql } from './sql.js';

export type NewStep = Omit<SteppedBack, 'at'> & {
  readonly contract: string;
  readonly version: number;
};

/** As it is answered: a moment in words survives a file as well. */
interface Row extends SteppedBack {
  readonly contract: string;
  readonly version: number;
}

const COLUMNS = `contract_id AS contract, contract_version AS version,
  to_char(stepped_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
  judged::float8 AS judged, refused::float8 AS refused, reason, producer`;

export const enforcementSteps = {
  /** @returns whether it is the first of this version: gateways see the same jump at once */
  async add(tx: Sql, step: NewStep): Promise<boolean> {
    const { contract, version, judged, refused, reason, producer } = step;
    const rows = await rowsOf(
      tx,
      `INSERT INTO enforcement_steps (contract_id, contract_version, judged, refused, reason, producer)
       SELECT id, $2, $3, $4, $5, $6 FROM contracts WHERE id = $1 AND last_version = $2
       ON CONFLICT DO NOTHING RETURNING contract_id`,
      [contract, version, judged, refused, storable(reason), storable(producer)],
    );
    return rows.length > 0;
  },

  /** By contract id, of the versions that are the newest. */
  async ofCurrent(sql: Sql): Promise<ReadonlyMap<string, SteppedBack>> {
    const rows = await rowsOf<Row>(
      sql,
      `SELECT ${COLUMNS} FROM enforcement_steps s
       JOIN contracts c ON (c.id, c.last_version) = (s.contract_id, s.contract_version)`,
    );
    return new Map(rows.map(({ contract, version: _version, ...step }) => [contract, step]));
  },

  /** The newest first. */
  async ofContract(sql: Sql, contract: string): Promise<readonly Row[]> {
    return rowsOf<Row>(
      sql,
      `SELECT ${COLUMNS} FROM enforcement_steps WHERE contract_id = $1
       ORDER BY contract_version DESC LIMIT 100`,
      [contract],
    );
  },
};
