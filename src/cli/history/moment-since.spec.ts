import { describe, expect, it } from '@jest/globals';
import { Problem } from '#kernel';
import { momentSince } from './moment-since.js';

const io = { clock: { nowMs: () => Date.parse('2026-11-27T12:00:00Z') } };
const told = (given: string): string => new Date(momentSince(io, given)).toISOString();

describe('since when', () => {
  it.each([
    ['a day is meant from its first moment', '2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['a moment', '2026-11-23T09:30:00Z', '2026-11-23T09:30:00.000Z'],
    ['a moment elsewhere', '2026-11-23T09:30+02:00', '2026-11-23T07:30:00.000Z'],
    ['how long ago', 'P7D', '2026-11-20T12:00:00.000Z'],
    ['hours ago', 'PT36H', '2026-11-26T00:00:00.000Z'],
  ])('%s', (_what, given, moment) => {
    expect(told(given)).toBe(moment);
  });

  it.each(['monday', '2026-13-45', '2026-11-23 09:30', '7', '', 'P', 'P900Y'])(
    '%j is no moment, and that is said',
    (given) => {
      expect(() => momentSince(io, given)).toThrow(Problem);
    },
  );
});
