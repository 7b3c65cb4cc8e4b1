import { isScalar, type ProtoEnumType, type ProtoField, zeroOf } from '#schema';

/** The number of the enum value that stands in where nothing was sent. */
export const defaultNumber = (type: ProtoEnumType, text: string | undefined): number =>
  type.values.find(({ name }) => name === text)?.number ?? (zeroOf(type) as number);

/** Whether what stands in where nothing was sent is the zero value of the type. */
export function isZeroByDefault({ type, default: text }: ProtoField): boolean {
  if (type.kind === 'enum') return defaultNumber(type, text) === 0;
  if (text === undefined || !isScalar(type)) return true;
  if (type.kind === 'string' || type.kind === 'bytes') return text === '""';
  return type.kind === 'bool' ? text === 'false' : Number(text) === 0;
}
