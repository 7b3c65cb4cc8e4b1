import { invariant } from '#kernel';
import { plainOption } from './features.js';
import {
  descriptorPart,
  EDITION_NUMBERS,
  LABEL_NUMBERS,
  TYPE_NUMBERS,
  VISIBILITY_NUMBERS,
} from './descriptor-parts.js';
import { encodeProtobuf } from './encode.js';
import { type MessageDatum } from './message-datum.js';
import { jsonNameOf, mapEntryName, within } from './names.js';
import { realText } from './option-text.js';
import { isScalarName } from './parse-fields.js';
import { FIELD_NUMBER_MAX } from './parse-messages.js';
import { type ScalarKind } from './proto-type.js';
import { type ProtobufRoot } from './protobuf-root.js';
import { quote } from './quoted.js';
import {
  type EnumNode,
  type ExtendNode,
  type FieldNode,
  type MessageNode,
  type OptionNode,
  type ReservedNode,
  type ServiceNode,
  type TypeNode,
} from './syntax-tree.js';

/** The name the serializers of Confluent give to a schema that has no path. */
const FILE_NAME = 'default';

/** A schema as the bytes of a FileDescriptorProto. */
export const descriptorBytes = (root: ProtobufRoot): Uint8Array =>
  encodeProtobuf(new Describing(root).file());

interface Place {
  readonly scope: string;
  /** Of the oneof a field belongs to. */
  readonly oneofIndex?: number | undefined;
  readonly extendee?: string;
}

/** Synthetic parts: the entries of maps, the oneofs that stand for presence in proto3. */
interface Synthetic {
  readonly entries: MessageDatum[];
  readonly presence: string[];
}

class Describing {
  constructor(readonly root: ProtobufRoot) {}

  file(): MessageDatum {
    const { node } = this.root.written;
    const scope = node.package;
    const listed = node.imports.filter(({ kind }) => kind !== 'option');
    const indexes = (wanted: string) =>
      listed.flatMap(({ kind }, index) => (kind === wanted ? [index] : []));
    return descriptorPart('FileDescriptorProto', {
      name: FILE_NAME,
      package: scope === '' ? undefined : scope,
      dependency: listed.map(({ path }) => path),
      public_dependency: indexes('public'),
      weak_dependency: indexes('weak'),
      option_dependency: node.imports.flatMap(({ kind, path }) =>
        kind === 'option' ? [path] : [],
      ),
      message_type: node.messages.map((each) => this.#message(each, scope)),
      enum_type: node.enums.map((each) => this.#enum(each)),
      service: node.services.map((each) => this.#service(each)),
      extension: this.#extensions(node.extends, scope),
      options: this.#options(node.options),
      syntax: node.syntax === 'proto2' ? undefined : node.syntax,
      edition: EDITION_NUMBERS[node.edition ?? ''],
    });
  }

  #message(node: MessageNode, around: string): MessageDatum {
    const scope = within(around, node.name);
    const synthetic: Synthetic = { entries: [], presence: [] };
    const oneofs = node.members.filter((each) => each.kind === 'oneof');
    const fields = node.members.flatMap((member) => {
      if (member.kind === 'field')
        return [this.#presentField(member, node, { scope, synthetic, real: oneofs.length })];
      return member.fields.map((each) =>
        this.#field(each, { scope, oneofIndex: oneofs.indexOf(member) }, synthetic),
      );
    });
    return descriptorPart('DescriptorProto', {
      name: node.name,
      field: fields,
      extension: this.#extensions(node.extends, scope),
      nested_type: [
        ...node.messages.map((each) => this.#message(each, scope)),
        ...synthetic.entries,
      ],
      enum_type: node.enums.map((each) => this.#enum(each)),
      extension_range: node.extensionRanges.map(({ from, to, options }) =>
        descriptorPart('DescriptorProto.ExtensionRange', {
          start: from,
          end: to + 1,
          options: this.#options(options),
        }),
      ),
      oneof_decl: [
        ...oneofs.map(({ name, options }) =>
          descriptorPart('OneofDescriptorProto', { name, options: this.#options(options) }),
        ),
        ...synthetic.presence.map((name) => descriptorPart('OneofDescriptorProto', { name })),
      ],
      options: this.#options(node.options),
      reserved_range: node.reserved.numbers.map(({ from, to }) =>
        descriptorPart('DescriptorProto.ReservedRange', {
          start: from,
          end: Math.min(to, FIELD_NUMBER_MAX) + 1,
        }),
      ),
      reserved_name: node.reserved.names.map(({ name }) => name),
      visibility: node.visibility && VISIBILITY_NUMBERS[node.visibility],
    });
  }

  /** A field outside of a real oneof; `optional` of proto3 gets one of its own. */
  #presentField(
    node: FieldNode,
    message: MessageNode,
    { scope, synthetic, real }: { scope: string; synthetic: Synthetic; real: number },
  ): MessageDatum {
    const isOptional = node.label === 'optional' && this.root.file.syntax === 'proto3';
    if (!isOptional) return this.#field(node, { scope }, synthetic);
    const taken = new Set([...synthetic.presence, ...message.members.map(({ name }) => name)]);
    let name = `_${node.name}`;
    while (taken.has(name)) name = `X${name}`;
    synthetic.presence.push(name);
    return this.#field(
      node,
      { scope, oneofIndex: real + synthetic.presence.length - 1 },
      synthetic,
    );
  }

  #field(
    node: FieldNode,
    { scope, oneofIndex, extendee }: Place,
    synthetic?: Synthetic,
  ): MessageDatum {
    const chosen = plainOption(node.options, 'json_name')?.value;
    const isMap = node.mapKey !== undefined;
    if (isMap) synthetic?.entries.push(this.#entry(node));
    return descriptorPart('FieldDescriptorProto', {
      name: node.name,
      number: node.number,
      label: LABEL_NUMBERS[isMap ? 'repeated' : (node.label ?? 'optional')],
      type: isMap ? TYPE_NUMBERS.message : this.#typeNumber(node),
      type_name: isMap ? `.${within(scope, mapEntryName(node.name))}` : this.#typeName(node.type),
      extendee,
      default_value: defaultText(node),
      oneof_index: oneofIndex,
      json_name:
        chosen?.kind === 'text' ? new TextDecoder().decode(chosen.bytes) : jsonNameOf(node.name),
      options: this.#options(node.options),
      proto3_optional:
        this.root.file.syntax === 'proto3' && node.label === 'optional' ? true : undefined,
    });
  }

  #entry({ name, type, mapKey, at }: FieldNode): MessageDatum {
    const field = (own: string, number: number, inner: TypeNode) =>
      this.#field(
        { kind: 'field', at, name: own, number, numberAt: at, type: inner, options: [] },
        { scope: '' },
      );
    return descriptorPart('DescriptorProto', {
      name: mapEntryName(name),
      field: [field('key', 1, mapKey as TypeNode), field('value', 2, type)],
      options: descriptorPart('MessageOptions', { map_entry: true }),
    });
  }

  #typeNumber({ type, group }: FieldNode): number {
    if (group) return TYPE_NUMBERS.group;
    if (isScalarName(type.name)) return TYPE_NUMBERS[type.name as ScalarKind];
    const named = this.root.types.get(this.#fullName(type));
    invariant(named, 'a name that was read means a type');
    return TYPE_NUMBERS[named.kind];
  }

  #fullName(type: TypeNode): string {
    const name = this.root.written.typeNames.get(type);
    invariant(name !== undefined, 'what a name means is kept when it is read');
    return name;
  }

  #typeName(type: TypeNode): string | undefined {
    const name = this.root.written.typeNames.get(type);
    return name === undefined ? undefined : `.${name}`;
  }

  #extensions(nodes: readonly ExtendNode[], scope: string): MessageDatum[] {
    return nodes.flatMap(({ target, fields }) => {
      const extendee = `.${this.#fullName(target)}`;
      return fields.map((each) => this.#field(each, { scope, extendee }));
    });
  }

  #enum(node: EnumNode): MessageDatum {
    return descriptorPart('EnumDescriptorProto', {
      name: node.name,
      value: node.values.map(({ name, number, options }) =>
        descriptorPart('EnumValueDescriptorProto', {
          name,
          number,
          options: this.#options(options),
        }),
      ),
      options: this.#options(node.options),
      ...enumReserved(node.reserved),
      visibility: node.visibility && VISIBILITY_NUMBERS[node.visibility],
    });
  }

  #service(node: ServiceNode): MessageDatum {
    return descriptorPart('ServiceDescriptorProto', {
      name: node.name,
      method: node.methods.map((each) =>
        descriptorPart('MethodDescriptorProto', {
          name: each.name,
          input_type: this.#typeName(each.input),
          output_type: this.#typeName(each.output),
          options: this.#options(each.options),
          client_streaming: each.isClientStreaming || undefined,
          server_streaming: each.isServerStreaming || undefined,
        }),
      ),
      options: this.#options(node.options),
    });
  }

  #options(options: readonly OptionNode[]): MessageDatum | undefined {
    const datum = this.root.written.options.get(options);
    return datum && datum.values.size > 0 ? datum : undefined;
  }
}

const enumReserved = ({ numbers, names }: ReservedNode) => ({
  reserved_range: numbers.map(({ from, to }) =>
    descriptorPart('EnumDescriptorProto.EnumReservedRange', { start: from, end: to }),
  ),
  reserved_name: names.map(({ name }) => name),
});

/** As descriptors write it: texts bare, bytes with escapes. */
function defaultText({ options, type }: FieldNode): string | undefined {
  const value = plainOption(options, 'default')?.value;
  switch (value?.kind) {
    case 'name':
      return value.text;
    case 'whole':
      return value.value.toString();
    case 'real':
      return realText(value.value);
    case 'text':
      return type.name === 'bytes'
        ? quote(value.bytes, { isAscii: true }).slice(1, -1)
        : new TextDecoder().decode(value.bytes);
    default:
      return undefined;
  }
}
