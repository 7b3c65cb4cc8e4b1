/**
 * A leg of an event's way: from the time it says to the gateway; from there to its acknowledgement;
 * from the log to Kafka; from the log to a consumer group that is done with it.
 */
export type LatencyLeg = 'arrival' | 'admission' | 'relay' | 'consumption';

/** So many events of one contract took so long for one leg. */
export interface Latency {
  readonly contractId: string;
  readonly leg: LatencyLeg;
  /** The group, where somebody reads; else ''. */
  readonly reader: string;
  /** Start of the minute in which the leg ended, milliseconds since 1970. */
  readonly minuteMs: number;
  readonly bucket: number;
  readonly count: number;
}

/** Quantiles of one leg, milliseconds; each at most 19 % above what was. */
export interface LegLatency {
  readonly leg: LatencyLeg;
  readonly reader: string;
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}
