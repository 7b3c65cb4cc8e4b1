import { describe, expect, it } from '@jest/globals';
import { seededChance } from '../../chance.js';
import { type AsciiAutomaton, asciiAutomaton } from './ascii-automaton.js';

const PATTERNS: readonly string[] = [
  ...['', '^', '$', '^$', 'a', '^a', 'a$', '^a$', 'a|b$', '^a|b', '|a'],
  ...['.', '^.$', '^.{2}$', '\\d', '^\\D$', '\\w', '^\\W+$', '\\s', '^\\S*$'],
  ...['[a-c-]', '^[^a-c\\d]+$', '^[^]$', '[]', '^[\\w.]+@[\\w.]+$', '\\x0a', '\\t'],
  ...['a?b', '^a*b+$', '^a{2,3}$', '^(?:ab){2}', '^(a|bc)*$', '(?:)', '(?:a?){3}c', '^a+?b'],
  ...['(?<name>a)b', '^(?:a|b)*a(?:a|b){3}$', '^(foo|ba[rz])*\\s?$', '\\.', '\\/', '\\u{61}'],
];
/** The pattern again and again, so that texts come near to what it asks for. */
const LETTERS = [...'abcfoorz019 .@-/\n\r\t_\u000b\u0000\u007f'];

const isMatch = ({ next, ends }: AsciiAutomaton, text: string): boolean =>
  ends[Buffer.from(text).reduce((state, byte) => next[state * 128 + byte] ?? NaN, 0)] === 1;

describe('a pattern as an automaton over ASCII', () => {
  it.each(PATTERNS)('finds what the expression finds: %j', (pattern) => {
    const chance = seededChance(PATTERNS.indexOf(pattern));
    const expression = new RegExp(pattern, 'u');
    const automaton = asciiAutomaton(pattern);
    if (!automaton) throw new Error('the pattern has an automaton');
    for (let i = 0; i < 300; i++) {
      const text = Array.from({ length: chance.below(7) }, () => chance.of(LETTERS)).join('');
      expect([text, isMatch(automaton, text)]).toEqual([text, expression.test(text)]);
    }
  });

  it.each([
    ['what is around a place', '\\bx'],
    ['what is around a place', 'a^b'],
    ['what comes next', '(?=a)'],
    ['what was found before', '(a)\\1'],
    ['other alphabets', '\\p{Lu}'],
    ['other alphabets', '[\\p{L}_]'],
    ['another way to compare', '(?i:a)'],
    ['the lenient way to spell', '\\-'],
    ['more rounds than it has places', 'a{401}'],
    ['more rounds than it has places', '^(?:a{200}){3}$'],
    ['more states than it has room for', '^(?:a|b)*a(?:a|b){9}$'],
  ])('is left to whoever matches texts where it takes %s: %s', (_, pattern) => {
    expect(asciiAutomaton(pattern)).toBeUndefined();
  });
});
