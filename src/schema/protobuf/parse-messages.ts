import { limits } from '#kernel';
import { checkWidth, type GroupHead, parseField, parseOneof, parseType } from './parse-fields.js';
import { parseBracketOptions, parseOptionStatement } from './parse-options.js';
import { parseEnum, parseRanges, parseReserved } from './parse-enums.js';
import {
  type EnumNode,
  type ExtendNode,
  type ExtensionRangeNode,
  type FieldNode,
  type MessageNode,
  type OneofNode,
  type OptionNode,
  type RangeNode,
  type Visibility,
} from './syntax-tree.js';
import { type Token, type Tokens } from './tokens.js';
import { Unreadable } from './unreadable.js';

/** The greatest number a field can have: 29 bits. */
export const FIELD_NUMBER_MAX = 536_870_911;

export interface MessagesAndEnums {
  readonly messages: MessageNode[];
  readonly enums: EnumNode[];
  readonly extends: ExtendNode[];
}

/** What stands in a file and in a message alike; `false` where something else comes. */
export function parseDeclaration(tokens: Tokens, into: MessagesAndEnums, depth: number): boolean {
  const first = tokens.peek();
  const { text } = first;
  if (text === 'message') into.messages.push(parseMessage(tokens, depth));
  else if (text === 'enum') into.enums.push(parseEnum(tokens));
  else if (text === 'extend') parseExtend(tokens, into, depth);
  else return false;
  return true;
}

/** Before edition 2024 both words are names like any other. */
export const isVisibility = (tokens: Tokens): boolean =>
  tokens.edition === '2024' && (tokens.is('export') || tokens.is('local'));

/** `export message …` and `local enum …`. */
export function parseVisible(tokens: Tokens, into: MessagesAndEnums, depth: number): void {
  const visibility = tokens.next().text as Visibility;
  if (tokens.is('message')) into.messages.push({ ...parseMessage(tokens, depth), visibility });
  else if (tokens.is('enum')) into.enums.push({ ...parseEnum(tokens), visibility });
  else throw tokens.unexpected('"message" or "enum"');
}

function parseMessage(tokens: Tokens, depth: number): MessageNode {
  const first = tokens.next();
  tokens.count(first);
  const name = tokens.name('the name of a message');
  return parseBody(tokens, { first, name, depth: depth + 1, isGroup: false });
}

interface Body extends MessagesAndEnums {
  readonly members: (FieldNode | OneofNode)[];
  readonly options: OptionNode[];
  readonly extensionRanges: ExtensionRangeNode[];
  readonly reserved: { numbers: RangeNode[]; names: { at: Token; name: string }[] };
}

function parseBody(tokens: Tokens, { first, name, depth, isGroup }: GroupHead): MessageNode {
  if (depth > limits.schemaDepth.value)
    throw new Unreadable(
      name,
      `Messages are nested deeper than ${limits.schemaDepth.value} levels. Flatten them.`,
      'SCHEMA_TOO_DEEP',
    );
  tokens.expect('{');
  const doc = tokens.docOf(first);
  const body: Body = {
    members: [],
    messages: [],
    enums: [],
    extends: [],
    options: [],
    extensionRanges: [],
    reserved: { numbers: [], names: [] },
  };
  while (!tokens.accept('}')) {
    parseMember(tokens, body, depth);
    checkWidth(name, body.members.length);
  }
  return { at: name, name: name.text, doc, isGroup, ...body };
}

function parseMember(tokens: Tokens, body: Body, depth: number): void {
  const around = { depth, body: parseBody };
  if (tokens.accept(';') || parseDeclaration(tokens, body, depth)) return;
  if (tokens.accept('option')) body.options.push(parseOptionStatement(tokens));
  else if (tokens.is('oneof')) addOneof(body, parseOneof(tokens, around));
  else if (tokens.accept('reserved')) parseReserved(tokens, body.reserved, FIELD_NUMBERS);
  else if (tokens.accept('extensions')) parseExtensions(tokens, body.extensionRanges);
  else if (isVisibility(tokens)) parseVisible(tokens, body, depth);
  else addField(body, parseField(tokens, around));
}

export const FIELD_NUMBERS = { min: 1, max: FIELD_NUMBER_MAX };

function addField(body: Body, field: FieldNode): void {
  body.members.push(field);
  if (field.group) body.messages.push(field.group);
}

function addOneof(body: Body, oneof: OneofNode): void {
  body.members.push(oneof);
  for (const { group } of oneof.fields) if (group) body.messages.push(group);
}

function parseExtensions(tokens: Tokens, into: ExtensionRangeNode[]): void {
  const ranges = parseRanges(tokens, FIELD_NUMBERS);
  const options = parseBracketOptions(tokens);
  tokens.expect(';');
  into.push(...ranges.map((range) => ({ ...range, options })));
}

function parseExtend(tokens: Tokens, into: MessagesAndEnums, depth: number): void {
  tokens.count(tokens.next());
  const target = parseType(tokens);
  tokens.expect('{');
  const fields: FieldNode[] = [];
  while (!tokens.accept('}')) {
    if (tokens.accept(';')) continue;
    const field = parseField(tokens, { depth, body: parseBody });
    fields.push(field);
    if (field.group) into.messages.push(field.group);
  }
  if (fields.length === 0)
    throw new Unreadable(
      target.at,
      'An extend block without fields says nothing. Add a field, or remove it.',
    );
  into.extends.push({ target, fields });
}
