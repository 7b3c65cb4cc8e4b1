import { partsOf } from './local-pointer.js';
import { losslessFrom } from './lossless-text.js';
import { rewriteSchema } from './rewrite-schema.js';

/** The place of a schema that a contract’s schema refers to by a name. */
export const placeOfReference = (key: string): string => `/components/schemas/${key}`;

/**
 * A JSON Schema as part of a larger document: what it refers to in itself is said from the root of
 * that document, where readers of the document look for it.
 */
export function reRooted(text: string, place: string, keys: ReadonlyMap<string, string>): unknown {
  return rewriteSchema(losslessFrom(text), {
    reference(said, resource) {
      const { address, fragment } = partsOf(said);
      if (fragment !== '' && !fragment.startsWith('/')) return said; // an anchor stays one
      if (address === '') return `#${place}${encoded(resource)}${fragment}`;
      const key = keys.get(address);
      return key === undefined ? said : `#${placeOfReference(key)}${fragment}`;
    },
  });
}

/** A pointer in a reference is part of an address. */
const encoded = (pointer: string): string => encodeURI(pointer).replaceAll('#', '%23');
