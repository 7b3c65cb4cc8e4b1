import { describe, expect, it } from '@jest/globals';
import { tooLargeIn } from './too-large-in.js';

describe('an error while a schema or an event is looked at by bytes', () => {
  it('says that something is too large where a range was left', () => {
    const error = new RangeError('Offset is outside the bounds of the DataView');
    expect(tooLargeIn(error)).toBe(error);
  });

  it('goes on where it is a bug', () => {
    const bug = new TypeError('x is not a function');
    expect(() => tooLargeIn(bug)).toThrow(bug);
  });
});
