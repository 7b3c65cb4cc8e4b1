import { isJsonObject, type Json } from '../json.js';
import { type Documents, type Place } from './documents.js';
import { placesInside } from './survey.js';

/** A place directly inside a schema, and the keyword that holds it. */
interface HeldPlace {
  readonly keyword: string;
  readonly place: Place;
}

/** What is directly inside one schema. */
class Inside {
  readonly #byKeyword: ReadonlyMap<string, readonly Place[]>;
  #properties: ReadonlyMap<Json, Place> | undefined;

  /** @param all in the order of the text */
  constructor(readonly all: readonly HeldPlace[]) {
    const byKeyword = new Map<string, Place[]>();
    for (const { keyword, place } of all) {
      const held = byKeyword.get(keyword);
      if (held) held.push(place);
      else byKeyword.set(keyword, [place]);
    }
    this.#byKeyword = byKeyword;
  }

  of(keyword: string): readonly Place[] {
    return this.#byKeyword.get(keyword) ?? NONE;
  }

  /** Where the schema of a property stands; one of them where several are just `true`. */
  property(schema: Json): Place | undefined {
    this.#properties ??= new Map(this.of('properties').map((place) => [place.schema, place]));
    return this.#properties.get(schema);
  }
}

const NONE: readonly Place[] = [];
const NOTHING = new Inside([]);

/** Lists what is inside a schema once: it is looked into by keyword after keyword, wherever it is used. */
export function insideOnce(documents: Documents): (place: Place) => Inside {
  const known = new Map<Json, Inside>();
  return (place) => {
    const { schema } = place;
    if (!isJsonObject(schema)) return NOTHING;
    const told = known.get(schema);
    if (told) return told;
    const all = [...placesInside(place, documents)];
    const inside = all.length > 0 ? new Inside(all) : NOTHING;
    known.set(schema, inside);
    return inside;
  };
}
