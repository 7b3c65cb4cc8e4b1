/**
 * The text a key value is hashed and compared by. A string is itself; a number only where a double
 * holds it exactly, because two entities must never share a key.
 */
export function keyText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (typeof value === 'boolean' || typeof value === 'bigint' || Number.isSafeInteger(value))
    return String(value);
  return undefined;
}
