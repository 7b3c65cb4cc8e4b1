/** A parameter that is `true` or `false`, and false where absent; undefined where it cannot be told. */
export function readSwitch(value: unknown): boolean | undefined {
  if (value === undefined || value === 'false') return false;
  return value === 'true' ? true : undefined;
}
