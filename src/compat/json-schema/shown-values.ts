import type { Anatomy, Shown } from '../dress.js';
import type { Side } from './decide.js';
import { isArray, isNumber, isObject, type Json, type JsonObject, toText } from './json.js';
import { Library, type Place } from './library.js';
import { schemasOfField, schemasOfItems, schemasOfSameValue } from './same-value.js';
import { unlessUndecidable } from './unless-undecidable.js';

export const jsonAnatomy: Anatomy<Json> = {
  parts: (value) => {
    if (isObject(value)) return [...value];
    return isArray(value) ? value.map((item, index) => [String(index), item] as const) : [];
  },
  isSingle: (value) => !isObject(value) && !isArray(value),
  replaced: (value, key, part) => {
    if (isObject(value)) return new Map(value).set(key, part);
    return (value as readonly Json[]).with(Number(key), part);
  },
  text: toText,
};

/** The values of a place: whole events first, then what the schemas themselves show. */
export function shownValues(sides: readonly Side[], events: readonly Json[]): Shown<Json> {
  const starts = sides.flatMap(({ root, references }) => {
    const library = unlessUndecidable(() => new Library(root, references));
    return library ? [{ library, places: [library.root] }] : [];
  });
  return new ShownHere(events, starts);
}

/** Schemas of one document about the value at hand. */
interface Speaking {
  readonly library: Library;
  readonly places: readonly Place[];
}

class ShownHere implements Shown<Json> {
  readonly values: readonly Json[];
  readonly #speaking: readonly Speaking[];

  constructor(outer: readonly Json[], starts: readonly Speaking[]) {
    this.#speaking = starts.map(({ library, places }) => ({
      library,
      places: unlessUndecidable(() => schemasOfSameValue(library, places)) ?? [],
    }));
    const own = this.#speaking.flatMap(({ places }) =>
      places.flatMap(({ schema }) => shownBy(schema as JsonObject)),
    );
    this.values = [...outer, ...own].filter(isHeldExactly);
  }

  inside(key: string): Shown<Json> {
    const outer = this.values.flatMap((value) => partsAt(value, key));
    const starts = this.#speaking.map(({ library, places }) => ({
      library,
      places: [
        ...schemasOfField(library, places, key),
        ...(/^\d+$/.test(key) ? schemasOfItems(library, places) : []),
      ],
    }));
    return new ShownHere(outer, starts);
  }
}

/** What a program reads as another number is no event to show. */
const isHeldExactly = (value: Json): boolean => !isNumber(value) || value.toNumber() !== undefined;

const shownBy = (schema: JsonObject): readonly Json[] => {
  const examples = schema.get('examples');
  const single = ['default', 'const'].flatMap((keyword) => {
    const value = schema.get(keyword);
    return value === undefined ? [] : [value];
  });
  return [...(isArray(examples) ? examples : []), ...single];
};

/** Any item shows what an item is like. */
const partsAt = (value: Json, key: string): readonly Json[] => {
  if (isArray(value)) return value;
  const part = isObject(value) ? value.get(key) : undefined;
  return part === undefined ? [] : [part];
};
