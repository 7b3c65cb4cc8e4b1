import { limits } from '#kernel';
import {
  type OptionMember,
  type OptionNode,
  type OptionStep,
  type OptionValue,
} from './syntax-tree.js';
import { type Tokens } from './tokens.js';
import { Unreadable } from './unreadable.js';

/** `option (acme.pii).kind = EMAIL;` without its first word. */
export function parseOptionStatement(tokens: Tokens): OptionNode {
  const option = parseOption(tokens);
  tokens.expect(';');
  return option;
}

/** `[deprecated = true, (acme.pii) = {…}]`, or nothing. */
export function parseBracketOptions(tokens: Tokens): OptionNode[] {
  if (!tokens.accept('[')) return [];
  const options: OptionNode[] = [];
  do options.push(parseOption(tokens));
  while (tokens.accept(','));
  tokens.expect(']');
  return options;
}

function parseOption(tokens: Tokens): OptionNode {
  const at = tokens.peek();
  tokens.count(at);
  const path: OptionStep[] = [];
  do path.push(...parseStep(tokens));
  while (tokens.accept('.'));
  tokens.expect('=');
  return { at, path, value: parseValue(tokens) };
}

function parseStep(tokens: Tokens): OptionStep[] {
  if (!tokens.accept('('))
    return [{ name: tokens.name('the name of an option').text, isExtension: false }];
  const { text } = tokens.dottedName('the name of an extension');
  tokens.expect(')');
  return [{ name: text, isExtension: true }];
}

function parseValue(tokens: Tokens): OptionValue {
  if (!tokens.is('{')) return parseScalar(tokens);
  return parseMessage(tokens, 1);
}

function parseScalar(tokens: Tokens): OptionValue {
  const { kind } = tokens.peek();
  if (kind === 'text') return { kind, bytes: tokens.quoted('a text').bytes };
  const isNegative = tokens.accept('-');
  const token = tokens.peek();
  if (token.kind === 'whole') {
    const { value } = tokens.whole('a number');
    return { kind: 'whole', value: isNegative ? -value : value };
  }
  if (token.kind === 'real')
    return { kind: 'real', value: signed(Number(tokens.next().text), isNegative) };
  const { text } = tokens.name('a value');
  if (!isNegative) return { kind: 'name', text };
  const value = SPECIAL.get(text.toLowerCase());
  if (value === undefined)
    throw new Unreadable(token, `"-${text}" is no value. Only numbers, inf and nan have a sign.`);
  return { kind: 'real', value: -value };
}

const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['inf', Infinity],
  ['infinity', Infinity],
  ['nan', NaN],
]);

const signed = (value: number, isNegative: boolean): number => (isNegative ? -value : value);

/** The text format of messages, as options hold it: braces or angles, commas and semicolons optional. */
function parseMessage(tokens: Tokens, depth: number): OptionValue {
  const opening = tokens.next();
  if (depth > limits.schemaDepth.value)
    throw new Unreadable(
      opening,
      `This value is nested deeper than ${limits.schemaDepth.value} levels. Flatten it.`,
      'SCHEMA_TOO_DEEP',
    );
  const closing = opening.text === '{' ? '}' : '>';
  const members: OptionMember[] = [];
  while (!tokens.accept(closing)) {
    const at = tokens.peek();
    tokens.count(at);
    const step = parseMemberName(tokens);
    const value = parseMemberValue(tokens, depth);
    members.push({ at, ...step, value });
    if (!tokens.accept(',')) tokens.accept(';');
  }
  return { kind: 'message', members };
}

function parseMemberName(tokens: Tokens): OptionStep {
  if (!tokens.accept('['))
    return { name: tokens.name('the name of a field').text, isExtension: false };
  let name = tokens.dottedName('the name of an extension', false).text;
  if (tokens.accept('/')) name += `/${tokens.dottedName('the name of a message', false).text}`;
  tokens.expect(']');
  return { name, isExtension: true };
}

const opensMessage = (tokens: Tokens): boolean => tokens.is('{') || tokens.is('<');

/** The colon may be left out before a message. */
function parseMemberValue(tokens: Tokens, depth: number): OptionValue {
  const hasColon = tokens.accept(':');
  if (opensMessage(tokens)) return parseMessage(tokens, depth + 1);
  if (tokens.accept('[')) return parseList(tokens, depth, hasColon);
  if (!hasColon) throw tokens.unexpected('":"');
  return parseScalar(tokens);
}

function parseList(tokens: Tokens, depth: number, hasColon: boolean): OptionValue {
  const items: OptionValue[] = [];
  if (tokens.accept(']')) return { kind: 'list', items };
  do {
    tokens.count(tokens.peek());
    if (!opensMessage(tokens) && !hasColon) throw tokens.unexpected('a message in braces');
    items.push(opensMessage(tokens) ? parseMessage(tokens, depth + 1) : parseScalar(tokens));
  } while (tokens.accept(','));
  tokens.expect(']');
  return { kind: 'list', items };
}
