import { describe, expect, it } from '@jest/globals';
import { rateInWords, readRate, sizeBytes } from './agreed-limits.js';

describe('limits that a contract agrees on', () => {
  it.each([
    ['1B', 1],
    ['64KiB', 65_536],
    ['1MiB', 1_048_576],
    ['0B', 0],
    ['64', 0],
    ['64kB', 0],
    ['1.5KiB', 0],
    ['99999999999B', 0],
  ])('the size %s is %i bytes', (text, bytes) => {
    expect(sizeBytes(text)).toBe(bytes);
  });

  it.each([
    ['1/s', { events: 1, perMs: 1_000 }, '1 event a second'],
    ['600/min', { events: 600, perMs: 60_000 }, '600 events a minute'],
    ['1000000/h', { events: 1_000_000, perMs: 3_600_000 }, '1000000 events an hour'],
  ])('the rate %s is read, and said', (text, rate, words) => {
    expect([readRate(text), rateInWords(text)]).toEqual([rate, words]);
  });

  it.each(['0/s', '1000001/s', '10/d', '10', '10 / s', '-1/s', '1e3/s'])(
    '%s is no rate',
    (text) => {
      expect(readRate(text)).toBeUndefined();
    },
  );
});
