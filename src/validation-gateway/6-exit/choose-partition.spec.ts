import { describe, expect, it } from '@jest/globals';
import { choosePartition } from './choose-partition.js';
import { murmur2 } from './murmur2.js';

describe('the partition of an event', () => {
  it('hashes keys as Kafka does (vectors of Apache Kafka’s UtilsTest)', () => {
    const vectors: Record<string, number> = {
      '21': -973932308,
      foobar: -790332482,
      'a-little-bit-long-string': -985981536,
      'a-little-bit-longer-string': -1486304829,
      lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
      abc: 479470107,
    };
    for (const [key, hash] of Object.entries(vectors)) {
      expect([key, murmur2(Buffer.from(key))]).toEqual([key, hash]);
    }
  });

  it('is the same for the same key and within range, for empty and any other key', () => {
    for (let i = 0; i < 2_000; i++) {
      const key = Buffer.from('x'.repeat(i % 9) + String(i % 7 ? i : ''));
      const partition = choosePartition(key, 12, i);
      expect(partition).toBe(choosePartition(key, 12, i + 1));
      expect(partition >= 0 && partition < 12).toBe(true);
    }
    expect(choosePartition(Buffer.alloc(0), 12, 5)).toBe(choosePartition(Buffer.alloc(0), 12, 6));
  });

  it('takes turns where there is no key', () => {
    expect([0, 1, 2, 3].map((turn) => choosePartition(null, 3, turn))).toEqual([0, 1, 2, 0]);
  });
});
