import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { endOfPlainJson } from './end-of-plain-json.js';

const within = (text: string, after = ' '.repeat(64)) => {
  const all = Buffer.alloc(8 + text.length * 4 + after.length, `_${text}${after}`);
  return endOfPlainJson(all.subarray(0, 1 + Buffer.byteLength(text)), 1);
};
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('the end of a JSON value', () => {
  it.each(['{}', '[1, "a"]', '"\\u00e9é\\n"', '-1.5e3', 'null', '{"a": {"a": [true]}, "b" : 1}'])(
    'is told of %s, whatever follows',
    (text) => {
      for (const after of [' '.repeat(64), '}]1,"', '']) {
        expect(within(text, after)).toBe(1 + Buffer.byteLength(text));
        expect(within(`${text},`, after)).toBe(1 + Buffer.byteLength(text));
      }
    },
  );

  it.each(['', '{"a": 1', '{"a" 1}', '[1,]', 'nul', '"a', '"\n"', '.5', '-', '{"a":1,"a":2}'])(
    'is left open of %j',
    (text) => {
      for (const after of [' '.repeat(64), '}]1,"', '"', '']) expect(within(text, after)).toBe(0);
    },
  );

  it('is left open where halves of characters, large numbers or more than the limits may be there', () => {
    const { eventDepth, eventNodes } = limits;
    expect(within('"\\ud800"')).toBe(0);
    expect(within('1e999')).toBe(0);
    expect(within(nested(eventDepth.value))).toBe(1 + 2 * eventDepth.value);
    expect(within(nested(eventDepth.value + 1))).toBe(0);
    expect(within(`[${'1,'.repeat(eventNodes.value)}1]`)).toBe(0);
  });

  it('is left open of a text that goes on to where its memory ends', () => {
    const memory = Buffer.from(new ArrayBuffer(9)).fill('"aaaaaaaa');
    expect(endOfPlainJson(memory, 0)).toBe(0);
  });
});
