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
  readonly lastSeen: string;
}

/** The last day of an event, counted by each of these. */
export interface EventDay {
  readonly verdicts: readonly VerdictRow[];
  readonly reasons: readonly ReasonRow[];
  readonly producers: readonly ProducerRow[];
  /** Which contract versions judged, and when last: what producers still send against. */
  readonly versions: readonly VersionTally[];
  /** Minutes without an event are absent. */
  readonly minutes: readonly EventMinute[];
}

const ROWS_MAX = 50;
const SIDES = `
  coalesce(sum(count) FILTER (WHERE verdict <> ALL ($2)), 0)::float8 AS accepted,
  coalesce(sum(count) FILTER (WHERE verdict = ANY ($2)), 0)::float8 AS refused`;

const SIDES_OF_A_DAY: Readonly<Record<keyof EventDay, string>> = {
  verdicts: `
    SELECT verdict, sum(count)::float8 AS count, sum(decision_us)::float8 AS "decisionUs"
      FROM day GROUP BY 1 ORDER BY count DESC, verdict`,
  reasons: `
    SELECT reason, verdict, sum(count)::float8 AS count
      FROM day WHERE verdict = ANY ($2) GROUP BY 1, 2 ORDER BY count DESC, reason LIMIT $3`,
  producers: `
    SELECT producer, ${SIDES} FROM day GROUP BY 1 ORDER BY sum(count) DESC, producer LIMIT $3`,
  versions: `
    SELECT contract_version AS version, ${SIDES},
           to_char(max(minute) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lastSeen"
      FROM day GROUP BY 1 ORDER BY 1 DESC LIMIT $3`,
  minutes: `
    SELECT (extract(epoch FROM minute) / 60)::int AS minute, verdict, sum(count)::float8 AS count
      FROM day WHERE minute >= to_timestamp($4::float8 * 60) GROUP BY 1, 2`,
};

/** The rows of a day are read once, whatever they are counted by. */
const DAY = `
  WITH day AS MATERIALIZED (
    SELECT contract_version, minute, verdict, reason, producer, count, decision_us
      FROM tallies WHERE contract_id = $1 AND minute > now() - interval '24 hours')
  SELECT ${Object.entries(SIDES_OF_A_DAY)
    .map(([side, rows]) => `(SELECT coalesce(json_agg(r), '[]') FROM (${rows}) AS r) AS ${side}`)
    .join(', ')}`;
const EMPTY: EventDay = { verdicts: [], reasons: [], producers: [], versions: [], minutes: [] };

/** One contract's last day, seen from each side. */
@Injectable()
export class EventTallies {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @param from minutes since the Unix epoch: no minute before is told */
  async day(id: string, from: number): Promise<EventDay> {
    const [day] = await this.dataSource.query<EventDay[]>(DAY, [
      ...[id, REFUSING_VERDICTS, ROWS_MAX, from],
    ]);
    return day ?? EMPTY;
  }
}
