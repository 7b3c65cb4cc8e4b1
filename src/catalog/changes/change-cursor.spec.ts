import { describe, expect, it } from '@jest/globals';
import { Problem } from '#kernel';
import { readChangeCursor, writeChangeCursor } from './change-cursor.js';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a place among changes', () => {
  it.each([
    { us: '1795832000000123', source: 'version', id: 'orders.placed', n: 3 },
    { us: '1795832000000123', source: 'deed', id: '', n: 42 },
  ] as const)('comes back as it was written', (place) => {
    expect(readChangeCursor(writeChangeCursor(place))).toEqual(place);
  });

  it.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['another cursor', encoded(['after', 1, 'a', 'b'])],
    ['no moment', encoded(['-1', 'deed', '', 1])],
    ['no number', encoded(['1', 'deed', '', 1.5])],
    ['a number no version has', encoded(['1', 'version', 'a', 2_147_483_648])],
    ['what no text holds', encoded(['1', 'version', '\0', 1])],
  ])('%s is none', (_, text) => {
    expect(() => readChangeCursor(text)).toThrow(Problem);
  });
});
