import { createFileRegistry, type DescMessage, fromBinary } from '@bufbuild/protobuf';
import { type FileDescriptorProto, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import * as wellKnown from '@bufbuild/protobuf/wkt';
import { protobuf, type ReadSchema } from '#schema';

export function readProto(text: string): ReadSchema {
  const read = protobuf.read({ type: 'PROTOBUF', text, references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

const known = new Map(
  Object.values(wellKnown).flatMap((each) =>
    typeof each === 'object' && 'kind' in each && each.kind === 'file'
      ? [[each.proto.name, each.proto] as const]
      : [],
  ),
);

/** A message of a schema as the independent library knows it, by way of our descriptor. */
export function foreignMessage(schema: ReadSchema, fullName: string): DescMessage {
  const text = protobuf.formats?.['serialized']?.(schema) ?? '';
  const file: FileDescriptorProto = fromBinary(
    FileDescriptorProtoSchema,
    Buffer.from(text, 'base64'),
  );
  const registry = createFileRegistry(file, (name) => known.get(name));
  const message = registry.getMessage(fullName);
  if (!message) throw new Error(`no message ${fullName}`);
  return message;
}

/** The same for any data: what both sides print of it. */
export const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
};
