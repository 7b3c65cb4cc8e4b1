import { limits } from '#kernel';
import { type Features, fileFeatures, featuresWith, isSwitchedOn } from './features.js';
import { type Unit } from './import-files.js';
import { mapEntryName, within } from './names.js';
import { optionTexts } from './option-text.js';
import { type ProtoFaults } from './proto-faults.js';
import {
  type EnumType,
  type MessageType,
  type ProtoEnumValue,
  type ProtoPlace,
} from './proto-type.js';
import {
  type DeclaredNode,
  type EnumNode,
  type FieldNode,
  type MessageNode,
  type ServiceNode,
} from './syntax-tree.js';
import { type ProtoSymbol, type SymbolTable } from './symbols.js';
import { type Spot } from './unreadable.js';

/** A message or an enum as written beside the type it becomes. */
export interface DeclaredMessage {
  readonly node: MessageNode;
  readonly type: MessageType;
  readonly features: Features;
}

export interface DeclaredEnum {
  readonly node: EnumNode;
  readonly type: EnumType;
  readonly features: Features;
}

export interface Declared {
  readonly features: Features;
  readonly messages: DeclaredMessage[];
  readonly enums: DeclaredEnum[];
}

interface Around {
  /** Full name of the message around, or the package. */
  readonly scope: string;
  readonly pointer: string;
  readonly features: Features;
}

/** Gives every name of a file its place in the table, and makes its types, fields still to come. */
export class Declaring {
  readonly #declared: { messages: DeclaredMessage[]; enums: DeclaredEnum[] } = {
    messages: [],
    enums: [],
  };

  constructor(
    readonly unit: Unit,
    readonly symbols: SymbolTable,
    readonly faults: ProtoFaults,
  ) {}

  run(): Declared & { topMessages: MessageType[]; topEnums: EnumType[] } {
    const { node, path } = this.unit;
    const features = fileFeatures(node);
    const around = { scope: node.package, pointer: '', features };
    this.symbols.declarePackage(node.package, path);
    const topMessages = node.messages.map((each) => this.#message(each, around));
    const topEnums = node.enums.map((each) => this.#enum(each, around));
    for (const { fields } of node.extends)
      for (const field of fields) this.#extension(field, around);
    for (const service of node.services) this.#service(service, around);
    return { features, ...this.#declared, topMessages, topEnums };
  }

  at(pointer: string, { line, column }: Spot): ProtoPlace {
    return { document: this.unit.path, pointer, line, column };
  }

  #message(node: MessageNode, around: Around): MessageType {
    const pointer = `${around.pointer}/${node.name}`;
    const fullName = within(around.scope, node.name);
    const features = featuresWith(around.features, node.options);
    const inside = { scope: fullName, pointer, features };
    const type: MessageType = {
      kind: 'message',
      ...declaredAs(node, fullName, this.at(pointer, node.at)),
      fields: [],
      oneofs: [],
      messages: [],
      enums: [],
      extensionRanges: node.extensionRanges.map(({ from, to }) => ({ from, to })),
      reservedNumbers: node.reserved.numbers.map(({ from, to }) => ({ from, to })),
      reservedNames: node.reserved.names.map(({ name }) => name),
    };
    this.#declare(fullName, { kind: 'message', at: type.at, type });
    this.#declared.messages.push({ node, type, features });
    this.#members(node, inside);
    type.messages.push(...node.messages.map((each) => this.#message(each, inside)));
    type.enums.push(...node.enums.map((each) => this.#enum(each, inside)));
    for (const { fields } of node.extends)
      for (const field of fields) this.#extension(field, inside);
    return type;
  }

  #members({ members }: MessageNode, { scope, pointer }: Around): void {
    const field = (each: FieldNode) => {
      const at = this.at(`${pointer}/${each.number}`, each.at);
      this.#declare(within(scope, each.name), { kind: 'field', at });
      if (each.mapKey)
        this.#declare(within(scope, mapEntryName(each.name)), { kind: 'message', at });
    };
    for (const member of members) {
      if (member.kind === 'field') field(member);
      else {
        const at = this.at(`${pointer}/${member.name}`, member.at);
        this.#declare(within(scope, member.name), { kind: 'oneof', at });
        member.fields.forEach(field);
      }
    }
  }

  #extension(field: FieldNode, { scope }: Around): void {
    const at = this.at(`/extend/${field.number}`, field.at);
    this.#declare(within(scope, field.name), { kind: 'field', at });
  }

  #enum(node: EnumNode, around: Around): EnumType {
    const pointer = `${around.pointer}/${node.name}`;
    const fullName = within(around.scope, node.name);
    const features = featuresWith(around.features, node.options);
    const values = node.values.map((each): ProtoEnumValue => {
      const at = this.at(`${pointer}/${each.number}`, each.at);
      return { ...locatedAs(each, at), name: each.name, number: each.number };
    });
    const type: EnumType = {
      kind: 'enum',
      ...declaredAs(node, fullName, this.at(pointer, node.at)),
      values,
      isClosed: features.enum_type === 'CLOSED',
      reservedNumbers: node.reserved.numbers.map(({ from, to }) => ({ from, to })),
      reservedNames: node.reserved.names.map(({ name }) => name),
    };
    this.#declare(fullName, { kind: 'enum', at: type.at, type });
    // Values are siblings of their enum, as in C++.
    for (const { name, at } of values)
      this.#declare(within(around.scope, name), { kind: 'enum value', at });
    this.#declared.enums.push({ node, type, features });
    return type;
  }

  #service(node: ServiceNode, { scope }: Around): void {
    const fullName = within(scope, node.name);
    this.#declare(fullName, { kind: 'service', at: this.at(`/service/${node.name}`, node.at) });
    for (const { name, at } of node.methods) {
      const place = this.at(`/service/${node.name}/${name}`, at);
      this.#declare(within(fullName, name), { kind: 'method', at: place });
    }
  }

  #declare(fullName: string, symbol: ProtoSymbol): void {
    const { faults } = this;
    if (fullName.length > limits.schemaNameCharacters.value) {
      const message = `The name "${fullName.slice(0, 60)}…" is longer than ${limits.schemaNameCharacters.value} characters. Shorten it.`;
      return faults.add('SCHEMA_NAME_TOO_LONG', symbol.at, message);
    }
    if (this.symbols.isPackage(fullName))
      return faults.add(
        'PROTO_NAME_TWICE',
        symbol.at,
        `"${fullName}" is the name of a package too. Rename one.`,
      );
    const known = this.symbols.declare(fullName, symbol);
    if (known)
      faults.add(
        'PROTO_NAME_TWICE',
        symbol.at,
        `"${fullName}" is declared twice; ${before(known)}. Rename one.`,
      );
  }
}

function before({ kind, at: { document, line } }: ProtoSymbol): string {
  const place = document === '' ? '' : ` of "${document}"`;
  return `line ${String(line)}${place} has a ${kind} of that name`;
}

/** What everything that is declared says of itself. */
export const locatedAs = (node: DeclaredNode, at: ProtoPlace) => ({
  at,
  doc: node.doc,
  isDeprecated: isSwitchedOn(node.options, 'deprecated') ?? false,
  options: optionTexts(node.options),
});

export const declaredAs = (node: DeclaredNode, fullName: string, at: ProtoPlace) => ({
  ...locatedAs(node, at),
  name: node.name,
  fullName,
});
