import type { Statement } from './query-together.js';

/** Of the database, whose clock all gateways share, in what a `timestamptz` is counted in: microseconds since 2000. */
export const CLOCK: Statement<{ readonly at: number }> = {
  text: `SELECT (extract(epoch FROM clock_timestamp() - timestamptz '2000-01-01Z') * 1000000)::float8 AS at`,
};
