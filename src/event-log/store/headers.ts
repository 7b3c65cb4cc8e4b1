import { isUtf8 } from 'node:buffer';

type Header = readonly [name: string, value: Buffer];

/**
 * Headers as JSON text: `[["ce_id","a1"],["trace",{"base64":"…"}]]`. Order and repeats stay, text
 * stays readable in SQL, and bytes that are no text stay exact. Null for none.
 */
export function headersToJson(headers: readonly Header[]): string | null {
  if (headers.length === 0) return null;
  const known = written.get(headers);
  if (known !== undefined) return known;
  const text = JSON.stringify(
    headers.map(([name, value]) => [
      name,
      isUtf8(value) ? value.toString('utf8') : { base64: value.toString('base64') },
    ]),
  );
  written.set(headers, text);
  return text;
}
/** Of lists that are still in use: all events of one contract that bring no header share theirs. */
const written = new WeakMap<readonly Header[], string>();

export function headersFromJson(
  stored: readonly (readonly [string, string | { readonly base64: string }])[] | null,
): readonly Header[] {
  return (stored ?? []).map(([name, value]) => [
    name,
    typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value.base64, 'base64'),
  ]);
}
