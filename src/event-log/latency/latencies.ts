import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { invariant, limits } from '#kernel';
import { numbers, storable, texts } from '../store/columns.js';
import type { Latency, LatencyLeg, LegLatency } from './latency.js';
import { type BucketCount, bucketInSql, quantileOf } from './latency-buckets.js';

const INTO =
  'INSERT INTO event_latencies AS held (contract_id, minute, leg, reader, bucket, count)';
/** Sorted before, so that processes that add at once lock rows in one order. */
const ADDED_UP = `
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (contract_id, minute, leg, reader, bucket)
  DO UPDATE SET count = held.count + excluded.count`;

const ADD = `${INTO}
  SELECT contract_id, to_timestamp(minute_ms / 1000.0), leg, reader, bucket, sum(count)
    FROM unnest($1::text[], $2::float8[], $3::text[], $4::text[], $5::smallint[], $6::bigint[])
      AS new (contract_id, minute_ms, leg, reader, bucket, count)
  ${ADDED_UP}`;

const REACHED = `${INTO}
  SELECT contract_id, date_trunc('minute', clock_timestamp()), $5, $6,
         ${bucketInSql('extract(epoch FROM clock_timestamp() - logged_at) * 1000')}, count(*)
    FROM event_log
   WHERE contract_id IS NOT NULL AND log_offset >= $3 AND log_offset < $4
     AND partition_id = (SELECT id FROM event_log_partitions WHERE topic = $1 AND partition = $2)
  ${ADDED_UP}`;

const LIST = `
  SELECT leg, reader, bucket, sum(count)::float8 AS count
    FROM event_latencies
   WHERE contract_id = $1 AND minute > now() - make_interval(mins => $2)
   GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`;

const FORGET = `DELETE FROM event_latencies WHERE minute < now() - make_interval(days => $1)`;

interface Row extends BucketCount {
  readonly leg: LatencyLeg;
  readonly reader: string;
}

/** A stretch of the log that somebody is done with. */
export interface Stretch {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  /** The first that is not done. */
  readonly until: number;
}

/** How long events took, leg by leg. */
@Injectable()
export class Latencies {
  private readonly log = new Logger('latency');
  private readonly underWay = new Set<string>();

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async add(latencies: readonly Latency[]): Promise<void> {
    if (latencies.length === 0) return;
    await this.dataSource.query(ADD, [
      texts(latencies.map(({ contractId }) => storable(contractId))),
      numbers(latencies.map(({ minuteMs }) => minuteMs)),
      texts(latencies.map(({ leg }) => leg)),
      texts(latencies.map(({ reader }) => storable(reader))),
      numbers(latencies.map(({ bucket }) => bucket)),
      numbers(latencies.map(({ count }) => count)),
    ]);
  }

  /**
   * Measures how long the events of a stretch lay in the log until now. Nobody waits for it, and
   * who comes while the last one of its place is measured is left out: a sample, never a queue.
   */
  reached({ topic, partition, from, until }: Stretch, leg: LatencyLeg, reader = ''): void {
    const place = `${topic}\0${partition}\0${leg}\0${reader}`;
    if (until <= from || this.underWay.has(place)) return;
    this.underWay.add(place);
    const newest = Math.max(from, until - limits.measuredEvents.value);
    this.dataSource
      .query(REACHED, [topic, partition, newest, until, leg, storable(reader)])
      .catch((error: unknown) => this.log.debug({ err: error }, 'a latency was not noted'))
      .finally(() => this.underWay.delete(place));
  }

  /** Legs that were gone in the last minutes, in the order of the way. */
  async of(contractId: string, minutes: number): Promise<readonly LegLatency[]> {
    const rows = await this.dataSource.query<Row[]>(LIST, [storable(contractId), minutes]);
    const legs = Map.groupBy(rows, ({ leg, reader }) => `${ORDER.indexOf(leg)}${reader}`);
    return [...legs].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, of]) => legOf(of));
  }

  /** What is older than the limit `latencyDays` goes. */
  async forget(): Promise<void> {
    await this.dataSource.query(FORGET, [limits.latencyDays.value]);
  }
}

const ORDER: readonly LatencyLeg[] = ['arrival', 'admission', 'relay', 'consumption'];

function legOf(rows: readonly Row[]): LegLatency {
  const [first] = rows;
  invariant(first, 'a group has a row');
  return {
    ...{
      leg: first.leg,
      reader: first.reader,
      count: rows.reduce((sum, { count }) => sum + count, 0),
    },
    p50Ms: quantileOf(rows, 0.5),
    p95Ms: quantileOf(rows, 0.95),
    p99Ms: quantileOf(rows, 0.99),
  };
}
