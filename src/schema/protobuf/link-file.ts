import {
  type Declared,
  declaredAs,
  Declaring,
  type DeclaredMessage,
  locatedAs,
} from './declare-types.js';
import { checkEnum } from './check-enums.js';
import { checkField } from './check-fields.js';
import { type LinkedField } from './linked-field.js';
import { checkMessage } from './check-messages.js';
import { type Features, featuresWith, isSwitchedOn, plainOption } from './features.js';
import { type Unit } from './import-files.js';
import { isScalarName } from './parse-fields.js';
import { jsonNameOf, within } from './names.js';
import { optionTexts, valueText } from './option-text.js';
import { type ProtoFaults } from './proto-faults.js';
import {
  type MessageType,
  type Presence,
  type ProtoExtension,
  type ProtoField,
  type ProtoFile,
  type ProtoMethod,
  type ProtoOneof,
  type ProtoPlace,
  type ProtoService,
  type ProtoType,
  type ScalarKind,
  type ScalarType,
} from './proto-type.js';
import {
  type ExtendNode,
  type FieldNode,
  type MethodNode,
  type OneofNode,
  type ServiceNode,
  type TypeNode,
} from './syntax-tree.js';
import { type Lookup, type SymbolTable } from './symbols.js';

interface FieldAround {
  readonly scope: string;
  readonly pointer: string;
  readonly features: Features;
  readonly oneof?: string | undefined;
  readonly target?: MessageType | undefined;
}

const scalars = new Map<string, ScalarType>();
/** One object for each kind. */
export function scalarOf(kind: ScalarKind): ScalarType {
  const known = scalars.get(kind) ?? { kind };
  scalars.set(kind, known);
  return known;
}

/** Resolves the names of one file, whose imports are linked already, and checks what protoc checks. */
export class FileLinker {
  readonly #extensions: ProtoExtension[] = [];
  /** What names of types in this file stand for. */
  readonly typeNames = new Map<TypeNode, string>();
  #declaring: Declaring;

  constructor(
    readonly unit: Unit,
    readonly symbols: SymbolTable,
    readonly faults: ProtoFaults,
  ) {
    this.#declaring = new Declaring(unit, symbols, faults);
  }

  run(): { file: ProtoFile; declared: Declared } {
    const { node, path } = this.unit;
    const declared = this.#declaring.run();
    for (const message of declared.messages) this.#fill(message);
    const { features } = declared;
    this.#extend(node.extends, { scope: node.package, pointer: '', features });
    for (const each of declared.enums) checkEnum(each, this.unit, this.faults);
    const file: ProtoFile = {
      path,
      package: node.package,
      syntax: node.syntax,
      edition: node.edition,
      imports: node.imports.map(({ path, kind }) => ({ path, kind })),
      messages: declared.topMessages,
      enums: declared.topEnums,
      services: node.services.map((each) => this.#service(each)),
      extensions: this.#extensions,
      at: this.#declaring.at('', { line: 1, column: 1 }),
      doc: node.doc,
      isDeprecated: isSwitchedOn(node.options, 'deprecated') ?? false,
      options: optionTexts(node.options),
    };
    return { file, declared };
  }

  #fill(message: DeclaredMessage): void {
    const { node, type, features } = message;
    const around = { scope: type.fullName, pointer: type.at.pointer, features };
    const linked: LinkedField[] = [];
    const oneofs = type.oneofs;
    for (const member of node.members) {
      const fields =
        member.kind === 'field'
          ? this.#fields([member], around)
          : this.#oneof(member, around, oneofs);
      linked.push(...fields);
    }
    type.fields.push(...linked.map(({ field }) => field));
    checkMessage(message, linked, this.unit, this.faults);
    this.#extend(node.extends, around);
  }

  #oneof(node: OneofNode, around: FieldAround, oneofs: ProtoOneof[]): LinkedField[] {
    const { name } = node;
    const features = featuresWith(around.features, node.options);
    const linked = this.#fields(node.fields, { ...around, features, oneof: name });
    const at = this.#declaring.at(`${around.pointer}/${name}`, node.at);
    if (node.fields.length === 0)
      this.faults.invalid(at, `The oneof "${name}" has no fields. Add one, or remove it.`);
    oneofs.push({ ...locatedAs(node, at), name, fields: linked.map(({ field }) => field) });
    return linked;
  }

  #fields(nodes: readonly FieldNode[], around: FieldAround): LinkedField[] {
    return nodes.flatMap((node) => {
      const field = this.#field(node, around);
      if (!field) return [];
      const linked = {
        node,
        field,
        features: featuresWith(around.features, node.options),
        oneof: around.oneof,
      };
      checkField(linked, this.unit, this.faults, around.target);
      return [linked];
    });
  }

  #field(node: FieldNode, around: FieldAround): ProtoField | undefined {
    const at = this.#declaring.at(`${around.pointer}/${node.number}`, node.at);
    const type = this.#type(node.type, around.scope, at);
    const mapKey = node.mapKey && this.#type(node.mapKey, around.scope, at);
    if (!type || (mapKey && (mapKey.kind === 'message' || mapKey.kind === 'enum'))) {
      if (type)
        this.faults.invalid(
          at,
          'The key of a map is a whole number, a bool or a string. Choose one of them.',
        );
      return undefined;
    }
    const features = featuresWith(around.features, node.options);
    const isRepeated = node.label === 'repeated' || mapKey !== undefined;
    const jsonName = plainOption(node.options, 'json_name')?.value;
    const fallback = plainOption(node.options, 'default')?.value;
    return {
      ...locatedAs(node, at),
      name: node.name,
      jsonName:
        jsonName?.kind === 'text'
          ? new TextDecoder().decode(jsonName.bytes)
          : jsonNameOf(node.name),
      number: node.number,
      type,
      isRepeated,
      mapKey: mapKey,
      presence: presenceOf(node, {
        type,
        isRepeated,
        features,
        around,
        syntax: this.unit.node.syntax,
      }),
      oneof: around.oneof,
      isPacked: isRepeated && !mapKey && isPackable(type) && isPacked(node, features),
      isDelimited:
        node.group !== undefined ||
        (type.kind === 'message' && !mapKey && features.message_encoding === 'DELIMITED'),
      isUtf8Checked:
        features.utf8_validation === 'VERIFY' &&
        (type.kind === 'string' || mapKey?.kind === 'string'),
      ...(fallback && { default: valueText(fallback) }),
      ...(around.target && {
        extends: around.target.fullName,
        fullName: within(around.scope, node.name),
      }),
    };
  }

  #extend(nodes: readonly ExtendNode[], around: FieldAround): void {
    for (const { target, fields } of nodes) {
      const at = this.#declaring.at('', target.at);
      const type = this.#type(target, around.scope, at);
      if (!type) continue;
      if (type.kind !== 'message') {
        this.faults.invalid(
          at,
          `"${target.name}" is no message, and only messages are extended. Name a message.`,
        );
        continue;
      }
      const inside = { ...around, pointer: `/extend/${type.fullName}`, target: type };
      const linked = this.#fields(fields, inside).map(({ field }) => field as ProtoExtension);
      for (const field of linked) this.#claimNumber(field, type);
      this.#extensions.push(...linked);
    }
  }

  #claimNumber({ at, name, number, fullName }: ProtoExtension, target: MessageType): void {
    const other = this.symbols.claimNumber(target.fullName, number, fullName);
    if (other !== undefined)
      this.faults.add(
        'PROTO_NUMBER_TWICE',
        at,
        `"${name}" extends "${target.fullName}" by the number ${number}, as "${other}" does. Choose another number.`,
      );
  }

  #service(node: ServiceNode): ProtoService {
    const fullName = within(this.unit.node.package, node.name);
    const pointer = `/service/${node.name}`;
    const methods = node.methods.flatMap((each) =>
      this.#method(each, fullName, `${pointer}/${each.name}`),
    );
    return { ...declaredAs(node, fullName, this.#declaring.at(pointer, node.at)), methods };
  }

  #method(node: MethodNode, scope: string, pointer: string): ProtoMethod[] {
    const [input, output] = [node.input, node.output].map((each) => {
      const at = this.#declaring.at(pointer, each.at);
      const type = this.#type(each, scope, at);
      if (type && type.kind !== 'message')
        this.faults.invalid(
          at,
          `"${each.name}" is no message; a method takes and returns messages. Wrap it in one.`,
        );
      return type?.kind === 'message' ? type : undefined;
    });
    if (!input || !output) return [];
    const { name, isClientStreaming, isServerStreaming } = node;
    const at = this.#declaring.at(pointer, node.at);
    return [{ ...locatedAs(node, at), name, input, output, isClientStreaming, isServerStreaming }];
  }

  #type(node: TypeNode, scope: string, at: ProtoPlace): ProtoType | undefined {
    const { name, at: spot } = node;
    if (isScalarName(name)) return scalarOf(name as ScalarKind);
    const { visible } = this.unit;
    const found = this.symbols.lookUp(name, { scope, visible }, ({ type }) => type !== undefined);
    if (found.kind === 'found' && found.symbol.type) {
      this.typeNames.set(node, found.symbol.type.fullName);
      return found.symbol.type;
    }
    const place = { ...at, line: spot.line, column: spot.column };
    this.faults.add('PROTO_TYPE_UNKNOWN', place, unknownType(name, found));
    return undefined;
  }
}

function unknownType(name: string, found: Lookup): string {
  if (found.kind === 'not-imported')
    return `"${name}" is declared in "${found.document}", which this file does not import. Import it.`;
  if (found.kind === 'missing' && found.hiddenBy !== undefined && found.hiddenBy !== name)
    return `There is no type "${name}": its first name means "${found.hiddenBy}" here, which has no such type. Begin with a dot to mean another one.`;
  if (found.kind === 'found')
    return `"${name}" is a ${found.symbol.kind}, not a type. Name a message or an enum.`;
  return `There is no type "${name}" here. Declare it, or import the file that does.`;
}

const NOT_PACKABLE = new Set(['message', 'string', 'bytes']);
export const isPackable = ({ kind }: ProtoType): boolean => !NOT_PACKABLE.has(kind);

const isPacked = ({ options }: FieldNode, features: Features): boolean =>
  isSwitchedOn(options, 'packed') ?? features.repeated_field_encoding === 'PACKED';

interface PresenceFacts {
  readonly type: ProtoType;
  readonly isRepeated: boolean;
  readonly features: Features;
  readonly around: FieldAround;
  readonly syntax: ProtoFile['syntax'];
}

function presenceOf(
  { label }: FieldNode,
  { type, isRepeated, features, around, syntax }: PresenceFacts,
): Presence {
  if (isRepeated) return 'implicit';
  if (label === 'required' || features.field_presence === 'LEGACY_REQUIRED') return 'required';
  if (around.oneof !== undefined || around.target || type.kind === 'message') return 'explicit';
  if (syntax === 'proto3' && label === 'optional') return 'explicit';
  return features.field_presence === 'IMPLICIT' ? 'implicit' : 'explicit';
}
