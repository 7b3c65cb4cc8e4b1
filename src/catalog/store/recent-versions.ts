import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** A contract that changed, by its newest version. */
export interface RecentVersion {
  readonly id: string;
  readonly version: number;
  /** Published within the seven days that end with the newest, itself included. */
  readonly versions: number;
  /** What all of these are compared with; none is older where the contract itself is as new. */
  readonly before: number | null;
  /** Whether one of them was. */
  readonly isForced: boolean;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly reason: string;
}

const NEWEST = `SELECT contract_id, version, revision, published_at, published_by, reason
  FROM contract_versions v`;
const ORDER = 'ORDER BY revision DESC, contract_id, version DESC LIMIT 1';

/**
 * From one contract to the next that changed before it, along the index: what is read are the newest
 * versions of these few, however many contracts there are.
 */
const LATEST = `
  WITH RECURSIVE lately AS (
    (SELECT newest.*, ARRAY[contract_id] AS seen FROM (${NEWEST} ${ORDER}) newest)
    UNION ALL
    SELECT newest.*, lately.seen || newest.contract_id FROM lately CROSS JOIN LATERAL (
      ${NEWEST} WHERE revision <= lately.revision AND contract_id <> ALL (lately.seen) ${ORDER}
    ) newest WHERE cardinality(lately.seen) < $1
  )
  SELECT contract_id AS id, version, published_at AS "publishedAt", published_by AS "publishedBy",
         reason, week.versions, week.before, week.is_forced AS "isForced"
    FROM lately CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE is_new)::int AS versions,
             max(version) FILTER (WHERE NOT is_new) AS before,
             bool_or(is_forced) FILTER (WHERE is_new) AS is_forced
        FROM (SELECT version, is_forced, published_at > lately.published_at - interval '7 days' AS is_new
                FROM contract_versions WHERE contract_id = lately.contract_id) every
    ) week
   ORDER BY cardinality(seen)`;

/** What was published last, over all contracts: each once, however often it changed. */
@Injectable()
export class RecentVersions {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  latest(limit: number): Promise<readonly RecentVersion[]> {
    return this.dataSource.query<RecentVersion[]>(LATEST, [limit]);
  }
}
