import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { REFUSING_VERDICTS } from '../live/refusing-verdicts.js';

export interface VerdictTotal {
  readonly verdict: string;
  readonly count: number;
}

export interface ReasonTotal {
  readonly reason: string;
  readonly count: number;
  /** How many contracts it was the reason of. */
  readonly contracts: number;
}

export interface MinuteTotal {
  readonly minute: number;
  readonly accepted: number;
  readonly refused: number;
}

export interface ContractTotal {
  readonly id: string;
  readonly accepted: number;
  readonly refused: number;
  readonly decisionUs: number;
}

const LAST_DAY = `FROM tallies WHERE minute > now() - interval '24 hours'`;
const SIDES = `
  coalesce(sum(count) FILTER (WHERE verdict <> ALL ($1)), 0)::float8 AS accepted,
  coalesce(sum(count) FILTER (WHERE verdict = ANY ($1)), 0)::float8 AS refused`;
const ROWS_MAX = 12;

/** The last day of everything the gateways judged. */
@Injectable()
export class GatewayTallies {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  verdicts(): Promise<readonly VerdictTotal[]> {
    return this.dataSource.query<VerdictTotal[]>(
      `SELECT verdict, sum(count)::float8 AS count ${LAST_DAY} GROUP BY 1 ORDER BY 2 DESC, 1`,
    );
  }

  reasons(): Promise<readonly ReasonTotal[]> {
    return this.dataSource.query<ReasonTotal[]>(
      `SELECT reason, sum(count)::float8 AS count, count(DISTINCT contract_id)::int AS contracts
         ${LAST_DAY} AND verdict = ANY ($1) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${ROWS_MAX}`,
      [REFUSING_VERDICTS],
    );
  }

  /** @param from minutes since the Unix epoch; minutes without an event are absent */
  minutes(from: number): Promise<readonly MinuteTotal[]> {
    return this.dataSource.query<MinuteTotal[]>(
      `SELECT (extract(epoch FROM minute) / 60)::int AS minute, ${SIDES}
         FROM tallies WHERE minute >= to_timestamp($2::float8 * 60) GROUP BY 1`,
      [REFUSING_VERDICTS, from],
    );
  }

  /** Those with most refusals first, then those with most events. */
  contracts(): Promise<readonly ContractTotal[]> {
    return this.dataSource.query<ContractTotal[]>(
      `SELECT contract_id AS id, ${SIDES},
              (sum(decision_us) / greatest(1, sum(count)))::float8 AS "decisionUs"
         ${LAST_DAY} GROUP BY 1 ORDER BY refused DESC, accepted DESC, 1 LIMIT ${ROWS_MAX}`,
      [REFUSING_VERDICTS],
    );
  }
}
