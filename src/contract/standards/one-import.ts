import { type Reading } from './reading.js';
import { type ValueMeter } from './value-meter.js';

/** One import under way: what is read, what it costs, and what is to be said about it. */
export interface OneImport {
  readonly reading: Reading;
  readonly meter: ValueMeter;
  readonly notes: Set<string>;
}
