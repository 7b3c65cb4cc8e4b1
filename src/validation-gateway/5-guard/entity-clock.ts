import { readHybridClock, readVectorClock } from '#contract';
import { limits } from '#kernel';
import type { Journey } from '../journey.js';

/**
 * The clock of an event in the form its policy compares, from our extension `entityclock`; the last
 * writer may also be told by `time`. A clock from the future would freeze its entity for everybody
 * else until then, so only a little skew is forgiven.
 */
export function entityClock(journey: Journey): { readonly text: string } | 'missing' | 'ahead' {
  const { event, promise, nowMs } = journey;
  const { conflict } = promise.contract.semantics;
  const written = event.context?.attributes.get('entityclock');
  if (conflict?.policy === 'vector-clock') {
    const sources = promise.contract.producers.flatMap(({ source }) => source ?? []);
    const vector = written === undefined ? undefined : readVectorClock(written);
    const isKnown = vector && [...vector.keys()].every((each) => sources.includes(each));
    return isKnown && written !== undefined ? { text: written } : 'missing';
  }
  const time = event.context?.attributes.get('time');
  const text = written ?? (time === undefined ? undefined : `${Date.parse(time)}.0`);
  const clock = text === undefined ? undefined : readHybridClock(text);
  if (!clock || text === undefined) return 'missing';
  return clock.physicalMs > BigInt(nowMs + limits.clockSkewMs.value) ? 'ahead' : { text };
}
