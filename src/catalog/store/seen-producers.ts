import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { REFUSING_VERDICTS } from '../live/refusing-verdicts.js';

/** A producer as the gateway met it: its principal, or the `source` of its events. */
export interface SeenProducer {
  readonly contractId: string;
  readonly name: string;
  readonly accepted: number;
  readonly refused: number;
  readonly lastSeen: Date;
  /** Contract versions that judged its events. */
  readonly versions: readonly number[];
}

const ROWS_MAX = 50_000;

@Injectable()
export class SeenProducers {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Of the last seven days, over all contracts. */
  list(): Promise<readonly SeenProducer[]> {
    return this.dataSource.query<SeenProducer[]>(
      `SELECT contract_id AS "contractId", producer AS name, max(minute) AS "lastSeen",
              coalesce(sum(count) FILTER (WHERE verdict <> ALL ($1)), 0)::float8 AS accepted,
              coalesce(sum(count) FILTER (WHERE verdict = ANY ($1)), 0)::float8 AS refused,
              array_agg(DISTINCT contract_version ORDER BY contract_version DESC) AS versions
         FROM tallies WHERE minute > now() - interval '7 days' AND producer <> ''
        GROUP BY 1, 2 ORDER BY sum(count) DESC LIMIT ${ROWS_MAX}`,
      [REFUSING_VERDICTS],
    );
  }
}
