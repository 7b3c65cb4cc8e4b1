/** The name in the JSON mapping where none is given: underscores drop, the letter behind them grows. */
export function jsonNameOf(name: string): string {
  if (!name.includes('_')) return name;
  return name.replace(/_+(.?)/g, (_all, letter: string) => letter.toUpperCase());
}

export const within = (scope: string, name: string): string =>
  scope === '' ? name : `${scope}.${name}`;

export const lastName = (fullName: string): string => fullName.slice(fullName.lastIndexOf('.') + 1);

/** The name of the message that protoc makes for the entries of a map. */
export function mapEntryName(field: string): string {
  const camel = jsonNameOf(`_${field}`);
  return `${camel}Entry`;
}
