import { type EnumType, type ProtoEnumValue } from './proto-type.js';

interface Index {
  readonly byNumber: ReadonlyMap<number, ProtoEnumValue>;
  readonly byName: ReadonlyMap<string, ProtoEnumValue>;
}

const indexes = new WeakMap<EnumType, Index>();

function indexOf(type: EnumType): Index {
  const known = indexes.get(type);
  if (known) return known;
  // Of aliases the first one written is the name of the number.
  const byNumber = new Map(type.values.toReversed().map((each) => [each.number, each]));
  const index = { byNumber, byName: new Map(type.values.map((each) => [each.name, each])) };
  indexes.set(type, index);
  return index;
}

export const valueOfNumber = (type: EnumType, number: number): ProtoEnumValue | undefined =>
  indexOf(type).byNumber.get(number);

export const valueOfName = (type: EnumType, name: string): ProtoEnumValue | undefined =>
  indexOf(type).byName.get(name);
