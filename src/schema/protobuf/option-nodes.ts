import { valueOfNumber } from './enum-values.js';
import { type FieldDatum, MessageDatum, type SingleDatum } from './message-datum.js';
import { type ProtoField, type ProtoType, type ScalarType } from './proto-type.js';
import {
  type OptionMember,
  type OptionNode,
  type OptionStep,
  type OptionValue,
} from './syntax-tree.js';

const START = { line: 1, column: 1 };

/** Options as a file would write them, one for each value of a repeated one. */
export function optionNodes(datum: MessageDatum): OptionNode[] {
  return [...datum.values].flatMap(([field, value]) => {
    const step = stepOf(field);
    if (field.name === 'features' && value instanceof MessageDatum)
      return optionNodes(value).map((inner) => ({ ...inner, path: [step, ...inner.path] }));
    return valuesOf(field, value).map((each) => ({ at: START, path: [step], value: each }));
  });
}

const stepOf = ({ name, fullName }: ProtoField): OptionStep => ({
  name: fullName ?? name,
  isExtension: fullName !== undefined,
});

function valuesOf({ type, mapKey }: ProtoField, value: FieldDatum): OptionValue[] {
  if (Array.isArray(value)) return value.map((each) => optionValue(type, each));
  if (!(value instanceof Map)) return [optionValue(type, value)];
  const member = (name: string, inner: OptionValue): OptionMember => ({
    at: START,
    name,
    isExtension: false,
    value: inner,
  });
  return [...value].map(([key, each]) => ({
    kind: 'message',
    members: [
      member('key', optionValue(mapKey as ScalarType, key)),
      member('value', optionValue(type, each)),
    ],
  }));
}

function optionValue(type: ProtoType, value: SingleDatum): OptionValue {
  if (value instanceof MessageDatum) return { kind: 'message', members: membersOf(value) };
  if (value instanceof Uint8Array) return { kind: 'text', bytes: value };
  if (typeof value === 'string') return { kind: 'text', bytes: new TextEncoder().encode(value) };
  if (typeof value === 'boolean') return { kind: 'name', text: String(value) };
  if (typeof value === 'bigint') return { kind: 'whole', value };
  if (type.kind === 'enum') {
    const known = valueOfNumber(type, value);
    return known ? { kind: 'name', text: known.name } : { kind: 'whole', value: BigInt(value) };
  }
  return type.kind === 'float' || type.kind === 'double'
    ? { kind: 'real', value }
    : { kind: 'whole', value: BigInt(value) };
}

const membersOf = ({ values }: MessageDatum): OptionMember[] =>
  [...values].flatMap(([field, value]) =>
    valuesOf(field, value).map((each) => ({ at: START, ...stepOf(field), value: each })),
  );
