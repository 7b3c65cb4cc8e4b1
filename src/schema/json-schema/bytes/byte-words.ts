/** Texts JSON cannot write as they are (RFC 8259 §7). */
// eslint-disable-next-line no-control-regex -- the specification names exactly these
const MUST_ESCAPE = /["\\\u0000-\u001f]/;

/** Whether a text can stand in JSON byte for byte. */
export const isWritable = (text: string): boolean => !MUST_ESCAPE.test(text) && text.isWellFormed();

/**
 * An expression that is true where exactly these bytes begin at `at`: four of them, or two, are compared
 * as one word.
 */
export function equals(
  text: string,
  at: string,
): { readonly length: number; readonly code: string } {
  const bytes = Buffer.from(text);
  const parts: string[] = [];
  let i = 0;
  for (; i + 4 <= bytes.length; i += 4)
    parts.push(`v.getInt32(${at}+${i},true)===${bytes.readInt32LE(i)}`);
  if (i + 2 <= bytes.length) {
    parts.push(`v.getInt16(${at}+${i},true)===${bytes.readInt16LE(i)}`);
    i += 2;
  }
  if (i < bytes.length) parts.push(`b[${at}+${i}]===${bytes[i]}`);
  return { length: bytes.length, code: parts.join('&&') };
}
