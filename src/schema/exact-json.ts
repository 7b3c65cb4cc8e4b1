/** Fewer digits than this always fit a double. */
const MAY_BE_LONG = /\d{16}/;
const WHOLE = /^-?\d+$/;

/** `JSON.parse` of UTF-8, with whole numbers beyond 2^53 as `bigint`: their digits are what was sent. */
export function exactJson(bytes: Uint8Array): unknown {
  const { buffer, byteOffset, length } = bytes;
  const text = Buffer.from(buffer, byteOffset, length).toString('utf8');
  return MAY_BE_LONG.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
}

function exactly(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  const isShort = typeof value !== 'number' || Number.isSafeInteger(value);
  const source = context?.source;
  return isShort || source === undefined || !WHOLE.test(source) ? value : BigInt(source);
}
