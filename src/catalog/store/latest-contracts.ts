import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Contract } from '#contract';
import type { StoppedRollout } from '#registry';
import type { SchemaType } from '#schema';

/** A contract as the list knows it: what it says, and which schema it names, not the schema's text. */
export interface LatestContract {
  readonly id: string;
  readonly version: number;
  readonly contract: Contract;
  readonly type: SchemaType;
  readonly context: string;
  readonly schemaId: number;
}

type LatestRow = Omit<LatestContract, 'contract'> & { readonly document: string };

/** The newest version of every contract, whatever its status. */
@Injectable()
export class LatestContracts {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Those published after a revision; below zero are all. */
  async since(revision: number): Promise<readonly LatestContract[]> {
    const rows = await this.dataSource.query<LatestRow[]>(
      `SELECT c.id, v.version, v.document, s.type, s.context, s.id AS "schemaId"
         FROM contract_versions v
         JOIN contracts c ON (c.id, c.last_version) = (v.contract_id, v.version)
         JOIN schemas s ON (s.context, s.id) = (v.schema_context, v.schema_id)
        WHERE v.revision > $1`,
      [revision],
    );
    return rows.map(({ document, ...row }) => ({
      ...row,
      contract: JSON.parse(document) as Contract,
    }));
  }

  /** The ids of those whose newest version enforces less than it says. */
  async steppedBack(): Promise<ReadonlySet<string>> {
    const rows = await this.dataSource.query<{ readonly id: string }[]>(
      `SELECT c.id FROM enforcement_steps s
         JOIN contracts c ON (c.id, c.last_version) = (s.contract_id, s.contract_version)`,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Whose newest version tries a policy no more, and why; by id. */
  async rolloutsStopped(): Promise<ReadonlyMap<string, StoppedRollout>> {
    const rows = await this.dataSource.query<(StoppedRollout & { readonly id: string })[]>(
      `SELECT c.id, s.stopped_by AS by, s.reason,
              to_char(s.stopped_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
         FROM rollout_stops s
         JOIN contracts c ON (c.id, c.last_version) = (s.contract_id, s.contract_version)`,
    );
    return new Map(rows.map(({ id, ...stop }) => [id, stop]));
  }
}
