import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { Line, type Place } from './line.js';

const ROOM = limits.gatewayBodyBytes.value;
const place = (who: string, bytes: number, more: Partial<Place> = {}): Place => ({
  ...{ who, bytes, ofRoom: 1, cameMs: 0 },
  ...more,
});

describe('the line at the door', () => {
  it('lets in whoever finds room, and nobody beyond it', () => {
    const line = new Line();
    expect(line.enter(place('a', ROOM - 10))).toBe(true);
    expect(line.enter(place('a', 11))).toBe(false);
    expect(line.enter(place('a', 10))).toBe(true);
    expect(line.underWay).toEqual({ bytes: ROOM, roomBytes: ROOM });
  });

  it('lets in a lone request of any size', () => {
    const line = new Line();
    expect(line.enter(place('a', ROOM * 10))).toBe(true);
    expect(line.hasRoom(place('a', 1))).toBe(false);
  });

  it('has room again once somebody was answered', () => {
    const line = new Line();
    const first = place('a', ROOM);
    line.enter(first);
    line.leave(first, 5);
    expect(line.underWay.bytes).toBe(0);
    expect(line.enter(place('a', ROOM, { cameMs: 50 }))).toBe(true);
  });

  it('has a share left for who has less than others under way', () => {
    const line = new Line();
    for (let n = 0; n < 4; n++) line.enter(place('loud', ROOM / 4));
    expect(line.enter(place('loud', 1_000))).toBe(false);
    expect(line.enter(place('quiet', 1_000))).toBe(true);
    expect(line.enter(place('quiet', ROOM / 2))).toBe(false);
  });

  it('gives no share beyond twice the room, whatever the number of those who want one', () => {
    const line = new Line();
    line.enter(place('first', ROOM));
    let taken = 0;
    for (let n = 0; n < 1_000; n++) if (line.enter(place(`n${n}`, ROOM / 100))) taken++;
    expect(taken).toBeGreaterThan(0);
    expect(line.underWay.bytes).toBeLessThanOrEqual(2 * ROOM);
  });

  it('lets what can wait fill a part only', () => {
    const line = new Line();
    line.enter(place('a', ROOM / 2));
    expect(line.hasRoom(place('a', 10, { ofRoom: 0.5 }))).toBe(false);
    expect(line.hasRoom(place('a', 10))).toBe(true);
  });

  it('says how many more would find room, and whether it is half empty', () => {
    const line = new Line();
    expect([line.isHalfEmpty, line.vacancies > 1]).toEqual([true, true]);
    line.enter(place('a', ROOM));
    expect([line.isHalfEmpty, line.vacancies <= 0]).toEqual([false, true]);
  });

  it('counts from then on what was most under way since it last learnt', () => {
    const line = new Line();
    for (let n = 1; n <= 20; n++) {
      const each = place('a', ROOM, { cameMs: n * 1_000 });
      expect(line.enter(each)).toBe(true);
      line.leave(each, n * 1_000 + 990);
    }
    // One whole body in a second, each waiting for nobody: what one waits for alone is no line.
    expect(line.underWay.roomBytes).toBeGreaterThanOrEqual(ROOM);
  });
});
