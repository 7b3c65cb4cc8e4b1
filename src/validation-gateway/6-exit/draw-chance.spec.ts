import { describe, expect, it } from '@jest/globals';
import { drawChance } from './draw-chance.js';

describe('chance for ids', () => {
  it('is ten bytes, and other ones each time, however often it is drawn', () => {
    const drawn = Array.from({ length: 1_000 }, () => Buffer.from(drawChance()).toString('hex'));
    expect(new Set(drawn).size).toBe(1_000);
    expect(drawn.every((each) => each.length === 20)).toBe(true);
  });
});
