import type { Retry } from './contract.js';
import { durationMs } from './duration-ms.js';

/**
 * The wait that a trouble of so long asks for. Waits that grow by a factor have passed, when the next one begins, the
 * sum of those before it: `elapsed = first · (factorⁿ - 1) / (factor - 1)`. So the next one, `first · factorⁿ`, is told by
 * the time alone, and nobody has to count the attempts of anybody.
 *
 * @param elapsedMs since the first attempt; 0 where this is it
 * @param chance from 0 to 1, without 1
 */
export function retryWaitMs(retry: Retry, elapsedMs: number, chance: number): number {
  const grown = durationMs(retry.initialBackoff) + elapsedMs * (retry.backoffMultiplier - 1);
  const wait = Math.min(grown, durationMs(retry.maxBackoff));
  return wait * (1 - LEFT_TO_CHANCE[retry.jitter] * chance);
}

const LEFT_TO_CHANCE = { full: 1, equal: 0.5, none: 0 } as const;
