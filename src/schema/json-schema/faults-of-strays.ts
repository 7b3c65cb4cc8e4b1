import { type FoundFault } from '../found-fault.js';
import { type Json, type JsonObject } from '../json.js';
import { againstMetaSchema } from './against-meta-schema.js';
import { type Place } from './documents.js';
import { isVouchedFor, subschemasOf } from './keywords.js';

/**
 * A reference may lead to what no keyword of the draft calls a schema: a default, an example, a
 * member of a name of one's own. The schema of the draft does not look there when the text is read,
 * so each is held against it here, the outer ones first: they speak for what is inside them.
 */
export function faultsOfStrays(strays: Iterable<Place>): readonly FoundFault[] {
  const vouchedFor = new Set<Json>();
  const outerFirst = [...strays].sort((a, b) => a.pointer.length - b.pointer.length);
  return outerFirst.flatMap(({ schema, document, pointer }) => {
    if (vouchedFor.has(schema)) return [];
    vouchForInside(schema as JsonObject, { document, vouchedFor });
    return againstMetaSchema(schema as JsonObject, document.draft).map((fault) => ({
      ...fault,
      document: document.name,
      pointer: pointer + fault.pointer,
    }));
  });
}

function vouchForInside(
  schema: JsonObject,
  { document, vouchedFor }: Pick<Place, 'document'> & { vouchedFor: Set<Json> },
): void {
  const pending: Json[] = [schema];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'boolean' || vouchedFor.has(next)) continue;
    vouchedFor.add(next);
    for (const inner of subschemasOf(next as JsonObject, document.draft))
      if (isVouchedFor(inner.keyword, document.draft)) pending.push(inner.schema);
  }
}
