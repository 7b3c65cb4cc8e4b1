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

type SeenRow = Omit<SeenProducer, 'lastSeen'> & { readonly lastSeenMs: number };

const ROWS_MAX = 50_000;

/** By version first, in a hash: grouped with `DISTINCT`, every minute of a week would be sorted. */
const SEEN = `
  SELECT contract_id AS "contractId", producer AS name,
         (extract(epoch FROM max(last)) * 1000)::float8 AS "lastSeenMs",
         sum(accepted)::float8 AS accepted, sum(refused)::float8 AS refused,
         json_agg(contract_version ORDER BY contract_version DESC) AS versions
    FROM (SELECT contract_id, producer, contract_version, max(minute) AS last,
                 coalesce(sum(count) FILTER (WHERE verdict <> ALL ($1)), 0) AS accepted,
                 coalesce(sum(count) FILTER (WHERE verdict = ANY ($1)), 0) AS refused
            FROM tallies WHERE minute > now() - interval '7 days' AND producer <> ''
           GROUP BY 1, 2, 3) AS version
   GROUP BY 1, 2 ORDER BY sum(accepted) + sum(refused) DESC LIMIT ${ROWS_MAX}`;

@Injectable()
export class SeenProducers {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Of the last seven days, over all contracts; those with most events, where they are too many. */
  async list(): Promise<readonly SeenProducer[]> {
    const rows = await this.dataSource.query<SeenRow[]>(SEEN, [REFUSING_VERDICTS]);
    return rows.map(({ lastSeenMs, ...row }) => ({ ...row, lastSeen: new Date(lastSeenMs) }));
  }
}
