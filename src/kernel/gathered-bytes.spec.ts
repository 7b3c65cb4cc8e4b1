import { describe, expect, it } from '@jest/globals';
import { GatheredBytes } from './gathered-bytes.js';

describe('gathered bytes', () => {
  it('are the one piece they came in', () => {
    const gathered = new GatheredBytes();
    const piece = Buffer.from('whole');
    gathered.add(piece);
    expect(gathered.length).toBe(5);
    expect(gathered.take()).toBe(piece);
  });

  it('are all pieces in their order, however small and however large, in memory of their own', () => {
    const pieces = [1, 0, 5_000, 1, 1, 20_000, 3].map((bytes, n) => Buffer.alloc(bytes, 97 + n));
    const gathered = new GatheredBytes();
    for (const piece of pieces) gathered.add(piece);
    const whole = Buffer.concat(pieces);
    expect(gathered.length).toBe(whole.length);
    const taken = gathered.take();
    expect(taken.equals(whole)).toBe(true);
    expect(taken.buffer.byteLength).toBe(whole.length);
  });

  it('are none before the first, and none again once they were taken', () => {
    const gathered = new GatheredBytes();
    expect(gathered.take()).toHaveLength(0);
    gathered.add(Buffer.from('a'));
    gathered.add(Buffer.from('b'));
    expect([gathered.take().toString(), gathered.length]).toEqual(['ab', 0]);
    gathered.add(Buffer.alloc(0));
    gathered.add(Buffer.from('c'));
    expect(gathered.take().toString()).toBe('c');
  });

  it('take about as much memory as they are, though each came alone', () => {
    const gathered = new GatheredBytes();
    const before = process.memoryUsage();
    const slab = Buffer.alloc(64 * 1024, 'x');
    for (let n = 0; n < 1_000_000; n++) gathered.add(slab.subarray(n % 1_000, (n % 1_000) + 1));
    const { arrayBuffers } = process.memoryUsage();
    expect(arrayBuffers - before.arrayBuffers).toBeLessThan(16 * 1024 * 1024);
    expect(gathered.take()).toHaveLength(1_000_000);
  });
});
