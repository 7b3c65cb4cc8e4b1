import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { Pace } from './pace.js';

const { lineWaitMs, lineBytesLeast, gatewayBodyBytes } = limits;
const KB = 1024;

interface Batch {
  readonly bytes: number;
  readonly everyMs: number;
  readonly stayMs: number;
  readonly from?: number;
}

/** Batches of so many bytes, each answered after so long, one after the other. */
function batches(pace: Pace, count: number, { bytes, everyMs, stayMs, from = 0 }: Batch) {
  for (let n = 1; n <= count; n++) {
    for (let part = 0; part < 10; part++)
      pace.note({ bytes: bytes / 10, stayMs }, pace.roomBytes, from + n * everyMs);
  }
  return from + count * everyMs;
}

describe('the pace of a gateway', () => {
  it('lets in one body as large as they come before anything was measured', () => {
    expect(new Pace().roomBytes).toBe(gatewayBodyBytes.value);
  });

  it('has room for what gets done in the time a request may wait', () => {
    const pace = new Pace();
    batches(pace, 100, { bytes: 5_000 * KB, everyMs: 100, stayMs: 100 });
    const perMs = 50 * KB;
    expect(pace.roomBytes).toBeGreaterThan(perMs * lineWaitMs.value);
    expect(pace.roomBytes).toBeLessThan(perMs * (lineWaitMs.value + 101) * 1.1);
  });

  it('knows a batch by the time it took, however many answers end in one moment', () => {
    const pace = new Pace();
    batches(pace, 20, { bytes: 3_000 * KB, everyMs: 300, stayMs: 300 });
    expect(pace.roomBytes).toBeLessThan(10 * KB * (lineWaitMs.value + 310) * 1.1);
  });

  it('shrinks where a long line got slow, and never below the least', () => {
    const pace = new Pace();
    const at = batches(pace, 100, { bytes: 5_000 * KB, everyMs: 100, stayMs: 10 });
    const before = pace.roomBytes;
    const then = batches(pace, 10, { bytes: 500 * KB, everyMs: 250, stayMs: 900, from: at });
    expect(pace.roomBytes).toBeLessThan(before / 4);
    batches(pace, 50, { bytes: 10, everyMs: 250, stayMs: 900, from: then });
    expect(pace.roomBytes).toBe(lineBytesLeast.value);
  });

  it('does not take little to do for being slow', () => {
    const pace = new Pace();
    const at = batches(pace, 100, { bytes: 5_000 * KB, everyMs: 100, stayMs: 10 });
    const before = pace.roomBytes;
    for (let n = 1; n < 100; n++) pace.note({ bytes: KB, stayMs: 900 }, KB, at + n * 1_000);
    expect(pace.roomBytes).toBeGreaterThanOrEqual(before);
  });

  it('does not count the time in which nobody was there', () => {
    const pace = new Pace();
    for (let n = 1; n <= 40; n++) {
      pace.note({ bytes: 5_000 * KB, stayMs: 100 }, 5_000 * KB, n * 1_000);
      pace.idle(900);
    }
    expect(pace.roomBytes).toBeGreaterThan(25 * KB * lineWaitMs.value);
  });

  it('ends a window also where answers never pause', () => {
    const pace = new Pace();
    const ends = Array.from({ length: 1_000 }, (_, ms) =>
      pace.note({ bytes: KB, stayMs: 1 }, KB, ms),
    );
    expect(ends.filter(Boolean)).toHaveLength(2);
  });
});
