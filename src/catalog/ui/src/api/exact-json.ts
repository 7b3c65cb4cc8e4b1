/** ECMAScript 2026; where a browser has none, such numbers are rounded as they ever were. */
interface RawJson {
  readonly rawJSON?: (text: string) => unknown;
}
type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context?: { readonly source?: string },
) => unknown;

/** Parses JSON so that `JSON.stringify` gives back every digit, as `9223372036854775807` needs. */
export function exactJson(text: string): unknown {
  const { rawJSON } = JSON as RawJson;
  const keep: Reviver = (_key, value, context) => {
    const source = context?.source;
    if (typeof value !== 'number' || source === undefined || !rawJSON) return value;
    return String(value) === source ? value : rawJSON(source);
  };
  return JSON.parse(text, keep) as unknown;
}
