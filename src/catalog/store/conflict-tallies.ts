import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { REFUSING_VERDICTS } from '../live/refusing-verdicts.js';

/** What a week of events of one contract came to. */
export interface ConflictTally {
  readonly contractId: string;
  readonly judged: number;
  readonly refused: number;
  /** Events that met another write of their entity: they lost, were merged, or were refused for it. */
  readonly conflicts: number;
}

const CONFLICT_VERDICTS = ['superseded', 'merged'];
const CONFLICT_REASONS = ['STALE_VERSION', 'CONCURRENT_WRITE', 'NEEDS_REVIEW'];

const WEEK = `
  SELECT contract_id AS "contractId", sum(count)::float8 AS judged,
         coalesce(sum(count) FILTER (WHERE verdict = ANY ($1)), 0)::float8 AS refused,
         coalesce(sum(count) FILTER (WHERE verdict = ANY ($2) OR reason = ANY ($3)), 0)::float8
           AS conflicts
    FROM tallies WHERE minute > now() - interval '7 days' GROUP BY 1`;
const FIRST = `
  SELECT contract_id AS "contractId", min(published_at) AS "firstPublished"
    FROM contract_versions GROUP BY 1`;

/** What the gateways counted, over all contracts, and since when there are these contracts. */
@Injectable()
export class ConflictTallies {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Of the last seven days. */
  week(): Promise<readonly ConflictTally[]> {
    return this.dataSource.query<ConflictTally[]>(WEEK, [
      ...[REFUSING_VERDICTS, CONFLICT_VERDICTS, CONFLICT_REASONS],
    ]);
  }

  async firstPublished(): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.dataSource.query<{ contractId: string; firstPublished: Date }[]>(FIRST);
    return new Map(rows.map(({ contractId, firstPublished }) => [contractId, firstPublished]));
  }
}
