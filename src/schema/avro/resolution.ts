import {
  type AvroField,
  type AvroType,
  isNamedType,
  type NamedType,
  type PrimitiveKind,
  type RecordType,
  type UnionType,
} from './avro-type.js';
import { simpleName } from './names.js';

/**
 * Which parts of a reader's schema read which parts of a writer's (Avro 1.12, "Schema
 * Resolution"). Decoder and prover both ask here, and nowhere else.
 */

/** What a writer's primitive may be read as, besides itself. */
const PROMOTIONS: Partial<Record<AvroType['kind'], readonly PrimitiveKind[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

export const isPromoted = (writer: AvroType, reader: AvroType): boolean =>
  (PROMOTIONS[writer.kind] as readonly string[] | undefined)?.includes(reader.kind) ?? false;

/** Unqualified names are compared, or an alias of the reader is the writer's full name. */
export const isNameMatch = (writer: NamedType, reader: NamedType): boolean =>
  simpleName(writer.name) === simpleName(reader.name) || isFullNameMatch(writer, reader);

const isFullNameMatch = (writer: NamedType, reader: NamedType): boolean =>
  writer.name === reader.name || reader.aliases.includes(writer.name);

/** Whether two types, neither a union, may be resolved at all; what is inside comes later. */
export function isMatch(writer: AvroType, reader: AvroType): boolean {
  if (writer.kind !== reader.kind) return isPromoted(writer, reader);
  return !isNamedType(writer) || !isNamedType(reader) || isNameMatch(writer, reader);
}

/**
 * The branch of a reader's union that reads a writer's type: the first that matches, but one of
 * the same full name before one of the same plain name, and one of the same kind before one it
 * would be promoted to. Read literally, the specification would return an int written under
 * `["long","int"]` as a long to a reader of the very same schema.
 */
export function branchFor(writer: AvroType, { branches }: UnionType): AvroType | undefined {
  const isExact = (branch: AvroType): boolean =>
    isNamedType(writer) && isNamedType(branch) && isFullNameMatch(writer, branch);
  const matching = branches.filter((branch) => isMatch(writer, branch));
  return matching.find(isExact) ?? matching.find(({ kind }) => kind === writer.kind) ?? matching[0];
}

/**
 * The writer's field a reader's field is read from: of the same name, or named by an alias.
 * `ambiguous` when the writer has several of them: libraries refuse to choose.
 */
export function writerFieldFor(
  { name, aliases }: AvroField,
  writer: RecordType,
): AvroField | 'ambiguous' | undefined {
  let found: AvroField | undefined;
  for (const field of writer.fields) {
    if (field.name !== name && !aliases.includes(field.name)) continue;
    if (found) return 'ambiguous';
    found = field;
  }
  return found;
}
