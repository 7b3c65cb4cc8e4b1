import { invariant } from '#kernel';
import { type ReadSchema } from '../language.js';
import { type LogicalType } from './logical-types.js';

/**
 * An Avro schema as a graph (Avro 1.12, "Schema Declaration"): names are resolved, so a recursive
 * record holds itself. Walkers must not trust its depth: a chain of named types is as deep as the
 * text is long.
 */
export type AvroType =
  PrimitiveType | RecordType | EnumType | FixedType | ArrayType | MapType | UnionType;

export type NamedType = RecordType | EnumType | FixedType;

export const PRIMITIVE_KINDS = [
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
] as const;
export type PrimitiveKind = (typeof PRIMITIVE_KINDS)[number];

const primitiveKinds: ReadonlySet<string> = new Set(PRIMITIVE_KINDS);
export const isPrimitiveKind = (name: string): name is PrimitiveKind => primitiveKinds.has(name);

/** Where a type stands: the name of its document, empty for the schema itself, and a pointer. */
export interface AvroPlace {
  readonly document: string;
  readonly pointer: string;
}

interface Located {
  readonly at: AvroPlace;
}

interface Named extends Located {
  /** The full name: `namespace.name`, or the name alone in the null namespace. */
  readonly name: string;
  /** Full names too. */
  readonly aliases: readonly string[];
  readonly doc?: string | undefined;
}

export interface PrimitiveType extends Located {
  readonly kind: PrimitiveKind;
  readonly logical?: LogicalType | undefined;
}

export interface RecordType extends Named {
  readonly kind: 'record';
  /** Filled while the record is read: its fields may hold the record itself. */
  readonly fields: AvroField[];
}

export interface AvroField extends Located {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc?: string | undefined;
  readonly order?: string | undefined;
  readonly type: AvroType;
  /** The default as it is written, numbers lossless; absent where there is none. */
  readonly written?: { readonly json: unknown } | undefined;
}

export interface EnumType extends Named {
  readonly kind: 'enum';
  readonly symbols: readonly string[];
  readonly default?: string | undefined;
}

export interface FixedType extends Named {
  readonly kind: 'fixed';
  readonly size: number;
  readonly logical?: LogicalType | undefined;
}

export interface ArrayType extends Located {
  readonly kind: 'array';
  readonly items: AvroType;
}

export interface MapType extends Located {
  readonly kind: 'map';
  readonly values: AvroType;
}

export interface UnionType extends Located {
  readonly kind: 'union';
  readonly branches: readonly AvroType[];
}

export const isNamedType = (type: AvroType): type is NamedType =>
  type.kind === 'record' || type.kind === 'enum' || type.kind === 'fixed';

/** How a branch of a union is called, in the JSON encoding and by people. */
export const branchName = (type: AvroType): string => (isNamedType(type) ? type.name : type.kind);

/** The logical type of a type that may have one, and has one that fits. */
export const logicalOf = (type: AvroType): LogicalType | undefined =>
  'logical' in type ? type.logical : undefined;

/** Types directly inside another. */
export function* typesInside(type: AvroType): Generator<AvroType> {
  if (type.kind === 'record') for (const field of type.fields) yield field.type;
  else if (type.kind === 'array') yield type.items;
  else if (type.kind === 'map') yield type.values;
  else if (type.kind === 'union') yield* type.branches;
}

/** Every type of the graph once, the given one first. */
export function reachableTypes(root: AvroType): readonly AvroType[] {
  const found = new Set<AvroType>([root]);
  for (const type of found) for (const inner of typesInside(type)) found.add(inner);
  return [...found];
}

/** The parsed form behind `ReadSchema.root` of an Avro schema. */
export class AvroRoot {
  constructor(
    readonly type: AvroType,
    /** The text as a value, numbers lossless. */
    readonly written: unknown,
    /** Full names defined in the text itself or in a reference it uses. */
    readonly names: ReadonlyMap<string, NamedType>,
  ) {}
}

/** The parsed form of a schema that `readAvro` has read. */
export function avroRootOf(schema: ReadSchema): AvroRoot {
  invariant(schema.root instanceof AvroRoot, 'an Avro schema is read before it is used');
  return schema.root;
}
