import { describe, expect, it } from '@jest/globals';
import { Seats } from './seats.js';

describe('seats', () => {
  it('are as many as there are, for whoever comes first', () => {
    const seats = new Seats(2);
    const [first] = [seats.take(undefined), seats.take(undefined)];
    expect(seats.hasOneFor(undefined)).toBe(false);
    first?.();
    first?.();
    expect(seats.hasOneFor(undefined)).toBe(true);
    seats.take(undefined);
    expect(seats.hasOneFor(undefined)).toBe(false);
  });

  it('are half of all at most for one who proved to be it', () => {
    const seats = new Seats(3);
    const [one, two] = [seats.take('loud'), seats.take('loud')];
    expect(seats.hasOneFor('loud')).toBe(false);
    expect(seats.hasOneFor('quiet')).toBe(true);
    seats.take('quiet');
    expect(seats.hasOneFor('another')).toBe(false);
    one?.();
    expect(seats.hasOneFor('loud')).toBe(true);
    two?.();
    seats.take('quiet');
    expect(seats.hasOneFor('quiet')).toBe(false);
    expect(seats.hasOneFor('loud')).toBe(true);
  });
});
