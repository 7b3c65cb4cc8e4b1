import type { PublishedContract } from '#registry';
import { languageOf, type SchemaNode, type SchemaSource } from '#schema';

/** `undefined` where the language is not read yet; the text is then all there is to show. */
export function treeOf(source: SchemaSource): SchemaNode | undefined {
  const language = languageOf(source.type);
  const read = language?.read(source);
  return language && read?.ok ? language.tree(read.value) : undefined;
}

/** The tree of what was written, comments included. */
export const treeOfContract = ({ source, writtenText }: PublishedContract) =>
  treeOf(writtenText === undefined ? source : { ...source, text: writtenText });

/** A small valid event; the same schema gives the same one. */
export function exampleOf(source: SchemaSource): unknown {
  const language = languageOf(source.type);
  const read = language?.read(source);
  return language && read?.ok ? language.sample(read.value, 1) : undefined;
}
