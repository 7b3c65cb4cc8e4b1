import type { Position } from '../logged-event.js';
import type { Released } from './held-events.js';

/** Of each partition that is carried to Kafka the first event of the batch. */
export function firstOfEach(
  leaving: readonly Released[],
  positions: readonly Position[],
): readonly (Position & { readonly partitions: number })[] {
  const first = new Map<string, Position & { readonly partitions: number }>();
  for (const [i, { relayedTo }] of leaving.entries()) {
    const position = positions[i];
    if (relayedTo === undefined || !position) continue;
    const place = `${position.partition} ${position.topic}`;
    if (!first.has(place)) first.set(place, { ...position, partitions: relayedTo });
  }
  return [...first.values()];
}
