import { describe, expect, it } from '@jest/globals';
import { DAY_MINUTES, HOUR_MINUTES, TrafficWindow } from './traffic-window.js';

/** The first minute of an hour. */
const NOW = 100_000 * HOUR_MINUTES;
const at = (minute: number, accepted: number, refused = 0) => ({
  contractId: 'a',
  minute,
  accepted,
  refused,
});

describe('the traffic of a day', () => {
  it('sums the day and shows the last half hour by the minute', () => {
    const window = new TrafficWindow();
    window.set([at(NOW, 3, 1), at(NOW - 29, 5), at(NOW - 30, 7), at(NOW - DAY_MINUTES, 100)]);
    window.settle(NOW);
    const row = window.row('a', NOW);
    expect([row.accepted, row.refused]).toEqual([15, 1]);
    expect(row.acceptedByMinute).toEqual([5, ...Array<number>(28).fill(0), 3]);
    expect(row.refusedByMinute.at(-1)).toBe(1);
    expect(window.all()).toEqual({ accepted: 15, refused: 1 });
  });

  it('a minute read again replaces what was read before', () => {
    const window = new TrafficWindow();
    window.set([at(NOW, 3)]);
    window.set([at(NOW, 8)]);
    expect(window.row('a', NOW).accepted).toBe(8);
  });

  it('tells one minute of all events, also when it is read again', () => {
    const window = new TrafficWindow();
    window.set([at(NOW, 3, 1), { ...at(NOW, 5), contractId: 'b' }, at(NOW - 1, 7)]);
    window.set([at(NOW, 4, 2)]);
    window.settle(NOW + HOUR_MINUTES);
    expect(window.minute(NOW)).toEqual({ accepted: 9, refused: 2 });
    window.settle(NOW + DAY_MINUTES);
    expect(window.minute(NOW)).toEqual({ accepted: 0, refused: 0 });
  });

  it('minutes of long ago become their hour, and count as before', () => {
    const window = new TrafficWindow();
    const minutes = Array.from({ length: 3 * HOUR_MINUTES }, (_, i) => at(NOW + i, 1));
    for (const minute of minutes) {
      window.set([minute]);
      window.settle(minute.minute);
    }
    expect(window.all()).toEqual({ accepted: minutes.length, refused: 0 });
    window.settle(NOW + DAY_MINUTES);
    expect(window.all()).toEqual({ accepted: 2 * HOUR_MINUTES, refused: 0 });
  });

  it('an event nobody sent has zeros, and yesterday is forgotten', () => {
    const window = new TrafficWindow();
    window.set([at(NOW - DAY_MINUTES - 1, 9)]);
    window.settle(NOW);
    expect(window.all()).toEqual({ accepted: 0, refused: 0 });
    expect(window.row('a', NOW).accepted).toBe(0);
    expect(window.row('b', NOW).acceptedByMinute).toHaveLength(30);
  });
});
