import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { REFUSING_VERDICTS } from '../live/refusing-verdicts.js';
import type { TrafficMinute } from '../live/traffic-window.js';

/** Minutes since the Unix epoch. */
interface Span {
  readonly from: number;
  /** This one excluded. */
  readonly to: number;
  /** From here on by the minute; what is before, by the hour. */
  readonly whole: number;
}

interface MinuteColumns {
  readonly minute: number;
  readonly ids: readonly string[];
  readonly accepted: readonly number[];
  readonly refused: readonly number[];
}

/** The tallies of all contracts, verdicts folded into two. */
@Injectable()
export class TrafficMinutes {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Asked for in arrays of one column each, as a catalog has ten thousand events in every minute. */
  async between({ from, to, whole }: Span): Promise<readonly TrafficMinute[]> {
    const found = await this.dataSource.query<MinuteColumns[]>(
      `SELECT minute, json_agg(contract_id) AS ids, json_agg(accepted) AS accepted,
              json_agg(refused) AS refused
         FROM (SELECT contract_id,
                      (extract(epoch FROM CASE WHEN minute >= to_timestamp($3::float8 * 60) THEN minute
                                               ELSE date_trunc('hour', minute, 'UTC') END) / 60)::int AS minute,
                      coalesce(sum(count) FILTER (WHERE verdict <> ALL ($2)), 0)::float8 AS accepted,
                      coalesce(sum(count) FILTER (WHERE verdict = ANY ($2)), 0)::float8 AS refused
                 FROM tallies
                WHERE minute >= to_timestamp($1::float8 * 60) AND minute < to_timestamp($4::float8 * 60)
                GROUP BY 1, 2) AS each
        GROUP BY 1`,
      [from, REFUSING_VERDICTS, whole, to],
    );
    return found.flatMap(({ minute, ids, accepted, refused }) =>
      ids.map((contractId, i) => ({
        ...{ contractId, minute },
        ...{ accepted: accepted[i] ?? 0, refused: refused[i] ?? 0 },
      })),
    );
  }
}
