import { describe, expect, it } from '@jest/globals';
import { thrownAs } from './thrown-as.js';

class Expected extends Error {}

describe('an error that was caught', () => {
  it('is what was thrown on purpose', () => {
    const error = new Expected('as agreed');
    expect(thrownAs(Expected, error)).toBe(error);
  });

  it('goes on where it is a bug', () => {
    const bug = new TypeError('nobody meant this');
    expect(() => thrownAs(Expected, bug)).toThrow(bug);
  });
});
