/**
 * A Protobuf schema as a graph: names are resolved, so a recursive message holds itself, and what an
 * edition's features, a proto2 label or proto3's silence mean is settled once (protobuf.dev,
 * "Feature Settings for Editions"). Whoever walks it never asks which syntax a file was written in.
 */
export type ProtoType = ScalarType | MessageType | EnumType;

export const SCALAR_KINDS = [
  'double',
  'float',
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
  'bytes',
] as const;
export type ScalarKind = (typeof SCALAR_KINDS)[number];

export interface ScalarType {
  readonly kind: ScalarKind;
}

/** Where something stands. A pointer of a field ends with its number: names may change, it may not. */
export interface ProtoPlace {
  /** The import path of its file; empty for the schema itself. */
  readonly document: string;
  /** e.g. `/Order/Line/3`, `/Status/0`, `/service/Orders/Place`; empty for the file. */
  readonly pointer: string;
  /** 1-based, where known. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

interface Located {
  readonly at: ProtoPlace;
  readonly doc?: string | undefined;
  readonly isDeprecated: boolean;
  /** Options as written, custom ones in parentheses: `(acme.pii)` → `true`; messages as text. */
  readonly options: ReadonlyMap<string, string>;
}

interface Named extends Located {
  /** Simple name, e.g. `Line`. */
  readonly name: string;
  /** Without a leading dot, e.g. `acme.orders.Order.Line`. */
  readonly fullName: string;
}

/** Both ends included. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

interface Reserving {
  readonly reservedNumbers: readonly NumberRange[];
  readonly reservedNames: readonly string[];
}

export interface MessageType extends Named, Reserving {
  readonly kind: 'message';
  /** Filled while the file is read: a field may hold the message itself. In the order written. */
  readonly fields: ProtoField[];
  /** Real ones only: a proto3 `optional` makes none. */
  readonly oneofs: ProtoOneof[];
  readonly extensionRanges: readonly NumberRange[];
  readonly messages: MessageType[];
  readonly enums: EnumType[];
}

export interface ProtoOneof extends Located {
  readonly name: string;
  readonly fields: readonly ProtoField[];
}

/**
 * `implicit`: the default value is not sent and cannot be told from absence (proto3 without a label).
 * `required`: proto2's, or LEGACY_REQUIRED.
 */
export type Presence = 'implicit' | 'explicit' | 'required';

export interface ProtoField extends Located {
  readonly name: string;
  /** The name in the JSON mapping: `json_name`, or lowerCamelCase of the name. */
  readonly jsonName: string;
  readonly number: number;
  readonly type: ProtoType;
  readonly isRepeated: boolean;
  /** A map field: `type` is the value's; on the wire it is a repeated message of key 1, value 2. */
  readonly mapKey?: ScalarType | undefined;
  readonly presence: Presence;
  /** The name of the real oneof it belongs to. */
  readonly oneof?: string | undefined;
  /** Whether a writer packs it; readers of packable kinds take both forms. */
  readonly isPacked: boolean;
  /** A proto2 group or `message_encoding = DELIMITED`: between start and end tags. */
  readonly isDelimited: boolean;
  /** Strings only: whether invalid UTF-8 is refused when parsed. */
  readonly isUtf8Checked: boolean;
  /** As written, e.g. `"EUR"`, `PAID`, `-1`; absent where there is none. */
  readonly default?: string | undefined;
  /** The full name of the message it extends, where it is an extension. */
  readonly extends?: string | undefined;
  /** Without a leading dot, where it is an extension. */
  readonly fullName?: string | undefined;
}

export type ProtoExtension = ProtoField & { readonly extends: string; readonly fullName: string };

export interface EnumType extends Named, Reserving {
  readonly kind: 'enum';
  /** In the order written; the first is the default. With `allow_alias` numbers repeat. */
  readonly values: readonly ProtoEnumValue[];
  /** A closed enum (proto2) puts an unknown number among the unknown fields; an open one keeps it. */
  readonly isClosed: boolean;
}

export interface ProtoEnumValue extends Located {
  readonly name: string;
  readonly number: number;
}

export interface ProtoService extends Named {
  readonly methods: readonly ProtoMethod[];
}

export interface ProtoMethod extends Located {
  readonly name: string;
  readonly input: MessageType;
  readonly output: MessageType;
  readonly isClientStreaming: boolean;
  readonly isServerStreaming: boolean;
}

export interface ProtoImport {
  readonly path: string;
  readonly kind: 'plain' | 'public' | 'weak' | 'option';
}

export interface ProtoFile extends Located {
  /** The import path; empty for the schema itself. */
  readonly path: string;
  /** Empty where none is declared. */
  readonly package: string;
  readonly syntax: 'proto2' | 'proto3' | 'editions';
  /** e.g. `2023`, with `syntax` `editions`. */
  readonly edition?: string | undefined;
  readonly imports: readonly ProtoImport[];
  /** Top level only, in the order written. */
  readonly messages: readonly MessageType[];
  readonly enums: readonly EnumType[];
  readonly services: readonly ProtoService[];
  /** Extension fields declared in this file, nested ones too. */
  readonly extensions: readonly ProtoExtension[];
}

export const isScalar = (type: ProtoType): type is ScalarType =>
  type.kind !== 'message' && type.kind !== 'enum';
