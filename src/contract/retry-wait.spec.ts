import { describe, expect, it } from '@jest/globals';
import { contractOf } from '../../test/support/contract-of.js';
import type { Retry } from './contract.js';
import { retryWaitMs } from './retry-wait.js';

const retryOf = (said: object): Retry => {
  const { retry } = contractOf({ retry: said });
  if (!retry) throw new Error('declared');
  return retry;
};

describe('the wait of a retry', () => {
  it('grows as it would for whoever counts attempts, up to the longest one', () => {
    const retry = retryOf({ maxBackoff: 'PT10S', jitter: 'none' });
    // Attempts at 0, 1, 3, 7 and 15 seconds.
    const waits = [0, 1, 3, 7, 15].map((seconds) => retryWaitMs(retry, seconds * 1_000, 0));
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 10_000]);
  });

  it('stays the same where the factor is one', () => {
    const retry = retryOf({ initialBackoff: 'PT3S', backoffMultiplier: 1, jitter: 'none' });
    expect(retryWaitMs(retry, 1_000_000, 0)).toBe(3_000);
  });

  it.each([
    ['full', 4_000, 1_000],
    ['equal', 4_000, 2_500],
    ['none', 4_000, 4_000],
  ])('leaves to chance what %s says', (jitter, longest, shorter) => {
    const retry = retryOf({ initialBackoff: 'PT4S', jitter });
    expect([retryWaitMs(retry, 0, 0), retryWaitMs(retry, 0, 0.75)]).toEqual([longest, shorter]);
  });
});
