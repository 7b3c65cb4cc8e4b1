import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { REFUSING_VERDICTS } from '../live/refusing-verdicts.js';

/** What one contract's events met, added up. */
export interface FateSum {
  readonly contractId: string;
  readonly verdict: string;
  readonly reason: string;
  readonly count: number;
  readonly decisionUs: number;
}

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

/** One line of the table. */
export interface TallyRow extends FateSum {
  /** Minutes since the Unix epoch. */
  readonly minute: number;
  readonly version: number;
  readonly topic: string;
  readonly producer: string;
}

/** Lines as they are now, and from where on to ask for what moved after them. */
export interface MovedRows {
  readonly rows: readonly TallyRow[];
  readonly horizon: string;
}

const ROWS_MAX = 50_000;

/** Arrays of one column each: tens of thousands of small objects would hold up every other answer. */
const FATES = `
  SELECT verdict, reason, json_agg(contract_id) AS ids, json_agg(count) AS counts, json_agg(us) AS us
    FROM (SELECT contract_id, verdict, reason, sum(count)::float8 AS count,
                 sum(decision_us)::float8 AS us
            FROM tallies
           WHERE minute > now() - interval '24 hours' AND minute < to_timestamp($1::float8 * 60)
           GROUP BY 1, 2, 3) AS fate
   GROUP BY 1, 2`;

/** By version first, in a hash: grouped with `DISTINCT`, every minute of a week would be sorted. */
const PRODUCERS = `
  WITH seen AS (
    SELECT contract_id, producer, (extract(epoch FROM max(last)) * 1000)::float8 AS last,
           sum(accepted)::float8 AS accepted, sum(refused)::float8 AS refused,
           array_agg(contract_version) AS versions
      FROM (SELECT contract_id, producer, contract_version, max(minute) AS last,
                   coalesce(sum(count) FILTER (WHERE verdict <> ALL ($1)), 0) AS accepted,
                   coalesce(sum(count) FILTER (WHERE verdict = ANY ($1)), 0) AS refused
              FROM tallies
             WHERE minute > now() - interval '7 days' AND minute < to_timestamp($2::float8 * 60)
               AND producer <> ''
             GROUP BY 1, 2, 3) AS version
     GROUP BY 1, 2 ORDER BY sum(accepted) + sum(refused) DESC LIMIT ${ROWS_MAX})
  SELECT coalesce(json_agg(contract_id), '[]') AS ids, coalesce(json_agg(producer), '[]') AS names,
         coalesce(json_agg(last), '[]') AS last, coalesce(json_agg(accepted), '[]') AS accepted,
         coalesce(json_agg(refused), '[]') AS refused, coalesce(json_agg(versions), '[]') AS versions
    FROM seen`;

/**
 * A transaction that was not over when the horizon was read has no older number than it, and a line
 * bears the number of who wrote it last. There is a row for the horizon when nothing moved, too.
 */
const MOVED = `
  SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon, moved.*
    FROM (SELECT) AS one LEFT JOIN (
      SELECT contract_id AS "contractId", (extract(epoch FROM minute) / 60)::int AS minute,
             contract_version AS version, topic, verdict, reason, producer,
             count::float8 AS count, decision_us::float8 AS "decisionUs"
        FROM tallies WHERE minute >= to_timestamp($1::float8 * 60)
         AND ($2::text IS NULL OR age(xmin) <= age($2::xid8::xid))) AS moved ON true`;

interface FateColumns {
  readonly verdict: string;
  readonly reason: string;
  readonly ids: readonly string[];
  readonly counts: readonly number[];
  readonly us: readonly number[];
}

interface ProducerColumns {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly last: readonly number[];
  readonly accepted: readonly number[];
  readonly refused: readonly number[];
  readonly versions: readonly (readonly number[])[];
}

type MovedRow = { readonly horizon: string } & (TallyRow | { readonly contractId: null });

/** The tallies of all contracts. Minutes are counted since the Unix epoch. */
@Injectable()
export class TallyRows {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Of the last day up to a minute, which is not counted. */
  async fates(before: number): Promise<readonly FateSum[]> {
    const found = await this.dataSource.query<FateColumns[]>(FATES, [before]);
    return found.flatMap(({ verdict, reason, ids, counts, us }) =>
      ids.map((contractId, i) => ({
        ...{ contractId, verdict, reason },
        ...{ count: counts[i] ?? 0, decisionUs: us[i] ?? 0 },
      })),
    );
  }

  /** Of the last seven days up to a minute; those with most events, where they are too many. */
  async producers(before: number): Promise<readonly SeenProducer[]> {
    const [found] = await this.dataSource.query<ProducerColumns[]>(PRODUCERS, [
      REFUSING_VERDICTS,
      before,
    ]);
    const { ids = [], names, last, accepted, refused, versions } = found ?? {};
    return ids.map((contractId, i) => ({
      contractId,
      name: names?.[i] ?? '',
      lastSeen: new Date(last?.[i] ?? 0),
      accepted: accepted?.[i] ?? 0,
      refused: refused?.[i] ?? 0,
      versions: versions?.[i] ?? [],
    }));
  }

  /** @param horizon of the reading before; absent are all lines of these minutes */
  async moved(from: number, horizon?: string): Promise<MovedRows> {
    const found = await this.dataSource.query<MovedRow[]>(MOVED, [from, horizon ?? null]);
    const rows = found.filter((row): row is MovedRow & TallyRow => row.contractId !== null);
    return { rows, horizon: found[0]?.horizon ?? '0' };
  }
}
