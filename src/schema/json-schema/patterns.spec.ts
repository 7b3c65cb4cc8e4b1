import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linearPattern } from './patterns.js';

const matches = (pattern: string, text: string): boolean | string => {
  const linear = linearPattern(pattern);
  return linear.ok ? linear.value.test(text) : linear.error;
};

const PATTERNS = [
  '^(a|b)*c?$',
  '\\d+',
  '^\\D$',
  '\\s',
  '^\\S+$',
  '\\w',
  '^\\W$',
  '.',
  '^.$',
  '[^]',
  '[]',
  '^[a-f\\d_-]+$',
  '[^\\s\\w]',
  'a{2}',
  '^a{2,}$',
  '^(?:ab){1,3}$',
  'a??b',
  '\\bfoo\\b',
  '\\Bo',
  '^\\u0041\\x42\\cJ$',
  '^\\p{L}+$',
  '^\\P{Lu}$',
  '^\\p{Script=Greek}+$',
  '^\\p{Letter}$',
  '^\\p{gc=Nd}$',
  '^(?<year>\\d{4})$',
  '\\/\\-\\_',
  'x|',
  '^😀$',
  '[😀-😂]',
  '\\0',
  '$^',
  '(a*)*b',
  '[\\^\\]\\[]',
  '[a&&b]',
  '\\t\\n\\v\\f\\r',
  '\\$',
];
const TEXTS = [
  '',
  'a',
  'ab',
  'abc',
  'aa',
  'aaa',
  'b',
  'foo',
  'foo bar',
  'o',
  '7',
  '٣',
  '1999',
  ' ',
  '\u00a0',
  '\u2028',
  '\u000b',
  '\ufeff',
  '\n',
  '\r',
  'é',
  'É',
  'ω',
  'AB\n',
  '😀',
  '😁',
  '/-_',
  '-',
  '_',
  '^',
  ']',
  '&',
  '\0',
  '$',
  '\t\n\v\f\r',
  'abababab',
  'Z',
  '\u180e',
  '\u200b',
];

describe('a pattern in linear time', () => {
  it.each(PATTERNS)('%s agrees with ECMAScript on every text', (pattern) => {
    const isUnicode = !pattern.includes('\\-');
    const native = new RegExp(pattern, isUnicode ? 'u' : '');
    expect(TEXTS.map((text) => matches(pattern, text))).toEqual(
      TEXTS.map((text) => native.test(text)),
    );
  });

  it('agrees with ECMAScript on generated patterns and texts', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '\\d',
      '\\w',
      '\\s',
      '[a-c]',
      '[^a]',
      '(a|b)',
      '(?:ab)',
      '^',
      '$',
      '\\b',
    );
    const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,2}', '*?');
    const pattern = fc
      .array(fc.tuple(piece, quantifier), { maxLength: 5 })
      .map((parts) =>
        parts.map(([text, times]) => (/^(\^|\$|\\b)$/.test(text) ? text : text + times)).join(''),
      );
    const text = fc.string({
      unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '\n', 'é'),
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        pattern,
        text,
        (source, value) => matches(source, value) === new RegExp(source, 'u').test(value),
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['(?=a)b', '"(?=a)"'],
    ['(?!a)', '"(?!a)"'],
    ['(?<=a)b', '"(?<=a)"'],
    ['(?<!a)b', '"(?<!a)"'],
    ['(a)\\1', '"\\1"'],
    ['(?<n>a)\\k<n>', '"\\k<n>"'],
    ['a{1,1001}', '"{1,1001}"'],
    ['\\p{Script_Extensions=Greek}', '"\\p{Script_Extensions=Greek}"'],
    ['\\p{ASCII}', '"\\p{ASCII}"'],
    ['(?i:a)', '"(?i:a)"'],
    ['\\ud800', '"\\ud800"'],
  ])('%s is refused because of %s', (pattern, construct) => {
    expect(matches(pattern, 'a')).toBe(construct);
  });

  it('is refused when repetitions multiply or the syntax is broken', () => {
    expect(matches('((a{20}){20}){20}', 'a')).toMatch(/expand to more than/);
    expect(matches('(a{900}b{900}c{900}d{900}e{900}f{900})', 'a')).toMatch(/expand to more than/);
    expect(matches('(', 'a')).toMatch(/Unterminated group/);
    expect(matches('\\p{Script=Nowhere}', 'a')).not.toBe(true);
    expect(matches('[[a-z]', 'a')).toBe(true);
  });

  it('reads a character beyond U+FFFF whole, also where the pattern needs the lenient syntax', () => {
    expect(matches('^\\-😀+$', '-😀😀')).toBe(true);
    expect(matches('^\\-[a-z]$', '-q')).toBe(true);
  });

  it('has a text of its own, so that ajv keeps two patterns apart', () => {
    const linear = linearPattern('a+');
    expect(linear.ok && String(linear.value)).toBe('/a+/');
  });
});
