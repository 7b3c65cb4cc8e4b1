import {
  type FieldDatum,
  MessageDatum,
  type ProtoEnumType,
  type ProtoField,
  type ProtoType,
  type SingleDatum,
} from '#schema';

const CHARACTERS_MAX = 60;

const short = (text: string): string =>
  text.length > CHARACTERS_MAX ? `${text.slice(0, CHARACTERS_MAX - 1)}…` : text;

/** A type short enough for a sentence. */
export const typeName = (type: ProtoType): string =>
  type.kind === 'message' || type.kind === 'enum' ? `${type.kind} "${type.fullName}"` : type.kind;

/** How often a field is there. */
export type Cardinality = 'single' | 'repeated' | 'map';

export const cardinalityOf = ({ mapKey, isRepeated }: ProtoField): Cardinality =>
  mapKey ? 'map' : isRepeated ? 'repeated' : 'single';

export function typeInWords(field: ProtoField): string {
  const name = typeName(field.type);
  if (field.mapKey) return `map of ${field.mapKey.kind} to ${name}`;
  return field.isRepeated ? `repeated ${name}` : name;
}

export const presenceInWords = ({ presence }: ProtoField): string =>
  ({
    implicit: 'sent unless it is zero',
    explicit: 'sent when it is set',
    required: 'required',
  })[presence];

export const defaultInWords = ({ default: text }: ProtoField): string =>
  text === undefined ? 'no default' : `the default ${short(text)}`;

const symbolInWords = ({ values }: ProtoEnumType, number: number): string => {
  const name = values.find((each) => each.number === number)?.name;
  return name === undefined ? `${number} (no name)` : `${name} (${number})`;
};

/** A value as a person would say it. */
export function valueInWords({ type }: ProtoField, value: FieldDatum): string {
  if (value instanceof Map) return `a map of ${entries(value.size)}`;
  if (Array.isArray(value)) {
    const parts = value.map((each) => singleInWords(type, each));
    return parts.length === 1 ? `a list of ${parts[0]}` : short(`[${parts.join(', ')}]`);
  }
  return singleInWords(type, value);
}

const entries = (count: number): string => (count === 1 ? 'one entry' : `${count} entries`);

function singleInWords(type: ProtoType, value: SingleDatum): string {
  if (value instanceof MessageDatum) return `a "${value.type.name}"`;
  if (value instanceof Uint8Array) return short(`the bytes ${hexOf(value) || '(none)'}`);
  if (type.kind === 'enum' && typeof value === 'number') return symbolInWords(type, value);
  return short(typeof value === 'string' ? JSON.stringify(value) : String(value));
}

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const shortHex = (bytes: Uint8Array): string => short(hexOf(bytes));
