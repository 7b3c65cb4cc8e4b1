/** A pointer into the schema itself, or `name#pointer` into a document that it refers to or imports. */
export const placeInDocument = (document: string, pointer: string): string =>
  document === '' ? pointer : `${document}#${pointer}`;
