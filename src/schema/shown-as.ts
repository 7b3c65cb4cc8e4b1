import { type Language, type ReadSchema, type SchemaNode, type SchemaSource } from './language.js';
import { languageOf } from './languages.js';

/** A definition as people look at it; `undefined` where it cannot be read as it stands. */
const shownAs = <Shown>(
  source: SchemaSource,
  show: (language: Language, schema: ReadSchema) => Shown,
): Shown | undefined => {
  const language = languageOf(source.type);
  const read = language?.read(source);
  return language && read?.ok ? show(language, read.value) : undefined;
};

export const treeOf = (source: SchemaSource): SchemaNode | undefined =>
  shownAs(source, (language, schema) => language.tree(schema));

/** A small valid event; the same schema gives the same one. */
export const exampleOf = (source: SchemaSource): unknown =>
  shownAs(source, (language, schema) => language.sample(schema, 1));
