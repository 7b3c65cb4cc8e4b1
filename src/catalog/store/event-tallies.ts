import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ProducerRow, ReasonRow } from '../answers.js';
import { REFUSING_VERDICTS } from '../live/refusing-verdicts.js';

export interface VerdictRow {
  readonly verdict: string;
  readonly count: number;
  readonly decisionUs: number;
}

export interface EventMinute {
  readonly minute: number;
  readonly verdict: string;
  readonly count: number;
}

export interface VersionTally {
  readonly version: number;
  readonly accepted: number;
  readonly refused: number;
  readonly lastSeen: Date;
}

const LAST_DAY = `FROM tallies WHERE contract_id = $1 AND minute > now() - interval '24 hours'`;
const ROWS_MAX = 50;

/** One contract's last day, seen from each side. */
@Injectable()
export class EventTallies {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  verdicts(id: string): Promise<readonly VerdictRow[]> {
    return this.dataSource.query<VerdictRow[]>(
      `SELECT verdict, sum(count)::float8 AS count, sum(decision_us)::float8 AS "decisionUs"
         ${LAST_DAY} GROUP BY 1 ORDER BY count DESC, verdict`,
      [id],
    );
  }

  reasons(id: string): Promise<readonly ReasonRow[]> {
    return this.dataSource.query<ReasonRow[]>(
      `SELECT reason, verdict, sum(count)::float8 AS count
         ${LAST_DAY} AND verdict = ANY ($2) GROUP BY 1, 2 ORDER BY count DESC, reason LIMIT $3`,
      [id, REFUSING_VERDICTS, ROWS_MAX],
    );
  }

  producers(id: string): Promise<readonly ProducerRow[]> {
    return this.dataSource.query<ProducerRow[]>(
      `SELECT producer,
              coalesce(sum(count) FILTER (WHERE verdict <> ALL ($2)), 0)::float8 AS accepted,
              coalesce(sum(count) FILTER (WHERE verdict = ANY ($2)), 0)::float8 AS refused
         ${LAST_DAY} GROUP BY 1 ORDER BY sum(count) DESC, producer LIMIT $3`,
      [id, REFUSING_VERDICTS, ROWS_MAX],
    );
  }

  /** Which contract versions judged, and when last: what producers still send against. */
  versions(id: string): Promise<readonly VersionTally[]> {
    return this.dataSource.query<VersionTally[]>(
      `SELECT contract_version AS version, max(minute) AS "lastSeen",
              coalesce(sum(count) FILTER (WHERE verdict <> ALL ($2)), 0)::float8 AS accepted,
              coalesce(sum(count) FILTER (WHERE verdict = ANY ($2)), 0)::float8 AS refused
         ${LAST_DAY} GROUP BY 1 ORDER BY 1 DESC LIMIT $3`,
      [id, REFUSING_VERDICTS, ROWS_MAX],
    );
  }

  /** @param from minutes since the Unix epoch; minutes without an event are absent */
  minutes(id: string, from: number): Promise<readonly EventMinute[]> {
    return this.dataSource.query<EventMinute[]>(
      `SELECT (extract(epoch FROM minute) / 60)::int AS minute, verdict, sum(count)::float8 AS count
         FROM tallies WHERE contract_id = $1 AND minute >= to_timestamp($2::float8 * 60)
        GROUP BY 1, 2`,
      [id, from],
    );
  }
}
