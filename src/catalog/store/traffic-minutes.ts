import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { REFUSING_VERDICTS } from '../live/refusing-verdicts.js';
import type { TrafficMinute } from '../live/traffic-window.js';

/** The tallies of all contracts, verdicts folded into two. */
@Injectable()
export class TrafficMinutes {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * @param from minutes since the Unix epoch; this one included
   * @param whole from here on by the minute; what is before, by the hour
   */
  since(from: number, whole: number): Promise<readonly TrafficMinute[]> {
    return this.dataSource.query<TrafficMinute[]>(
      `SELECT contract_id AS "contractId",
              (extract(epoch FROM CASE WHEN minute >= to_timestamp($3::float8 * 60) THEN minute
                                       ELSE date_trunc('hour', minute, 'UTC') END) / 60)::int AS minute,
              coalesce(sum(count) FILTER (WHERE verdict <> ALL ($2)), 0)::float8 AS accepted,
              coalesce(sum(count) FILTER (WHERE verdict = ANY ($2)), 0)::float8 AS refused
         FROM tallies WHERE minute >= to_timestamp($1::float8 * 60) GROUP BY 1, 2`,
      [from, REFUSING_VERDICTS, whole],
    );
  }
}
