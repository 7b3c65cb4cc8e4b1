import type { Stage } from '../journey.js';
import { guards } from './guards.js';

/** Does the event mean what was promised? The first guard that refuses ends the journey. */
export const guardMeaning: Stage = (journey) => {
  for (const { check, guard } of guards) {
    const refusal = guard(journey);
    journey.checks.push({ check, passed: refusal === undefined });
    if (refusal) return refusal;
  }
  return undefined;
};
