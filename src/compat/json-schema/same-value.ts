import { isArray, isObject, type Json, type JsonObject } from './json.js';
import type { Library, Place } from './library.js';

const IN_PLACE_LISTS = ['allOf', 'anyOf', 'oneOf'];
const IN_PLACE_SINGLES = ['if', 'then', 'else', 'not'];
const IN_PLACE_MAPS = ['dependentSchemas', 'dependencies'];
const ITEM_KEYWORDS = ['items', 'prefixItems', 'additionalItems', 'contains', 'unevaluatedItems'];

/** All schemas about the same value, references and branches followed. */
export function schemasOfSameValue(library: Library, starts: readonly Place[]): Place[] {
  const found = new Map<Json, Place>();
  const pending = [...starts];
  for (let place = pending.pop(); place; place = pending.pop()) {
    const { schema } = place;
    if (!isObject(schema) || found.has(schema)) continue;
    found.set(schema, place);
    pending.push(...neighbours(library, place, schema));
  }
  return [...found.values()];
}

function neighbours(library: Library, place: Place, schema: JsonObject): Place[] {
  const inside = (...steps: readonly (string | number)[]) => library.inside(place, ...steps);
  const reference = schema.get('$ref') ?? schema.get('$dynamicRef') ?? schema.get('$recursiveRef');
  const found = typeof reference === 'string' ? [library.resolve(reference, place)] : [];
  if (found.length > 0 && place.resource.draft <= 7) return found;
  for (const keyword of IN_PLACE_SINGLES) if (schema.has(keyword)) found.push(inside(keyword));
  for (const keyword of [...IN_PLACE_LISTS, ...IN_PLACE_MAPS]) {
    const held = schema.get(keyword);
    if (isArray(held) || isObject(held))
      found.push(...[...held.keys()].map((step) => inside(keyword, step)));
  }
  return found;
}

/** Any pattern might match the name; taking all of them only finds more. */
export function schemasOfField(library: Library, places: readonly Place[], name: string): Place[] {
  return places.flatMap((place) => {
    const schema = place.schema as JsonObject;
    const own = membersOf(schema, 'properties').includes(name)
      ? [library.inside(place, 'properties', name)]
      : [];
    const patterned = membersOf(schema, 'patternProperties').map((source) =>
      library.inside(place, 'patternProperties', source),
    );
    return [...own, ...patterned];
  });
}

/** Schemas about items, wherever they stand. */
export function schemasOfItems(library: Library, places: readonly Place[]): Place[] {
  return places.flatMap((place) => {
    const schema = place.schema as JsonObject;
    return ITEM_KEYWORDS.filter((keyword) => schema.has(keyword)).flatMap((keyword) => {
      const held = schema.get(keyword);
      return isArray(held)
        ? [...held.keys()].map((index) => library.inside(place, keyword, index))
        : [library.inside(place, keyword)];
    });
  });
}

export const membersOf = (schema: JsonObject, keyword: string): string[] => {
  const held = schema.get(keyword);
  return isObject(held) ? [...held.keys()] : [];
};
