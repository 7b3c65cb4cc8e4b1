import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { RetrySpread } from './retry-spread.js';

const MOST = limits.lineRetrySeconds.value;

/** Refused and served in each of so many seconds; the longest wait told last. */
function told(spread: RetrySpread, { refused = 0, served = 0, seconds = 3 }): number {
  let last = 0;
  for (let second = 1; second <= seconds; second++) {
    for (let n = 0; n < served; n++) spread.served();
    for (let n = 0; n < refused; n++) last = spread.refused(second * 1_000, 0.999);
  }
  return last;
}

describe('when those turned away may come again', () => {
  it('is a second where few were', () => {
    expect(new RetrySpread().refused(0, 0.999)).toBe(1);
    expect(told(new RetrySpread(), { refused: 10, served: 100 })).toBe(1);
  });

  it('is spread over as long as it takes to serve as many', () => {
    const spread = new RetrySpread();
    expect(told(spread, { refused: 40, served: 10 })).toBe(4);
    expect(spread.refused(3_000, 0)).toBe(1);
    expect(spread.refused(3_000, 0.5)).toBe(3);
  });

  it('is bounded, also where nobody is served', () => {
    expect(told(new RetrySpread(), { refused: 1_000 })).toBe(MOST);
  });

  it('is a second again after a time without refusals', () => {
    const spread = new RetrySpread();
    told(spread, { refused: 100, served: 10 });
    expect(spread.refused(60_000, 0.999)).toBe(1);
  });
});
