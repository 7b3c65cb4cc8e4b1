import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/** Dates of contracts are days in UTC and begin at midnight. */
const hasCome = (day: string | undefined, nowMs: number): boolean =>
  day !== undefined && Date.parse(`${day}T00:00:00Z`) <= nowMs;

/** Announced endings are kept: warned about from the first date, refused from the last. */
export const contractIsNotPastSunset: Stage = ({ promise, nowMs, notes }) => {
  const { status, deprecation } = promise.contract;
  if (status === 'sunset' || hasCome(deprecation?.sunset, nowMs))
    return refuse('CONTRACT_SUNSET', {
      message: `The contract ${promise.ref.id} takes no more events${deprecation?.sunset ? ` since ${deprecation.sunset}` : ''}.`,
    });
  if (status === 'deprecated' || hasCome(deprecation?.from, nowMs))
    notes.push({
      code: 'CONTRACT_DEPRECATED',
      pointer: '',
      message: `The contract ${promise.ref.id} is deprecated${deprecation?.sunset ? ` and ends on ${deprecation.sunset}` : ''}.`,
    });
  return undefined;
};
