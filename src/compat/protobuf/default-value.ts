import { isScalar, type ProtoField } from '#schema';

/** The number of the enum value that stands in where nothing was sent. */
export function defaultNumber({ type, default: text }: ProtoField): number {
  if (type.kind !== 'enum') return 0;
  const named = type.values.find(({ name }) => name === text);
  return (named ?? type.values[0])?.number ?? 0;
}

/** Whether what stands in where nothing was sent is the zero value of the type. */
export function isZeroByDefault(field: ProtoField): boolean {
  const { type, default: text } = field;
  if (type.kind === 'enum') return defaultNumber(field) === 0;
  if (text === undefined || !isScalar(type)) return true;
  if (type.kind === 'string' || type.kind === 'bytes') return text === '""';
  return type.kind === 'bool' ? text === 'false' : Number(text) === 0;
}
