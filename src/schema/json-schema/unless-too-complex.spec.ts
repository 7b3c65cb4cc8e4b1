import { describe, expect, it } from '@jest/globals';
import { unlessTooComplex } from './unless-too-complex.js';

describe('what is made of a schema', () => {
  it('is missing where the stack does not suffice', () => {
    const deep = (): number => deep() + 1;
    expect(unlessTooComplex(deep)).toBeUndefined();
    expect(unlessTooComplex(() => 1)).toBe(1);
  });

  it('is not said to be too complex for a bug of ours', () => {
    const bug = () => {
      throw new TypeError('a bug');
    };
    expect(() => unlessTooComplex(bug)).toThrow('a bug');
  });
});
