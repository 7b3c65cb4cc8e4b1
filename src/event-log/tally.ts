/** How many events of one contract version met one fate within one minute. */
export interface Tally {
  readonly contractId: string;
  readonly contractVersion: number;
  readonly topic: string;
  /** A verdict of the gateway: accepted, rejected, quarantined … */
  readonly verdict: string;
  /** Reason code, or '' for accepted. */
  readonly reason: string;
  /** The producer as far as known: principal or CloudEvents source, or ''. */
  readonly producer: string;
  /** Start of the minute. */
  readonly minute: Date;
  readonly count: number;
  /** Sum of the gateway's decision time of these events, microseconds. */
  readonly decisionUs: number;
}

/** A contract's events by fate, as far back as they are counted (`tallyDays`). */
export interface TallyTotal {
  readonly contractId: string;
  readonly verdict: string;
  readonly reason: string;
  readonly count: number;
  readonly lastMinute: Date;
}

/** How often one fate was met in a time. */
export interface FateCount {
  readonly version: number;
  readonly verdict: string;
  readonly reason: string;
  readonly producer: string;
  readonly count: number;
}

/** One minute of one contract. Minutes without an event are absent. */
export interface TallyPoint {
  readonly minute: Date;
  readonly verdict: string;
  readonly count: number;
  readonly decisionUs: number;
}
