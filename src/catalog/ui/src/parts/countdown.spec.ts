import { describe, expect, it } from '@jest/globals';
import { countdownText, daysBetween, pressing } from './countdown';

describe('a countdown', () => {
  it.each([
    [0, 'today'],
    [1, 'tomorrow'],
    [-1, 'yesterday'],
    [9, 'in 9 days'],
    [20, 'in 20 days'],
    [50, 'in 7 weeks'],
    [120, 'in 4 months'],
    [-400, '13 months ago'],
    [1_000, 'in 3 years'],
  ])('of %i days is told as “%s”', (days, words) => {
    expect(countdownText(days)).toBe(words);
  });

  it('counts whole days, whatever the clocks did between', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
    expect(daysBetween('2026-11-26', '2026-11-26')).toBe(0);
  });

  it('is pressing within a month, and over afterwards', () => {
    expect([-1, 0, 30, 31].map(pressing)).toEqual(['over', 'soon', 'soon', 'later']);
  });
});
