import { invariant } from '#kernel';
import { isPrimitiveKind } from './avro-type.js';

/** Avro 1.12, "Names": a letter or underscore, then letters, digits and underscores. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const DOTTED = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

export const isName = (text: string): boolean => NAME.test(text);
/** The null namespace is written as the empty text. */
export const isNamespace = (text: string): boolean => text === '' || DOTTED.test(text);

/** A name that may be defined: names of primitive types may not, in any namespace. */
export const isDefinable = (fullName: string): boolean =>
  DOTTED.test(fullName) && !isPrimitiveKind(simpleName(fullName));

/** What follows the last dot. */
export const simpleName = (fullName: string): string =>
  fullName.slice(fullName.lastIndexOf('.') + 1);

/** What precedes the last dot; empty for the null namespace. */
export const namespaceOf = (fullName: string): string =>
  fullName.includes('.') ? fullName.slice(0, fullName.lastIndexOf('.')) : '';

/** A name as it stands in a namespace: one with a dot is complete already. */
export const fullNameIn = (namespace: string, name: string): string =>
  name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;

/**
 * What a reference may mean, the first that is defined wins. A plain name is looked for in its
 * namespace and then in the null namespace, as the Java library does; the specification leaves no
 * other way to name a type of the null namespace from inside another one.
 */
export const meaningsOf = (namespace: string, name: string): readonly string[] => {
  const full = fullNameIn(namespace, name);
  return full === name ? [name] : [full, name];
};

/** The full name that a reference means, in a schema that was read. */
export function meantName(
  { namespace, name }: { readonly namespace: string; readonly name: string },
  defined: ReadonlyMap<string, unknown>,
): string {
  const full = meaningsOf(namespace, name).find((each) => defined.has(each));
  invariant(full !== undefined, 'a schema that was read refers to names that are defined');
  return full;
}
