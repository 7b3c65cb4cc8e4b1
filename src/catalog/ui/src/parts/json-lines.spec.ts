import { describe, expect, it } from '@jest/globals';
import { foldLines, jsonLines, offendingLine } from './json-lines';

const event = { id: 1, 'a/b': { 'c~d': [true, null, 'x'] }, none: {}, empty: [] };
const textOf = (value: unknown) =>
  jsonLines(value)
    .map(({ depth, name, text }) => `${'  '.repeat(depth)}${name}${text}`)
    .join('\n');

describe('an event as lines', () => {
  it('is the same JSON, indented', () => {
    expect(JSON.parse(textOf(event))).toEqual(event);
    expect(textOf({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(textOf('plain')).toBe('"plain"');
  });

  it('a reason finds its line by JSON Pointer, escapes included', () => {
    const lines = jsonLines(event);
    const lineAt = (pointer: string) => lines[offendingLine(lines, pointer)]?.text;
    expect(lineAt('/a~1b/c~0d/2')).toBe('"x"');
    expect(lineAt('/id')).toBe('1,');
  });

  it('a place that is missing is marked at the nearest one around it', () => {
    const lines = jsonLines(event);
    expect(lines[offendingLine(lines, '/a~1b/missing/deep')]?.pointer).toBe('/a~1b');
    expect(offendingLine(lines, '/missing')).toBe(0);
  });

  it('far from the marks lines are folded, their number kept', () => {
    const lines = jsonLines({ list: Array.from({ length: 100 }, (_, i) => i) });
    const folded = foldLines(lines, [offendingLine(lines, '/list/50')]);
    const hidden = folded.reduce((sum, item) => sum + ('hidden' in item ? item.hidden : 1), 0);
    expect(hidden).toBe(lines.length);
    expect(folded.length).toBeLessThan(15);
    expect(
      folded.filter((item) => !('hidden' in item)).map((item) => 'text' in item && item.text),
    ).toEqual(['{', '[', '47,', '48,', '49,', '50,', '51,', '52,', '53,']);
  });
});
