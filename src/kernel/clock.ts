/** The time, passed in: pure modules and tests never read a clock of their own. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
}
