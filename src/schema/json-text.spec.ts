import { describe, expect, it } from '@jest/globals';
import { LosslessNumber } from 'lossless-json';
import { placeInJsonText, readJsonText } from './json-text.js';

const bounds = { depthMax: 64, nodesMax: 1_000 };
const read = (text: string) => readJsonText(text, bounds);
const faultOf = (text: string) => {
  const result = read(text);
  return result.ok ? undefined : result.error;
};

describe('strict JSON', () => {
  it.each([
    'null',
    'true',
    'false',
    '0',
    '-1.5e3',
    '"a\\u00e9\\n\\"\\\\\\/\\b\\f\\r\\t"',
    '[]',
    '{}',
    ' [1 , {"a" : [ ] }]\n',
  ])('reads %j as JSON.parse does', (text) => {
    const result = read(text);
    expect(result.ok && result.value.plain).toEqual(JSON.parse(text));
  });

  it.each([
    '{ "a\\u00e9" : [ 1 ,\t"\\/" , "\u00e9" , true ] ,\r\n "b" : { } , "c" : [ ] }\n',
    '"\\ud83d\\ude00 \\u0041\\b"',
    ' [ "plain" , "tab\\t" , "plain" ] ',
    '[[],{},"",null]',
  ])('writes %j without white space, in the shortest escapes', (text) => {
    const result = read(text);
    expect(result.ok && result.value.compact).toBe(JSON.stringify(JSON.parse(text)));
  });

  it('keeps digits that a double forgets', () => {
    const result = read('{"max": 9007199254740993, "one": 1.0}');
    expect(result.ok && result.value.compact).toBe('{"max":9007199254740993,"one":1.0}');
    expect(result.ok && (result.value.lossless as { max: unknown }).max).toEqual(
      new LosslessNumber('9007199254740993'),
    );
  });

  it('keeps the order of names that look like numbers', () => {
    const result = read('{"2": 0, "1": 0}');
    expect(result.ok && result.value.compact).toBe('{"2":0,"1":0}');
  });

  it.each([
    ['', 'syntax'],
    ['{', 'syntax'],
    ['[1,]', 'syntax'],
    ['{"a":1,}', 'syntax'],
    ['{a:1}', 'syntax'],
    ['{"a" 1}', 'syntax'],
    ['[1 2]', 'syntax'],
    ['01', 'syntax'],
    ['-', 'syntax'],
    ['1.', 'syntax'],
    ['+1', 'syntax'],
    ['NaN', 'syntax'],
    ['"a', 'syntax'],
    ['"\t"', 'syntax'],
    ['"\\x"', 'syntax'],
    ['"\\u12"', 'syntax'],
    ['"\\ud800"', 'syntax'],
    ['1 2', 'syntax'],
    ['// x', 'syntax'],
    ['"\\toString"', undefined],
    ['"\\constructor"', 'syntax'],
    ['{"a":1,"a":2}', 'duplicate-name'],
    ['{"\\u0061":1,"a":2}', 'duplicate-name'],
    ['{"__proto__":1}', 'reserved-name'],
    ['1e400', 'number-range'],
    ['-1e400', 'number-range'],
    ['1e-400', 'number-range'],
    [`0.${'1'.repeat(500)}`, 'number-range'],
    ['0e-999', undefined],
  ])('answers %j with %s', (text, kind) => {
    expect(faultOf(text)?.kind).toBe(kind);
  });

  it('names the place of a fault', () => {
    expect(faultOf('{\n  "a": [1,\n    oops]\n}')).toMatchObject({
      pointer: '/a/1',
      line: 3,
      column: 5,
    });
    const long = 'n'.repeat(100);
    expect(faultOf(`{"${long}":1,"${long}":2}`)?.message).toContain(`${'n'.repeat(60)}…`);
  });

  it('refuses 100,000 levels instead of overflowing', () => {
    expect(faultOf('['.repeat(100_000))?.kind).toBe('too-deep');
    expect(faultOf('{"a":'.repeat(100_000))?.kind).toBe('too-deep');
  });

  it('counts levels and values to the last one allowed', () => {
    expect(read('['.repeat(64) + ']'.repeat(64)).ok).toBe(true);
    expect(faultOf('['.repeat(65) + ']'.repeat(65))?.kind).toBe('too-deep');
    expect(read(JSON.stringify(Array(999).fill(0))).ok).toBe(true);
    expect(faultOf(JSON.stringify(Array(1_000).fill(0)))?.kind).toBe('too-many-nodes');
  });

  it('finds where a value begins', () => {
    expect(placeInJsonText('{\n "a": [true,\n  "x"]}', '/a/1')).toEqual({ line: 3, column: 3 });
    expect(placeInJsonText('{}', '/a')).toBeUndefined();
  });
});

describe('what is no JSON at all', () => {
  it.each([
    ['"a\\', 'This escape is not one of JSON. Double the backslash?'],
    ['[1,\u0001 2]', 'A JSON value is expected here.'],
  ])('is told where it stands: %j', (text, message) => {
    expect(faultOf(text)?.message).toContain(message);
  });

  it('is told as a fault only where the text is at fault, and not the stack', () => {
    const unbounded = { depthMax: Infinity, nodesMax: Infinity };
    expect(() => readJsonText('['.repeat(1_000_000), unbounded)).toThrow(RangeError);
  });
});
