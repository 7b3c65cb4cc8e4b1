import { describe, expect, it } from '@jest/globals';
import { durationMs } from './duration-ms.js';

describe('a duration in milliseconds', () => {
  it('adds up its parts, a month having 30 days and a year 365', () => {
    const cases: readonly [string, number][] = [
      ['PT0.5S', 500],
      ['PT5S', 5_000],
      ['P1DT1H1M1S', 90_061_000],
      ['P2W', 1_209_600_000],
      ['P1M', 2_592_000_000],
      ['P1Y', 31_536_000_000],
      ['soon', 0],
    ];
    expect(cases.map(([text]) => [text, durationMs(text)])).toEqual(cases);
  });
});
