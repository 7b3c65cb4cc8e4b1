import { describe, expect, it } from '@jest/globals';
import { sharePartitions } from './share-partitions.js';

describe('sharing partitions among the members of a group', () => {
  it('gives every partition to exactly one member, whoever asks and in whatever order', () => {
    for (let members = 1; members <= 5; members++) {
      const names = Array.from({ length: members }, (_, n) => `m${n}`);
      const partitions = [3, 10, 0, 2, 1, 4, 11];
      const shares = names.map((name) => sharePartitions(partitions, [...names].reverse(), name));
      expect(shares.flatMap((share) => [...share]).sort((a, b) => a - b)).toEqual(
        [...partitions].sort((a, b) => a - b),
      );
      const sizes = shares.map(({ size }) => size);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  it('gives nothing to who is not there', () => {
    expect(sharePartitions([0, 1], ['a'], 'b').size).toBe(0);
    expect(sharePartitions([0, 1], [], 'b').size).toBe(0);
  });
});
