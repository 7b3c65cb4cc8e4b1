import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { fail, invariant, ok, type Result } from '#kernel';
import { RE2JS } from 're2js';

/**
 * Regular expressions are ECMA-262 (JSON Schema core §6.4), but a backtracking engine lets one
 * pattern stop the process. So each is rewritten for RE2, which matches in linear time, and what
 * RE2 cannot express (look-around, back-references) is refused by name at registration.
 */
export interface LinearPattern {
  test(text: string): boolean;
  /** ajv keeps compiled patterns under this text; without it all patterns become the first. */
  toString(): string;
}

/** Repetitions multiply: beyond this many steps matching is linear in name only. */
const EXPANDED_SIZE_MAX = 5_000;
const RE2_REPEAT_MAX = 1_000;

class Unsupported extends Error {}

const parser = new RegExpParser({ ecmaVersion: 2025 });

const parseAs = (pattern: string, unicode: boolean): AST.Pattern =>
  parser.parsePattern(pattern, 0, pattern.length, { unicode });

/** Escapes that mean the character itself, which only the lenient syntax (Annex B) permits. */
const NEEDLESS_ESCAPE = /\\([^\w\s^$\\.*+?()[\]{}|/]|[_aegijlmoqyzACEFGHIJKLMNOQRTUVXYZ])/gu;

const respelled = (pattern: string): string =>
  pattern.replace(/\\[\s\S]/gu, (escape) =>
    escape.replace(
      NEEDLESS_ESCAPE,
      (_, letter: string) => `\\u{${Number(letter.codePointAt(0)).toString(16)}}`,
    ),
  );

/** With `u`, as the specification recommends; many schemas in the wild need more lenience. */
function parse(pattern: string): AST.Pattern {
  for (const spelling of [pattern, respelled(pattern)]) {
    try {
      return parseAs(spelling, true);
    } catch {
      // Try the next spelling; the last one speaks for itself.
    }
  }
  return parseAs(pattern, false);
}

const hex = (codePoint: number): string => `\\x{${codePoint.toString(16)}}`;
/** ECMA-262 WhiteSpace and LineTerminator; RE2's own `\s` is ASCII. */
const SPACE = String.raw`\t\n\x{b}\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const NOT_SPACE = String.raw`\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`;
const SETS: Readonly<Record<AST.EscapeCharacterSet['kind'], readonly [yes: string, no: string]>> = {
  digit: ['0-9', String.raw`\x{0}-/:-\x{10ffff}`],
  word: ['0-9A-Za-z_', String.raw`\x{0}-/:-@\[-\^\x{60}\{-\x{10ffff}`],
  space: [SPACE, NOT_SPACE],
};
/** General categories by their long names; scripts have the same names in RE2. */
const CATEGORIES: Readonly<Record<string, string>> = {
  Letter: 'L',
  Uppercase_Letter: 'Lu',
  Lowercase_Letter: 'Ll',
  Titlecase_Letter: 'Lt',
  Modifier_Letter: 'Lm',
  Other_Letter: 'Lo',
  Mark: 'M',
  Number: 'N',
  Decimal_Number: 'Nd',
  Letter_Number: 'Nl',
  Other_Number: 'No',
  Punctuation: 'P',
  Symbol: 'S',
  Separator: 'Z',
  Other: 'C',
  Control: 'Cc',
  Space_Separator: 'Zs',
};

function propertyName(set: AST.UnicodePropertyCharacterSet): string {
  const isScript = set.value !== null && ['Script', 'sc'].includes(set.key);
  const name = set.value ?? set.key;
  if (isScript) return name;
  if (set.value !== null && !['General_Category', 'gc'].includes(set.key))
    throw new Unsupported(set.raw);
  const short = Object.hasOwn(CATEGORIES, name) ? CATEGORIES[name] : name;
  if (short === undefined || !/^[A-Z][a-z]?$/.test(short)) throw new Unsupported(set.raw);
  return short;
}

function classMember(
  member: AST.ClassRangesCharacterClassElement | AST.UnicodePropertyCharacterSet,
): string {
  switch (member.type) {
    case 'Character':
      return character(member);
    case 'CharacterClassRange':
      return `${character(member.min)}-${character(member.max)}`;
    case 'CharacterSet':
      if (member.kind === 'property')
        return `\\${member.negate ? 'P' : 'p'}{${propertyName(member)}}`;
      return SETS[member.kind][member.negate ? 1 : 0];
  }
}

function character({ value, raw }: AST.Character): string {
  if (value >= 0xd800 && value <= 0xdfff) throw new Unsupported(raw);
  return hex(value);
}

function characterClass(node: AST.CharacterClass | AST.ExpressionCharacterClass): string {
  const isOfRanges = node.type === 'CharacterClass' && !node.unicodeSets;
  invariant(isOfRanges, 'sets of sets are only read in the mode "v", which is never asked for');
  const members = node.elements.map(classMember).join('');
  // `[]` matches nothing and `[^]` anything in ECMA-262; RE2 reads both as unfinished.
  if (members === '')
    return node.negate ? String.raw`[\x{0}-\x{10ffff}]` : String.raw`[^\x{0}-\x{10ffff}]`;
  return `[${node.negate ? '^' : ''}${members}]`;
}

interface Piece {
  readonly text: string;
  /** Steps of the automaton once repetitions are written out. */
  readonly size: number;
}

function quantified(node: AST.Quantifier): Piece {
  const inner = element(node.element);
  const { min, max, greedy } = node;
  const bound = max === Infinity ? min : max;
  if (bound > RE2_REPEAT_MAX) throw new Unsupported(node.raw.slice(node.element.raw.length));
  const times = max === Infinity ? `{${min},}` : `{${min},${max}}`;
  return {
    text: `(?:${inner.text})${times}${greedy ? '' : '?'}`,
    size: inner.size * Math.max(bound, 1) + 1,
  };
}

function element(node: AST.Element): Piece {
  switch (node.type) {
    case 'Character':
      return { text: character(node), size: 1 };
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return { text: characterClass(node), size: 1 };
    case 'CharacterSet':
      if (node.kind === 'any') return { text: String.raw`[^\n\r\x{2028}\x{2029}]`, size: 1 };
      return { text: `[${classMember(node)}]`, size: 1 };
    case 'CapturingGroup':
      return alternatives(node.alternatives);
    case 'Group':
      if (node.modifiers) throw new Unsupported(node.raw);
      return alternatives(node.alternatives);
    case 'Quantifier':
      return quantified(node);
    case 'Assertion':
      if (node.kind === 'start') return { text: String.raw`\A`, size: 1 };
      if (node.kind === 'end') return { text: String.raw`\z`, size: 1 };
      if (node.kind === 'word')
        return { text: node.negate ? String.raw`\B` : String.raw`\b`, size: 1 };
      throw new Unsupported(node.raw);
    case 'Backreference':
      throw new Unsupported(node.raw);
  }
}

function alternatives(nodes: readonly AST.Alternative[]): Piece {
  const branches = nodes.map((node) => node.elements.map(element));
  return {
    text: `(?:${branches.map((pieces) => pieces.map(({ text }) => text).join('')).join('|')})`,
    size: branches.flat().reduce((sum, { size }) => sum + size, branches.length),
  };
}

/** Reads an ECMA-262 pattern; an error is the construct that cannot be matched in linear time. */
export function linearPattern(pattern: string): Result<LinearPattern, string> {
  try {
    const { text, size } = alternatives(parse(pattern).alternatives);
    if (size > EXPANDED_SIZE_MAX)
      return fail(`repetitions that expand to more than ${EXPANDED_SIZE_MAX} steps`);
    const compiled = RE2JS.compile(text);
    return ok({ test: (value) => compiled.test(value), toString: () => `/${pattern}/` });
  } catch (error) {
    if (error instanceof Unsupported) return fail(`"${error.message}"`);
    // Both libraries throw their own syntax errors; nothing else can go wrong above.
    return fail((error as Error).message.replace(/^.*?: /, ''));
  }
}
