import { describe, expect, it } from '@jest/globals';
import { Budget } from './budget.js';
import { anyText, complement, intersect, patternLanguage } from './pattern-language.js';

const codePoints = (text: string): number[] =>
  [...text].map((character) => character.codePointAt(0) as number);

/** Every text of up to four of these characters. */
const ALPHABET = ['a', 'b', '1', '-', '\n'];
const texts = ALPHABET.reduce<string[]>((all) => all, ['']).concat(
  ...[1, 2, 3, 4].map((length) => {
    let words = [''];
    for (let i = 0; i < length; i++)
      words = words.flatMap((word) => ALPHABET.map((letter) => word + letter));
    return words;
  }),
);

const patterns = [
  '',
  '^',
  '$',
  '^$',
  '$^',
  '^^a$$',
  'a',
  '^a',
  'a$',
  '^a|b$',
  '(^a|b$)',
  '(^)*a',
  'a(b|$)',
  '(a|^)b',
  'x^a',
  'a$b',
  '^(a|b)*1$',
  '^[^a]+$',
  '.',
  '^.{2}$',
  '\\d',
  '^\\w+$',
  '\\s',
  '^\\S*$',
  '^(?:ab)+$',
  'a{2,3}',
  '^a?b??$',
  '[\\-1]',
  '^(?!a)',
  '^(?=.*1)(?=.*a).{2,3}$',
  '^(?!.*--)[ab-]+$',
  '(?<=a)b',
  '(?<!a)b',
  'a(?!b)',
  'a(?=b|1)',
  '^(?<=^a)b',
  'b(?<!ab)$',
  '^(?!a$|b$)',
  '(?=a$)',
  'a(?!$)',
  '(a)\\1',
  '(?:(a)|b)\\1',
];

describe('a pattern as a language', () => {
  it.each(patterns)('%s accepts exactly what ECMA-262 matches', (source) => {
    const native = new RegExp(source, 'u');
    let language;
    try {
      language = patternLanguage(source);
    } catch (error) {
      // What is not decided is said, never guessed; only look-around may end here.
      expect(source).toContain('(?');
      expect(String(error)).toContain('is not decided');
      return;
    }
    const wrong = texts.filter((text) => language.test(codePoints(text)) !== native.test(text));
    expect(wrong).toEqual([]);
  });

  it('leaves open what no automaton says', () => {
    for (const source of [
      '(a*)\\1',
      '^(?:(?=a)b)+$',
      '^(?=^a)',
      '^\\bab',
      '(?=a)x(?<=y)',
      '(?=a)^b',
    ]) {
      expect(() => patternLanguage(source)).toThrow('is not decided');
    }
  });

  it('reads what only the old syntax allows, where both mean the same', () => {
    const language = patternLanguage('^[a\\-]+$');
    expect(language.test(codePoints('a-'))).toBe(true);
    expect(patternLanguage('^\\a$').test(codePoints('a'))).toBe(true);
    expect(() => patternLanguage('^[^\\a]$')).toThrow('negated class');
  });

  it('names a back-reference as what it cannot decide', () => {
    expect(() => patternLanguage('(a*)\\1')).toThrow('it uses a back-reference');
  });

  it('is built for no more than is left of a budget', () => {
    const outcome = (steps: number): unknown => {
      const budget = new Budget();
      budget.refill(steps);
      try {
        return patternLanguage('^a$', budget).test(codePoints('a'));
      } catch (error) {
        return error;
      }
    };
    const budgets = Array.from({ length: 100 }, (_, index) => 10 * index);
    const enough = budgets.filter((steps) => outcome(steps) === true);
    expect(enough.length).toBeGreaterThan(0);
    for (const steps of budgets.filter((each) => !enough.includes(each)))
      expect(String(outcome(steps))).toContain(`the search budget of ${steps} steps is spent`);
  });

  it('gives up on an expression that is too long when its repetitions are written out', () => {
    expect(() => patternLanguage('a{20000}')).toThrow('too large or too unusual an expression');
  });

  it('gives up on an automaton that grows too large', () => {
    expect(() => patternLanguage('^(a|b)*a(a|b){18}$')).toThrow('too large');
  });

  it('has a complement within all texts', () => {
    const language = patternLanguage('^a*$');
    expect(intersect(language, complement(language)).isEmpty).toBe(true);
    expect(complement(complement(language)).test(codePoints('aaa'))).toBe(true);
    expect(complement(anyText()).isEmpty).toBe(true);
  });
});
