import { type SchemaNode, type SchemaSource } from './language.js';
import { languageOf } from './languages.js';

/** A definition as people look at it; nothing where it cannot be read as it stands. */
export interface Shown {
  tree(): SchemaNode | undefined;
  /** A small valid event; the same schema gives the same one. */
  example(): unknown;
}

const NOTHING: Shown = { tree: () => undefined, example: () => undefined };

/** Reads it once for all that is made of it. */
export function shown(source: SchemaSource): Shown {
  const language = languageOf(source.type);
  const read = language?.read(source);
  if (!language || !read?.ok) return NOTHING;
  return { tree: () => language.tree(read.value), example: () => language.sample(read.value, 1) };
}

export const treeOf = (source: SchemaSource): SchemaNode | undefined => shown(source).tree();
export const exampleOf = (source: SchemaSource): unknown => shown(source).example();
