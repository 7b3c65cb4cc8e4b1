import { type AvroField, type AvroType, isNamedType, logicalInWords } from '#schema';

const CHARACTERS_MAX = 60;

/** A type short enough for a sentence. */
export function typeInWords(type: AvroType): string {
  if (type.kind === 'union') return `one of ${type.branches.map(oneInWords).join(', ')}`;
  return oneInWords(type);
}

function oneInWords(type: AvroType): string {
  if (type.kind === 'array') return `array of ${nameOf(type.items)}`;
  if (type.kind === 'map') return `map of ${nameOf(type.values)}`;
  return nameOf(type);
}

function nameOf(type: AvroType): string {
  const name = isNamedType(type) ? `${type.kind} "${type.name}"` : type.kind;
  return 'logical' in type && type.logical ? `${name}, ${logicalInWords(type.logical)}` : name;
}

export function defaultInWords({ written }: AvroField): string {
  if (!written) return 'no default';
  const text = JSON.stringify(written.json, digits);
  const short = text.length > CHARACTERS_MAX ? `${text.slice(0, CHARACTERS_MAX - 1)}…` : text;
  return `the default ${short}`;
}

/** Numbers keep their digits in a lossless text; here they are only shown. */
const digits = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'isLosslessNumber' in value
    ? Number((value as unknown as { value: string }).value)
    : value;
