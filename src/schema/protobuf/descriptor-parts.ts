import { invariant } from '#kernel';
import { descriptorTypes } from './descriptor-types.js';
import { type FieldDatum, MessageDatum } from './message-datum.js';
import { type MessageType, type ScalarKind } from './proto-type.js';

/** The numbers of FieldDescriptorProto.Type. */
export const TYPE_NUMBERS: Readonly<Record<ScalarKind | 'group' | 'message' | 'enum', number>> = {
  double: 1,
  float: 2,
  int64: 3,
  uint64: 4,
  int32: 5,
  fixed64: 6,
  fixed32: 7,
  bool: 8,
  string: 9,
  group: 10,
  message: 11,
  bytes: 12,
  uint32: 13,
  enum: 14,
  sfixed32: 15,
  sfixed64: 16,
  sint32: 17,
  sint64: 18,
};

export const LABEL_NUMBERS = { optional: 1, required: 2, repeated: 3 } as const;
export const EDITION_NUMBERS: Readonly<Record<string, number>> = { 2023: 1000, 2024: 1001 };
export const VISIBILITY_NUMBERS = { local: 1, export: 2 } as const;

export function descriptorType(name: string): MessageType {
  const type = descriptorTypes().get(`google.protobuf.${name}`);
  invariant(type?.kind === 'message', 'descriptor.proto describes every part of a schema');
  return type;
}

/** A message of descriptor.proto with these fields; what is undefined or an empty list stays unset. */
export function descriptorPart(
  name: string,
  values: Readonly<Record<string, FieldDatum | undefined>>,
): MessageDatum {
  const datum = new MessageDatum(descriptorType(name));
  for (const field of datum.type.fields) {
    const value = values[field.name];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    datum.values.set(field, value);
  }
  return datum;
}
