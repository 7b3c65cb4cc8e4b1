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

export interface ContractTotal {
  readonly id: string;
  readonly accepted: number;
  readonly refused: number;
  readonly decisionUs: number;
}

/** The last day of everything the gateways judged. */
export interface DayTotals {
  readonly verdicts: readonly VerdictTotal[];
  readonly reasons: readonly ReasonTotal[];
  /** Those with most refusals first, then those with most events. */
  readonly contracts: readonly ContractTotal[];
}

const ROWS_MAX = 12;

/** The minutes of a day are added up once; what is told of them is told from those sums. */
const DAY = `
  WITH day AS MATERIALIZED (
    SELECT contract_id, verdict, reason, verdict = ANY ($1) AS is_refused,
           sum(count)::float8 AS count, sum(decision_us)::float8 AS decision_us
      FROM tallies WHERE minute > now() - interval '24 hours' GROUP BY 1, 2, 3),
  verdicts AS (
    SELECT verdict, sum(count) AS count FROM day GROUP BY 1 ORDER BY 2 DESC, 1),
  reasons AS (
    SELECT reason, sum(count) AS count, count(DISTINCT contract_id) AS contracts
      FROM day WHERE is_refused GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${ROWS_MAX}),
  contracts AS (
    SELECT contract_id AS id, coalesce(sum(count) FILTER (WHERE NOT is_refused), 0) AS accepted,
           coalesce(sum(count) FILTER (WHERE is_refused), 0) AS refused,
           sum(decision_us) / greatest(1, sum(count)) AS "decisionUs"
      FROM day GROUP BY 1 ORDER BY refused DESC, accepted DESC, 1 LIMIT ${ROWS_MAX})
  SELECT (SELECT coalesce(json_agg(v), '[]') FROM verdicts v) AS verdicts,
         (SELECT coalesce(json_agg(r), '[]') FROM reasons r) AS reasons,
         (SELECT coalesce(json_agg(c), '[]') FROM contracts c) AS contracts`;

@Injectable()
export class GatewayTallies {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async day(): Promise<DayTotals> {
    const [totals] = await this.dataSource.query<DayTotals[]>(DAY, [REFUSING_VERDICTS]);
    return totals ?? { verdicts: [], reasons: [], contracts: [] };
  }
}
