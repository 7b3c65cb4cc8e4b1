import type { Position } from './logged-event.js';

/** A place of the log as people and programs write it: `orders.events/0@1041`. */
export const positionText = ({ topic, partition, offset }: Position): string =>
  `${topic}/${partition}@${offset}`;
