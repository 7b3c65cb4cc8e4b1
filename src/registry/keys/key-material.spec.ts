import { describe, expect, it } from '@jest/globals';
import { KEY_ALGORITHMS } from './encryption-key.js';
import { isKeyMaterial, newKeyMaterial } from './key-material.js';

describe('key material', () => {
  it('is a key message of its algorithm and of no other', () => {
    for (const algorithm of KEY_ALGORITHMS)
      expect(
        KEY_ALGORITHMS.filter((other) => isKeyMaterial(other, newKeyMaterial(algorithm))),
      ).toEqual([algorithm]);
  });

  it('is never the same twice', () => {
    const keys = Array.from({ length: 100 }, () => newKeyMaterial('AES128_GCM').toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
  });
});
