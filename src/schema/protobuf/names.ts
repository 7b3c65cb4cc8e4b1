/** The name in the JSON mapping where none is given: underscores drop, the letter behind them grows. */
export function jsonNameOf(name: string): string {
  const [first, ...parts] = name.split('_') as [string, ...string[]];
  let camel = first;
  for (const part of parts) camel += part.charAt(0).toUpperCase() + part.slice(1);
  return camel;
}

export const within = (scope: string, name: string): string =>
  scope === '' ? name : `${scope}.${name}`;

export const lastName = (fullName: string): string => fullName.slice(fullName.lastIndexOf('.') + 1);

/** The name of the message that protoc makes for the entries of a map. */
export function mapEntryName(field: string): string {
  const camel = jsonNameOf(`_${field}`);
  return `${camel}Entry`;
}
