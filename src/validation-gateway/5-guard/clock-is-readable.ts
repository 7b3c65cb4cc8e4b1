import { entityClock } from './entity-clock.js';
import { isByClock, mergesByClock } from '#contract';
import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/** The policy compares clocks, so each event brings one, and not one from the future. */
export const clockIsReadable: Stage = (journey) => {
  const { semantics } = journey.promise.contract;
  const { conflict, entity } = semantics;
  if (!entity || !conflict || !(isByClock(conflict.policy) || mergesByClock(semantics)))
    return undefined;
  const read = entityClock(journey);
  if (read === 'missing')
    return refuse('CLOCK_MISSING', {
      pointer: '/entityclock',
      message: `The contract settles conflicts by ${conflict.policy}, and the event brings no clock it can read: ${conflict.policy === 'vector-clock' ? VECTOR : HYBRID}.`,
    });
  return read === 'ahead' ? refuse('CLOCK_AHEAD', { pointer: '/entityclock' }) : undefined;
};

const HYBRID = 'send the attribute entityclock as milliseconds.counter, or time';
const VECTOR =
  'send the attribute entityclock as source=counter pairs of declared producers, such as a=3,b=7';
