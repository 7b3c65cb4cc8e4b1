/**
 * One value of an Avro schema, written as Avro's JSON encoding writes it (Avro 1.12, "JSON
 * Encoding"): bytes and fixed as text of the code points 0 to 255, a union as `null` or as an
 * object whose one member is named after the branch. Whole numbers beyond 2^53 are `bigint`.
 */
export type Datum =
  null | boolean | number | bigint | string | readonly Datum[] | { readonly [name: string]: Datum };

export type DatumObject = Readonly<Record<string, Datum>>;

export const isDatumObject = (value: unknown): value is DatumObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object of the given members, whatever they are called. */
export const datumObject = (members: Iterable<readonly [string, Datum]>): DatumObject =>
  Object.fromEntries(members);

/** As JSON text, with every digit; numbers JSON does not know are written in quotes. */
export function datumText(datum: Datum): string {
  if (typeof datum === 'bigint') return datum.toString();
  if (typeof datum === 'number' && !Number.isFinite(datum)) return `"${datum}"`;
  if (typeof datum !== 'object' || datum === null) return JSON.stringify(datum);
  if (Array.isArray(datum)) return `[${datum.map(datumText).join(',')}]`;
  const members = Object.entries(datum as DatumObject);
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${datumText(inner)}`).join(',')}}`;
}

/** Text of the code points 0 to 255, the JSON form of bytes. */
export const textOfBytes = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

/** `undefined` when a character is no byte. */
export function bytesOfText(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) return undefined;
    bytes[i] = code;
  }
  return bytes;
}

export const INT_MIN = -(2 ** 31);
export const INT_MAX = 2 ** 31 - 1;
export const LONG_MIN = -(2n ** 63n);
export const LONG_MAX = 2n ** 63n - 1n;

/** A whole number as a `number` where that is exact. */
export const wholeNumber = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;
