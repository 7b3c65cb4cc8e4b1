import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { type Chance } from '../chance.js';

const two = (value: number): string => String(value).padStart(2, '0');
const day = (chance: Chance): string =>
  `2026-${two(1 + chance.below(12))}-${two(1 + chance.below(28))}`;
const time = (chance: Chance): string =>
  `${two(chance.below(24))}:${two(chance.below(60))}:${two(chance.below(60))}Z`;
const hex = (chance: Chance, length: number): string =>
  Array.from({ length }, () => chance.below(16).toString(16)).join('');

const formats: Readonly<Record<string, (chance: Chance) => string>> = {
  date: day,
  time,
  'date-time': (chance) => `${day(chance)}T${time(chance)}`,
  duration: (chance) => `PT${1 + chance.below(59)}S`,
  uri: (chance) => `https://example.com/${hex(chance, 4)}`,
  'uri-reference': (chance) => `/${hex(chance, 4)}`,
  email: (chance) => `${chance.of(['ada', 'grace', 'alan'])}@example.com`,
  hostname: (chance) => `${hex(chance, 4)}.example.com`,
  ipv4: (chance) => `192.0.2.${chance.below(256)}`,
  ipv6: (chance) => `2001:db8::${1 + chance.below(9)}`,
  uuid: (chance) => [8, 4, 4, 4, 12].map((length) => hex(chance, length)).join('-'),
  'json-pointer': (chance) => `/${hex(chance, 2)}`,
};

/** A text of a format, from the ranges set aside for examples (RFC 2606, 3849, 5737). */
export const sampleOfFormat = (format: string, chance: Chance): string | undefined =>
  Object.hasOwn(formats, format) ? formats[format]?.(chance) : undefined;

const parser = new RegExpParser({ ecmaVersion: 2025 });
const REPEAT_MAX = 3;
const CANDIDATES = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-. /:@#+é';

/** A text the pattern matches, or nearly: the validator has the last word. */
export function sampleOfPattern(pattern: string, chance: Chance): string {
  const write = (node: AST.Element): string => {
    switch (node.type) {
      case 'Character':
        return String.fromCodePoint(node.value);
      case 'CharacterSet':
      case 'CharacterClass':
        return oneOf(node.raw, chance);
      case 'Group':
      case 'CapturingGroup':
        return alternative(node.alternatives);
      case 'Quantifier': {
        const spread = Math.min(node.max - node.min, REPEAT_MAX);
        const times = node.min + chance.below(spread + 1);
        return Array.from({ length: times }, () => write(node.element)).join('');
      }
      default:
        return '';
    }
  };
  const alternative = (nodes: readonly AST.Alternative[]): string =>
    chance.of(nodes).elements.map(write).join('');
  return alternative(
    parser.parsePattern(pattern, 0, pattern.length, { unicode: isUnicode(pattern) }).alternatives,
  );
}

function isUnicode(pattern: string): boolean {
  try {
    parser.parsePattern(pattern, 0, pattern.length, { unicode: true });
    return true;
  } catch {
    return false;
  }
}

/** A character of a class: a native test of one character cannot take long. */
function oneOf(charset: string, chance: Chance): string {
  const test = new RegExp(`^${charset}$`, isUnicode(charset) ? 'u' : '');
  const fitting = [...CANDIDATES].filter((character) => test.test(character));
  return fitting.length > 0 ? chance.of(fitting) : '';
}
