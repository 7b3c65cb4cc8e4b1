/** One partition of a topic. Offsets run from `startOffset` up to, not including, `endOffset`. */
export interface LoggedPartition {
  readonly partition: number;
  readonly startOffset: number;
  readonly endOffset: number;
}

export interface LoggedTopic {
  readonly name: string;
  /** Those that ever had an event, in order. */
  readonly partitions: readonly LoggedPartition[];
  /** Offsets are dense, so this is a subtraction, not a scan. */
  readonly events: number;
}
