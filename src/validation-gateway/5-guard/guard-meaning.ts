import type { Stage } from '../journey.js';
import { bothWays } from '../both-ways.js';
import type { Check } from '../verdict.js';
import { guards } from './guards.js';

const rows = guards.map(({ check, guard }) => ({ guard, ...bothWays(check) }));

/** The checks of an event in whose way no guard stands. */
export const meaningful: readonly Check[] = rows.map(({ passed }) => passed);

/** Does the event mean what was promised? The first guard that refuses ends the journey. */
export const guardMeaning: Stage = (journey) => {
  for (const { guard, passed, failed } of rows) {
    const refusal = guard(journey);
    journey.checks.push(refusal ? failed : passed);
    if (refusal) return refusal;
  }
  return undefined;
};
