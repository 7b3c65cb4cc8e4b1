import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffLines } from './diff-lines';

const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });

describe('a difference line by line', () => {
  it('read without what is new it is the old text, without what is gone the new one', () => {
    fc.assert(
      fc.property(letters, letters, (old, now) => {
        const lines = diffLines(old.join('\n'), now.join('\n'));
        const without = (kind: string) =>
          lines.filter((line) => line.kind !== kind).map(({ text }) => text);
        expect(without('new').join('\n')).toBe(old.join('\n'));
        expect(without('gone').join('\n')).toBe(now.join('\n'));
      }),
    );
  });

  it('numbers count up on each side', () => {
    const lines = diffLines('a\nb\nc', 'a\nx\nc');
    expect(lines.map((line) => [line.kind, line.old, line.new])).toEqual([
      ['same', 1, 1],
      ['gone', 2, undefined],
      ['new', undefined, 2],
      ['same', 3, 3],
    ]);
  });

  it('takes as few lines as there are differences', () => {
    const lines = diffLines('a\nb\nc\nd\ne', 'b\nc\nX\nd\ne');
    expect(lines.filter(({ kind }) => kind !== 'same').map(({ text }) => text)).toEqual(['a', 'X']);
  });

  it('texts with nothing in common are one gone and the other new', () => {
    const many = (word: string) => Array.from({ length: 3_000 }, (_, i) => word + i).join('\n');
    const lines = diffLines(many('a'), many('b'));
    expect(lines).toHaveLength(6_000);
    expect(lines.slice(0, 3_000).every(({ kind }) => kind === 'gone')).toBe(true);
  });
});
