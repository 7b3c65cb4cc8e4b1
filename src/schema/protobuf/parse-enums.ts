import { parseBracketOptions, parseOptionStatement } from './parse-options.js';
import {
  type EnumNode,
  type EnumValueNode,
  type OptionNode,
  type RangeNode,
} from './syntax-tree.js';
import { type Token, type Tokens } from './tokens.js';
import { Unreadable } from './unreadable.js';

interface Bounds {
  readonly min: number;
  readonly max: number;
}

const INT32 = { min: -(2 ** 31), max: 2 ** 31 - 1 };

export interface Reserved {
  readonly numbers: RangeNode[];
  readonly names: { at: Token; name: string }[];
}

export function parseEnum(tokens: Tokens): EnumNode {
  const first = tokens.next();
  tokens.count(first);
  const name = tokens.name('the name of an enum');
  tokens.expect('{');
  const doc = tokens.docOf(first);
  const values: EnumValueNode[] = [];
  const options: OptionNode[] = [];
  const reserved: Reserved = { numbers: [], names: [] };
  while (!tokens.accept('}')) {
    if (tokens.accept(';')) continue;
    if (tokens.accept('option')) options.push(parseOptionStatement(tokens));
    else if (tokens.accept('reserved')) parseReserved(tokens, reserved, INT32);
    else values.push(parseEnumValue(tokens));
  }
  return { at: name, name: name.text, doc, values, options, reserved };
}

function parseEnumValue(tokens: Tokens): EnumValueNode {
  const first = tokens.name('the name of a value');
  tokens.count(first);
  tokens.expect('=');
  const number = parseNumber(tokens, INT32);
  const options = parseBracketOptions(tokens);
  tokens.expect(';');
  return { at: first, name: first.text, doc: tokens.docOf(first), number, options };
}

/** Numbers or names, never both in one statement; names bare or in quotes, as the edition has it. */
export function parseReserved(tokens: Tokens, into: Reserved, bounds: Bounds): void {
  const { kind } = tokens.peek();
  if (kind === 'whole' || tokens.is('-')) into.numbers.push(...parseRanges(tokens, bounds));
  else
    do {
      const at = tokens.peek();
      const isQuoted = at.kind === 'text';
      if (isQuoted === (tokens.edition !== undefined))
        throw tokens.unexpected(
          isQuoted ? 'a name without quotes, as in every edition' : 'a number, or a name in quotes',
        );
      const name = isQuoted ? tokens.quotedText('a name').text : tokens.name('a name').text;
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
        throw new Unreadable(
          at,
          `${JSON.stringify(name)} is no name that a field could have. Remove it.`,
        );
      into.names.push({ at, name });
    } while (tokens.accept(','));
  tokens.expect(';');
}

export function parseRanges(tokens: Tokens, bounds: Bounds): RangeNode[] {
  const ranges: RangeNode[] = [];
  do {
    const at = tokens.peek();
    tokens.count(at);
    const from = parseNumber(tokens, bounds);
    const to = tokens.accept('to') ? parseEnd(tokens, bounds) : from;
    if (to < from)
      throw new Unreadable(at, `The range ends at ${to}, before it begins at ${from}. Swap them.`);
    ranges.push({ at, from, to });
  } while (tokens.accept(','));
  return ranges;
}

const parseEnd = (tokens: Tokens, bounds: Bounds): number =>
  tokens.accept('max') ? bounds.max : parseNumber(tokens, bounds);

function parseNumber(tokens: Tokens, { min, max }: Bounds): number {
  const at = tokens.peek();
  const isNegative = tokens.accept('-');
  const { value } = tokens.whole('a number');
  const number = Number(isNegative ? -value : value);
  if (number >= min && number <= max) return number === 0 ? 0 : number;
  throw new Unreadable(
    at,
    `${number} is not between ${min} and ${max}. Choose another number.`,
    'PROTO_NUMBER_INVALID',
  );
}
