import { appendPointer } from '../json-pointer.js';
import { NOT_SHOWN, type ReadSchema, type SchemaNode } from '../language.js';
import { shown } from './check-reserved.js';
import {
  type MessageType,
  type ProtoField,
  type ProtoOneof,
  type ProtoPlace,
  type ProtoType,
} from './proto-type.js';
import { protobufRootOf } from './protobuf-root.js';
import { specialOf } from './well-known-json.js';

/** More than a person reads, and a bound on types that are used again and again. */
const NODES_MAX = 3_000;
const DEPTH_MAX = 40;

/** The tree a person reads, of the message the schema means: paths are those of the JSON mapping. */
export function treeOfProtobuf(schema: ReadSchema): SchemaNode {
  const { message, file } = protobufRootOf(schema);
  if (message) return new Draughtsman().message(message);
  const type = 'no message';
  return {
    name: 'event',
    path: '',
    type,
    required: true,
    constraints: [],
    children: [],
    ...described(file),
  };
}

class Draughtsman {
  #nodes = 0;

  message(type: MessageType): SchemaNode {
    this.#nodes++;
    return {
      name: type.name,
      path: '',
      ...pointerTo(type.at),
      type: `message ${type.name}`,
      required: true,
      ...described(type),
      constraints: reservedInWords(type),
      children: this.#children(type, '', [type]),
    };
  }

  #children(type: MessageType, path: string, above: readonly MessageType[]): SchemaNode[] {
    const drawn = new Set<string>();
    return type.fields.flatMap((field) => {
      const oneof = type.oneofs.find(({ name }) => name === field.oneof);
      if (!oneof) return this.#field(field, path, above);
      if (drawn.has(oneof.name)) return [];
      drawn.add(oneof.name);
      return this.#oneof(oneof, path, above);
    });
  }

  #oneof(oneof: ProtoOneof, path: string, above: readonly MessageType[]): SchemaNode[] {
    if (++this.#nodes > NODES_MAX) return [];
    return [
      {
        name: `[one of ${oneof.name}]`,
        path,
        ...pointerTo(oneof.at),
        type: `at most one of ${oneof.fields.length}`,
        required: false,
        ...described(oneof),
        constraints: [],
        children: oneof.fields.flatMap((field) => this.#field(field, path, above)),
      },
    ];
  }

  #field(field: ProtoField, around: string, above: readonly MessageType[]): SchemaNode[] {
    if (++this.#nodes > NODES_MAX) return [];
    const { type } = field;
    const path = appendPointer(around, field.jsonName);
    const inner = field.isRepeated ? appendPointer(path, '*') : path;
    const hasFields = type.kind === 'message' && !specialOf(type);
    const isRecursive = hasFields && above.includes(type);
    const isDrawn = hasFields && !isRecursive && above.length <= DEPTH_MAX;
    const children = isDrawn ? this.#children(type, inner, [...above, type]) : [];
    const isCut = hasFields && !isRecursive && (!isDrawn || this.#nodes > NODES_MAX);
    return [
      {
        name: field.jsonName,
        path,
        ...pointerTo(field.at),
        type: fieldInWords(field),
        required: field.presence === 'required',
        ...described(field),
        constraints: [...constraintsOf(field), ...(isCut ? [NOT_SHOWN] : [])],
        ...(type.kind === 'enum' && { values: type.values.map(({ name }) => name) }),
        ...(isRecursive && { recursive: type.fullName }),
        children,
      },
    ];
  }
}

const pointerTo = ({ document, pointer }: ProtoPlace) =>
  document === '' ? { schemaPointer: pointer } : {};

const described = ({ doc, isDeprecated }: { doc?: string | undefined; isDeprecated: boolean }) => ({
  ...(doc !== undefined && doc !== '' && { description: doc }),
  ...(isDeprecated && { deprecated: true }),
});

function fieldInWords({ type, mapKey, isRepeated }: ProtoField): string {
  if (mapKey) return `map of ${mapKey.kind} to ${typeInWords(type)}`;
  return isRepeated ? `array of ${typeInWords(type)}` : typeInWords(type);
}

const typeInWords = (type: ProtoType): string =>
  type.kind === 'message' || type.kind === 'enum' ? `${type.kind} ${type.name}` : type.kind;

function* constraintsOf(field: ProtoField): Generator<string> {
  yield `field ${field.number}`;
  if (field.name !== field.jsonName) yield `named ${field.name} in the schema`;
  if (field.default !== undefined) yield `${field.default} where it is not sent`;
  if (field.presence === 'explicit' && field.type.kind !== 'message' && field.oneof === undefined)
    yield 'may be absent';
  if (field.type.kind === 'enum' && field.type.isClosed) yield 'no other values';
}

/** What the message no longer uses and must not use again. */
function reservedInWords({ reservedNumbers, reservedNames }: MessageType): string[] {
  const reserved = [...reservedNumbers.map(shown), ...reservedNames.map((name) => `"${name}"`)];
  if (reserved.length === 0) return [];
  const more =
    reserved.length > 20 ? [...reserved.slice(0, 20), `${reserved.length - 20} more`] : reserved;
  return [`reserved: ${more.join(', ')}`];
}
