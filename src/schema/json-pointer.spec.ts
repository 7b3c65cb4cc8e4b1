import { describe, expect, it } from '@jest/globals';
import {
  appendPointer,
  escapePointerToken,
  parsePointer,
  stepInto,
  valueAtPointer,
} from './json-pointer.js';

describe('a JSON Pointer', () => {
  it('escapes the tilde before the slash and back', () => {
    expect(escapePointerToken('a/b~1')).toBe('a~1b~01');
    expect(parsePointer('/a~1b~01')).toEqual(['a/b~1']);
  });

  it('is appended to with names and positions', () => {
    expect(appendPointer('', 'lines', 0, 'a/b')).toBe('/lines/0/a~1b');
  });

  it.each(['a', '/~', '/~2', '#/a'])('is not the text %s', (text) => {
    expect(parsePointer(text)).toBeUndefined();
    expect(valueAtPointer({}, text)).toBeUndefined();
  });

  // RFC 6901 §5, evaluated by its own table.
  const document = {
    foo: ['bar', 'baz'],
    '': 0,
    'a/b': 1,
    'c%d': 2,
    'i\\j': 5,
    'k"l': 6,
    ' ': 7,
    'm~n': 8,
  };
  it.each([
    ['', document],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('%j leads where the standard says', (pointer, value) => {
    expect(valueAtPointer(document, pointer)).toEqual(value);
  });

  it('leads nowhere through scalars, odd indexes and inherited members', () => {
    expect(stepInto(5, 'a')).toBeUndefined();
    expect(stepInto(null, 'a')).toBeUndefined();
    expect(valueAtPointer(document, '/foo/00')).toBeUndefined();
    expect(valueAtPointer(document, '/foo/length')).toBeUndefined();
    expect(valueAtPointer(document, '/toString')).toBeUndefined();
  });
});
