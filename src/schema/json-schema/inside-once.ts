import { isJsonObject, type Json } from '../json.js';
import { type Documents, type Place } from './documents.js';
import { placesInside } from './survey.js';

/** A place directly inside a schema, and the keyword that holds it. */
export interface HeldPlace {
  readonly keyword: string;
  readonly place: Place;
}

const NOTHING: readonly HeldPlace[] = [];

/** Lists what is inside a schema once: it is looked into by keyword after keyword, wherever it is used. */
export function insideOnce(documents: Documents): (place: Place) => readonly HeldPlace[] {
  const known = new Map<Json, readonly HeldPlace[]>();
  return (place) => {
    const { schema } = place;
    if (!isJsonObject(schema)) return NOTHING;
    const inside = known.get(schema) ?? [...placesInside(place, documents)];
    known.set(schema, inside);
    return inside;
  };
}
