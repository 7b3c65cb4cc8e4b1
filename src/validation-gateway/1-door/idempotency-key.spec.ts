import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { idempotencyKey } from './idempotency-key.js';

describe('the Idempotency-Key of a request', () => {
  it.each([
    [undefined, undefined],
    ['"8e03978e-40d5"', '8e03978e-40d5'],
    ['8e03978e-40d5', '8e03978e-40d5'],
    [String.raw`"a \"b\" \\c"`, String.raw`a "b" \c`],
    ['""', null],
    ['', null],
    ['"open', null],
    ['two words', null],
    ['"a", "b"', null],
    ['"ä"', null],
    [['a', 'b'], null],
  ])('%j is %j', (header, key) => {
    expect(idempotencyKey(header)).toBe(key);
  });

  it('is as long as the limit idempotencyKeyCharacters, and no longer', () => {
    const longest = 'k'.repeat(limits.idempotencyKeyCharacters.value);
    expect(idempotencyKey(longest)).toBe(longest);
    expect(idempotencyKey(`"${longest}k"`)).toBeNull();
  });
});
