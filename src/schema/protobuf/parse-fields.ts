import { limits } from '#kernel';
import { SCALAR_KINDS } from './proto-type.js';
import { parseBracketOptions, parseOptionStatement } from './parse-options.js';
import {
  type FieldNode,
  type Label,
  type MessageNode,
  type OneofNode,
  type OptionNode,
  type TypeNode,
} from './syntax-tree.js';
import { type Token, type Tokens } from './tokens.js';
import { Unreadable } from './unreadable.js';

/** Reads the braces of a message; given in, because messages hold fields and groups hold messages. */
export type ParseMessageBody = (tokens: Tokens, head: GroupHead) => MessageNode;

export interface GroupHead {
  readonly first: Token;
  readonly name: Token;
  readonly depth: number;
  readonly isGroup: boolean;
}

interface Around {
  readonly depth: number;
  readonly body: ParseMessageBody;
}

const LABELS: ReadonlySet<string> = new Set<Label>(['optional', 'required', 'repeated']);

export function parseField(tokens: Tokens, around: Around): FieldNode {
  const first = tokens.peek();
  tokens.count(first);
  const label = LABELS.has(first.text) ? (tokens.next().text as Label) : undefined;
  const start = tokens.peek();
  const type = parseType(tokens);
  if (type.name === 'group' && !tokens.is('='))
    return parseGroup(tokens, { first, label, ...around });
  const mapKey = type.name === 'map' && tokens.is('<') ? parseMapTypes(tokens) : undefined;
  if (mapKey && label)
    throw new Unreadable(
      start,
      `A map has no label: it is repeated as it is. Leave "${label}" out.`,
    );
  const name = tokens.name('the name of a field');
  const { number, numberAt } = parseFieldNumber(tokens);
  const options = parseBracketOptions(tokens);
  tokens.expect(';');
  return {
    kind: 'field',
    at: name,
    name: name.text,
    doc: tokens.docOf(first),
    number,
    numberAt,
    label,
    type: mapKey?.value ?? type,
    mapKey: mapKey?.key,
    options,
  };
}

function parseMapTypes(tokens: Tokens): { key: TypeNode; value: TypeNode } {
  tokens.expect('<');
  const key = parseType(tokens);
  tokens.expect(',');
  const value = parseType(tokens);
  tokens.expect('>');
  return { key, value };
}

export function parseType(tokens: Tokens): TypeNode {
  const at = tokens.peek();
  return { at, name: tokens.dottedName('a type').text };
}

export const isScalarName = (name: string): boolean =>
  (SCALAR_KINDS as readonly string[]).includes(name);

function parseFieldNumber(tokens: Tokens): { number: number; numberAt: Token } {
  if (!tokens.is('=')) throw tokens.unexpected('"=" and the number of the field');
  tokens.expect('=');
  const { spot, value } = tokens.whole('the number of the field');
  return { number: Number(value), numberAt: spot };
}

/** `optional group Result = 1 { … }`: a message and the field that holds it. */
function parseGroup(
  tokens: Tokens,
  { first, label, depth, body }: Around & { first: Token; label: Label | undefined },
): FieldNode {
  const name = tokens.name('the name of a group');
  if (!/^[A-Z]/.test(name.text))
    throw new Unreadable(
      name,
      `The group "${name.text}" must begin with a capital letter. Rename it.`,
    );
  const { number, numberAt } = parseFieldNumber(tokens);
  const options = parseBracketOptions(tokens);
  const doc = first.doc;
  const group = body(tokens, { first, name, depth: depth + 1, isGroup: true });
  const type = { at: name, name: name.text };
  const lower = name.text.toLowerCase();
  return {
    kind: 'field',
    at: name,
    name: lower,
    doc,
    number,
    numberAt,
    label,
    type,
    group,
    options,
  };
}

export function parseOneof(tokens: Tokens, around: Around): OneofNode {
  const first = tokens.next();
  tokens.count(first);
  const name = tokens.name('the name of a oneof');
  tokens.expect('{');
  const doc = tokens.docOf(first);
  const fields: FieldNode[] = [];
  const options: OptionNode[] = [];
  while (!tokens.accept('}')) {
    if (tokens.accept(';')) continue;
    if (tokens.accept('option')) options.push(parseOptionStatement(tokens));
    else if (LABELS.has(tokens.peek().text))
      throw new Unreadable(
        tokens.peek(),
        `A field of a oneof has no label: it is there or not. Leave "${tokens.peek().text}" out.`,
      );
    else fields.push(parseField(tokens, around));
    checkWidth(name, fields.length);
  }
  return { kind: 'oneof', at: name, name: name.text, doc, fields, options };
}

/** What is far too wide is not read to its end; what oneofs add up to is counted once it is linked. */
export function checkWidth(name: Token, members: number): void {
  if (members <= limits.schemaProperties.value) return;
  throw new Unreadable(name, tooWide(name.text), 'SCHEMA_TOO_WIDE');
}

export const tooWide = (name: string): string =>
  `"${name}" has more than ${limits.schemaProperties.value} fields. Nest or split it.`;
