import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { limits } from '#kernel';
import type {
  ComparedVerdicts,
  DivergentEvent,
  PolicyComparison,
  SampledDivergence,
} from './policy-comparison.js';
import { numbers, storable, texts } from './store/columns.js';

/** Sorted, so that processes that add at once lock rows in one order. */
const ADD = `
  INSERT INTO policy_comparisons AS held (contract_id, candidate, minute, contract_version,
    here_fate, here_reason, there_fate, there_reason, is_decided_there, count)
  SELECT contract_id, candidate, date_trunc('minute', to_timestamp(minute_ms / 1000.0)),
         contract_version, here_fate, here_reason, there_fate, there_reason, is_decided_there,
         sum(count)
    FROM unnest($1::text[], $2::text[], $3::float8[], $4::int[], $5::text[], $6::text[],
                $7::text[], $8::text[], $9::bool[], $10::bigint[])
      AS new (contract_id, candidate, minute_ms, contract_version, here_fate, here_reason,
              there_fate, there_reason, is_decided_there, count)
   GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
  ON CONFLICT (contract_id, candidate, minute, contract_version, here_fate, here_reason,
               there_fate, there_reason, is_decided_there)
  DO UPDATE SET count = held.count + excluded.count`;

const SAMPLE = `
  INSERT INTO divergence_samples (contract_id, candidate, here_fate, here_reason, here_pointer,
    there_fate, there_reason, there_pointer, is_decided_there, seen_at, producer, source, event_id,
    position, quarantine_id)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
    $7::text[], $8::text[], $9::bool[], $10::timestamptz[], $11::text[], $12::text[], $13::text[],
    $14::text[], $15::text[])`;

const PLACE = `
  row_number() OVER (
    PARTITION BY contract_id, candidate, here_fate, here_reason, there_fate, there_reason
        ORDER BY n DESC)`;

/** Of each two verdicts the newest stay; who reads before it has run is told no more than those. */
const TRIM = `
  DELETE FROM divergence_samples WHERE n IN (
    SELECT n FROM (
      SELECT n, ${PLACE} AS place
        FROM divergence_samples
       WHERE (contract_id, candidate) IN (SELECT * FROM unnest($1::text[], $2::text[]))) AS ranked
     WHERE place > $3)`;

const OF = `
  SELECT here_fate AS "hereFate", here_reason AS "hereReason", there_fate AS "thereFate",
         there_reason AS "thereReason", is_decided_there AS "isDecidedThere",
         sum(count)::float8 AS count
    FROM policy_comparisons
   WHERE contract_id = $1 AND candidate = $2 AND minute >= date_trunc('minute', $3::timestamptz)
   GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 DESC, 1, 2, 3, 4, 5`;

const SAMPLES = `
  SELECT here_fate AS "hereFate", here_reason AS "hereReason", here_pointer AS "herePointer",
         there_fate AS "thereFate", there_reason AS "thereReason", there_pointer AS "therePointer",
         is_decided_there AS "isDecidedThere", seen_at AS at, producer, source,
         event_id AS "eventId", position, quarantine_id AS "quarantineId"
    FROM (SELECT *, ${PLACE} AS place FROM divergence_samples
           WHERE contract_id = $1 AND candidate = $2 AND seen_at >= $3) AS ranked
   WHERE place <= $4 ORDER BY n DESC`;

interface Row {
  readonly hereFate: string;
  readonly hereReason: string;
  readonly thereFate: string;
  readonly thereReason: string;
  readonly isDecidedThere: boolean;
}
type CountRow = Row & { readonly count: number };
type SampleRow = Row &
  Pick<DivergentEvent, 'at' | 'producer'> & {
    readonly herePointer: string;
    readonly therePointer: string;
    readonly source: string | null;
    readonly eventId: string | null;
    readonly position: string | null;
    readonly quarantineId: string | null;
  };

/** What candidates said of events beside the policies in force. Adding twice adds up. */
@Injectable()
export class PolicyComparisons {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async add(all: readonly PolicyComparison[]): Promise<void> {
    if (all.length === 0) return;
    await this.dataSource.query(ADD, [
      texts(all.map(({ contractId }) => contractId)),
      texts(all.map(({ candidate }) => candidate)),
      numbers(all.map(({ minute }) => minute.getTime())),
      numbers(all.map(({ contractVersion }) => contractVersion)),
      ...verdictColumns(all),
      numbers(all.map(({ count }) => count)),
    ]);
  }

  async addSamples(all: readonly SampledDivergence[]): Promise<void> {
    if (all.length === 0) return;
    const cut = (text: string | undefined) =>
      storable(text?.slice(0, limits.talliedNameCharacters.value));
    const [contracts, candidates] = [
      texts(all.map(({ contractId }) => contractId)),
      texts(all.map(({ candidate }) => candidate)),
    ];
    const [hereFate, hereReason, thereFate, thereReason, decided] = verdictColumns(all);
    await this.dataSource.query(SAMPLE, [
      ...[contracts, candidates, hereFate, hereReason],
      texts(all.map(({ here }) => cut(here.pointer))),
      ...[thereFate, thereReason],
      texts(all.map(({ there }) => cut(there.pointer))),
      decided,
      texts(all.map(({ at }) => at.toISOString())),
      texts(all.map(({ producer }) => cut(producer))),
      texts(all.map(({ source }) => cut(source))),
      texts(all.map(({ eventId }) => storable(eventId))),
      texts(all.map(({ position }) => position)),
      texts(all.map(({ quarantineId }) => quarantineId)),
    ]);
    await this.dataSource.query(TRIM, [contracts, candidates, limits.divergenceSamples.value]);
  }

  /** What was said since, by pairs of verdicts, the most frequent first; whole minutes. */
  async of(
    contractId: string,
    candidate: string,
    from: Date,
  ): Promise<readonly ComparedVerdicts[]> {
    const values = [storable(contractId), candidate, from];
    const rows = await this.dataSource.query<CountRow[]>(OF, values);
    return rows.map(({ count, isDecidedThere, ...row }) => ({
      here: { fate: row.hereFate, reason: row.hereReason },
      there: { fate: row.thereFate, reason: row.thereReason },
      ...{ isDecidedThere, count },
    }));
  }

  /** Events on which they differed since, the newest first. */
  async samples(
    contractId: string,
    candidate: string,
    from: Date,
  ): Promise<readonly DivergentEvent[]> {
    const values = [storable(contractId), candidate, from, limits.divergenceSamples.value];
    const rows = await this.dataSource.query<SampleRow[]>(SAMPLES, values);
    return rows.map((row) => ({
      here: { fate: row.hereFate, reason: row.hereReason, pointer: row.herePointer },
      there: { fate: row.thereFate, reason: row.thereReason, pointer: row.therePointer },
      ...{ isDecidedThere: row.isDecidedThere, at: row.at, producer: row.producer },
      ...{ source: row.source ?? undefined, eventId: row.eventId ?? undefined },
      ...{ position: row.position ?? undefined, quarantineId: row.quarantineId ?? undefined },
    }));
  }

  /** What is older than the limit `comparisonDays` goes. */
  async forget(): Promise<void> {
    const days = limits.comparisonDays.value;
    for (const [table, column] of [
      ['policy_comparisons', 'minute'],
      ['divergence_samples', 'seen_at'],
    ])
      await this.dataSource.query(
        `DELETE FROM ${table} WHERE ${column} < now() - make_interval(days => $1)`,
        [days],
      );
  }
}

/** Fates and reasons of both, and whose verdict counted. */
function verdictColumns(
  all: readonly Pick<PolicyComparison, 'here' | 'there' | 'isDecidedThere'>[],
): readonly [string, string, string, string, string] {
  return [
    texts(all.map(({ here }) => here.fate)),
    texts(all.map(({ here }) => here.reason)),
    texts(all.map(({ there }) => there.fate)),
    texts(all.map(({ there }) => there.reason)),
    texts(all.map(({ isDecidedThere }) => String(isDecidedThere))),
  ];
}
