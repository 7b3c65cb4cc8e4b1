import { describe, expect, it } from '@jest/globals';
import { readSwitch } from './read-switch.js';

describe('a switch in a query', () => {
  it('is on, off, or cannot be told', () => {
    expect([undefined, 'false', 'true'].map(readSwitch)).toEqual([false, false, true]);
    for (const value of ['', 'yes', 'TRUE', ['true', 'true'], true])
      expect(readSwitch(value)).toBeUndefined();
  });
});
