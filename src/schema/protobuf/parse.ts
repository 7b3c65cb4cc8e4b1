import {
  isVisibility,
  type MessagesAndEnums,
  parseDeclaration,
  parseVisible,
} from './parse-messages.js';
import { parseOptionStatement } from './parse-options.js';
import { parseType } from './parse-fields.js';
import { type ProtoImport } from './proto-type.js';
import {
  type FileNode,
  type ImportNode,
  type MethodNode,
  type OptionNode,
  type ServiceNode,
  type TypeNode,
} from './syntax-tree.js';
import { type Token, Tokens } from './tokens.js';
import { Unreadable } from './unreadable.js';

/** The editions whose features are known. */
export const EDITIONS: readonly string[] = ['2023', '2024'];

interface FileParts extends MessagesAndEnums {
  package: string | undefined;
  readonly imports: ImportNode[];
  readonly options: OptionNode[];
  readonly services: ServiceNode[];
}

/** Reads the text of a .proto file; throws `Unreadable` at the first thing that is no Protobuf. */
export function parseProto(text: string): FileNode {
  const tokens = new Tokens(text);
  const { doc } = tokens.peek();
  const language = parseSyntax(tokens);
  const parts: FileParts = {
    package: undefined,
    imports: [],
    options: [],
    services: [],
    messages: [],
    enums: [],
    extends: [],
  };
  while (tokens.peek().kind !== 'end') parseStatement(tokens, parts);
  return { ...language, doc, ...parts, package: parts.package ?? '' };
}

function parseSyntax(tokens: Tokens): Pick<FileNode, 'syntax' | 'edition'> {
  const isEdition = tokens.is('edition');
  if (!isEdition && !tokens.is('syntax')) return { syntax: 'proto2' };
  tokens.next();
  tokens.expect('=');
  const { spot, text } = tokens.quotedText('the version in quotes');
  tokens.expect(';');
  if (!isEdition && (text === 'proto2' || text === 'proto3')) return { syntax: text };
  if (isEdition && EDITIONS.includes(text)) {
    tokens.edition = text;
    return { syntax: 'editions', edition: text };
  }
  const known = isEdition ? EDITIONS.join(', ') : 'proto2, proto3';
  throw new Unreadable(spot, `${JSON.stringify(text)} is not known. Known are ${known}.`);
}

function parseStatement(tokens: Tokens, parts: FileParts): void {
  if (tokens.accept(';')) return;
  const first = tokens.peek();
  if (parseDeclaration(tokens, parts, 0)) return;
  if (tokens.is('service')) parts.services.push(parseService(tokens));
  else if (tokens.accept('option')) parts.options.push(parseOptionStatement(tokens));
  else if (tokens.accept('import')) parts.imports.push(parseImport(tokens));
  else if (tokens.accept('package')) parsePackage(tokens, parts, first);
  else if (isVisibility(tokens)) parseVisible(tokens, parts, 0);
  else
    throw tokens.unexpected(
      'a message, an enum, a service, an import, an option, a package or an extend',
    );
}

function parsePackage(tokens: Tokens, parts: FileParts, first: Token): void {
  if (parts.package !== undefined)
    throw new Unreadable(first, 'The package is named twice. Keep one.');
  parts.package = tokens.dottedName('the name of the package', false).text;
  tokens.expect(';');
}

function parseImport(tokens: Tokens): ImportNode {
  let kind: ProtoImport['kind'] = 'plain';
  if (tokens.accept('public')) kind = 'public';
  else if (tokens.accept('weak')) kind = 'weak';
  else if (tokens.edition === '2024' && tokens.accept('option')) kind = 'option';
  const { spot, text } = tokens.quotedText('the path of a file in quotes');
  tokens.count(spot);
  tokens.expect(';');
  return { at: spot, path: text, kind };
}

function parseService(tokens: Tokens): ServiceNode {
  const first = tokens.next();
  tokens.count(first);
  const name = tokens.name('the name of a service');
  tokens.expect('{');
  const doc = tokens.docOf(first);
  const methods: MethodNode[] = [];
  const options: OptionNode[] = [];
  while (!tokens.accept('}')) {
    if (tokens.accept(';')) continue;
    if (tokens.accept('option')) options.push(parseOptionStatement(tokens));
    else methods.push(parseMethod(tokens));
  }
  return { at: name, name: name.text, doc, methods, options };
}

function parseMethod(tokens: Tokens): MethodNode {
  const first = tokens.expect('rpc');
  tokens.count(first);
  const name = tokens.name('the name of a method');
  const input = parseStreamed(tokens);
  tokens.expect('returns');
  const output = parseStreamed(tokens);
  const options = parseMethodOptions(tokens);
  return {
    at: name,
    name: name.text,
    doc: tokens.docOf(first),
    input: input.type,
    output: output.type,
    isClientStreaming: input.isStream,
    isServerStreaming: output.isStream,
    options,
  };
}

function parseStreamed(tokens: Tokens): { type: TypeNode; isStream: boolean } {
  tokens.expect('(');
  const isStream = tokens.accept('stream');
  const type = parseType(tokens);
  tokens.expect(')');
  return { type, isStream };
}

function parseMethodOptions(tokens: Tokens): OptionNode[] {
  const options: OptionNode[] = [];
  if (!tokens.accept('{')) tokens.expect(';');
  else
    while (!tokens.accept('}')) {
      if (tokens.accept(';')) continue;
      tokens.expect('option');
      options.push(parseOptionStatement(tokens));
    }
  return options;
}
