import { describe, expect, it } from '@jest/globals';
import { momentOf } from './moment-of.js';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const told = (given: string) => {
  const moment = momentOf(given, NOW);
  return moment === undefined ? undefined : new Date(moment).toISOString();
};

describe('a moment somebody names', () => {
  it.each([
    ['a day is meant from its first moment', '2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['a moment', '2026-11-23T09:30:00Z', '2026-11-23T09:30:00.000Z'],
    ['a moment elsewhere', '2026-11-23T09:30+02:00', '2026-11-23T07:30:00.000Z'],
    ['days ago', '7d', '2026-11-20T12:00:00.000Z'],
    ['hours ago', '36h', '2026-11-26T00:00:00.000Z'],
    ['weeks ago', '2w', '2026-11-13T12:00:00.000Z'],
    ['a duration ago', 'P7D', '2026-11-20T12:00:00.000Z'],
  ])('%s', (_what, given, moment) => {
    expect(told(given)).toBe(moment);
  });

  it.each([
    'monday',
    '2026-13-45',
    '2026-11-23 09:30',
    '7',
    '',
    'P',
    'P900Y',
    '0d',
    '7m',
    '999999w',
  ])('%j is none', (given) => expect(told(given)).toBeUndefined());
});
