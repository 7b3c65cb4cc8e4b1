import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { limits } from '#kernel';
import { numbers, storable, texts } from './store/columns.js';
import { thinTallies } from './store/thin-tallies.js';
import { TalliedNames } from './tallied-names.js';
import type { FateCount, Tally, TallyPoint, TallyTotal } from './tally.js';

/** Sorted, so that processes that add at once lock rows in one order. */
const ADD = `
  INSERT INTO tallies AS held (contract_id, minute, contract_version, topic, verdict, reason,
                               producer, count, decision_us)
  SELECT contract_id, date_trunc('minute', to_timestamp(minute_ms / 1000.0)), contract_version,
         topic, verdict, reason, producer, sum(count), sum(decision_us)
    FROM unnest($1::text[], $2::float8[], $3::int[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::bigint[], $9::bigint[])
      AS new (contract_id, minute_ms, contract_version, topic, verdict, reason, producer, count,
              decision_us)
   GROUP BY 1, 2, 3, 4, 5, 6, 7
   ORDER BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (contract_id, minute, contract_version, topic, verdict, reason, producer)
  DO UPDATE SET count = held.count + excluded.count,
                decision_us = held.decision_us + excluded.decision_us`;

const TOTALS = `
  SELECT contract_id AS "contractId", verdict, reason, sum(count)::float8 AS count,
         max(minute) AS "lastMinute"
    FROM tallies WHERE $1::text IS NULL OR contract_id = $1
   GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

/** From the start of the unit that old counts are kept by: they stand at its first minute. */
const FATES = `
  SELECT contract_version AS version, verdict, reason, producer, sum(count)::float8 AS count
    FROM tallies WHERE contract_id = $1 AND minute >= date_trunc(
           CASE WHEN $2::timestamptz < now() - make_interval(days => $5) THEN 'day'
                WHEN $2::timestamptz < now() - make_interval(days => $4) THEN 'hour'
                ELSE 'minute' END, $2::timestamptz, 'UTC')
     AND minute < coalesce($3, 'infinity'::timestamptz)
   GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4`;

const SERIES = `
  SELECT minute, verdict, sum(count)::float8 AS count, sum(decision_us)::float8 AS "decisionUs"
    FROM tallies WHERE contract_id = $1 AND minute > now() - make_interval(mins => $2)
   GROUP BY 1, 2 ORDER BY 1, 2`;

/** Counts of verdicts, by minute, and by hour and day where they are old. Adding twice adds up. */
@Injectable()
export class Tallies {
  private readonly names = new TalliedNames();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Producers and reasons beyond the limit are counted as "other", so sums always agree. */
  async add(tallies: readonly Tally[]): Promise<void> {
    if (tallies.length === 0) return;
    await this.recallNames(new Set(tallies.map(({ contractId }) => contractId)));
    const named = (list: string, of: 'producer' | 'reason') => (tally: Tally) =>
      this.names.admit(`${list} ${tally.contractId}`, storable(tally[of]));
    await this.dataSource.query(ADD, [
      texts(tallies.map(({ contractId }) => storable(contractId))),
      numbers(tallies.map(({ minute }) => minute.getTime())),
      numbers(tallies.map(({ contractVersion }) => contractVersion)),
      texts(tallies.map(({ topic }) => storable(topic))),
      texts(tallies.map(({ verdict }) => verdict)),
      texts(tallies.map(named('reason', 'reason'))),
      texts(tallies.map(named('producer', 'producer'))),
      numbers(tallies.map(({ count }) => Math.round(count))),
      numbers(tallies.map(({ decisionUs }) => Math.round(decisionUs))),
    ]);
  }

  /** By verdict and reason; of one contract, or of all. */
  totals(contractId?: string): Promise<readonly TallyTotal[]> {
    return this.dataSource.query<TallyTotal[]>(TOTALS, [contractId ?? null]);
  }

  /**
   * What became of events, by version, reason and producer, the most frequent first; whole minutes,
   * hours or days, as they are counted that long ago.
   */
  fates(
    contractId: string,
    { from, until }: { readonly from: Date; readonly until?: Date },
  ): Promise<readonly FateCount[]> {
    return this.dataSource.query<FateCount[]>(FATES, [
      ...[contractId, from, until ?? null],
      ...[limits.tallyMinuteDays.value, limits.tallyHourDays.value],
    ]);
  }

  /** The last minutes of one contract, oldest first. */
  series(contractId: string, minutes: number): Promise<readonly TallyPoint[]> {
    return this.dataSource.query<TallyPoint[]>(SERIES, [contractId, Math.round(minutes)]);
  }

  /** Old minutes become hours, then days, and are forgotten in the end. */
  thin(): Promise<void> {
    return thinTallies(this.dataSource);
  }

  /** After a restart the names known before are known again. */
  private async recallNames(contracts: ReadonlySet<string>): Promise<void> {
    for (const id of contracts) {
      if (this.names.isKnown(`producer ${id}`)) continue;
      const rows = await this.dataSource.query<{ producer: string; reason: string }[]>(
        `SELECT DISTINCT producer, reason FROM tallies
          WHERE contract_id = $1 AND minute > now() - interval '1 day'`,
        [id],
      );
      this.names.begin(`producer ${id}`, rows.map(({ producer }) => producer).filter(Boolean));
      this.names.begin(`reason ${id}`, rows.map(({ reason }) => reason).filter(Boolean));
    }
  }
}
