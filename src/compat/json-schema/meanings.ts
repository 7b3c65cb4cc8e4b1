import { createHash } from 'node:crypto';
import type { Draft } from './drafts.js';
import { addressOf } from './dynamic-scope.js';
import { isObject, type Json, keyOf } from './json.js';
import { keywords } from './keywords.js';
import { type Library, type Place, subschemas } from './library.js';
import { unlessUndecidable } from './unless-undecidable.js';

/** One schema of many that refer to each other. */
interface Meaning {
  /** What it says, and what its references mean. */
  readonly text: string;
  readonly places: readonly Place[];
}

/**
 * Names for schemas, made of everything their meaning depends on: the text of each and of all that its
 * references lead to. Of schemas that all lead to each other each is looked at once.
 */
export class Meanings {
  readonly #known = new Map<string, Meaning>();

  constructor(private readonly library: Library) {}

  nameOf(start: Place, dynamic: string): string {
    const found = new Map<string, string>();
    const pending = [start];
    for (let place = pending.pop(); place; place = pending.pop()) {
      const address = addressOf(place);
      if (found.has(address)) continue;
      const { text, places } = this.#of(place, address);
      found.set(address, text);
      pending.push(...places);
    }
    const lines = [...found].map(([address, text]) => `${address} ${text}`).sort();
    lines.push(addressOf(start), dynamic);
    return createHash('sha256').update(lines.join('\n')).digest('hex');
  }

  #of(place: Place, address: string): Meaning {
    const known = this.#known.get(address) ?? this.#read(place);
    this.#known.set(address, known);
    return known;
  }

  #read(place: Place): Meaning {
    const targets = [...references(this.library, place)];
    // A dynamic reference depends on who came before: then the whole document is the meaning.
    const isDynamic = targets.includes('dynamic');
    const places = targets.filter((target) => typeof target !== 'string');
    const meanings = targets.map((target) =>
      typeof target === 'string' ? target : addressOf(target),
    );
    const meaning = essence(place.schema, place.resource.draft);
    return {
      text: hashed(`${place.resource.draft} ${meaning} ${meanings.join(' ')}`),
      places: isDynamic ? [this.library.root, ...places] : places,
    };
  }
}

const hashed = (text: string): string => createHash('sha256').update(text).digest('base64');

/** What decides about events and where things are; words for people left out. */
function essence(schema: Json, draft: Draft): string {
  if (!isObject(schema)) return keyOf(schema);
  const inner = new Map<string, Map<string, string>>();
  for (const { steps, schema: held } of subschemas(schema, draft)) {
    const [keyword, step = ''] = steps;
    inner.set(
      keyword,
      (inner.get(keyword) ?? new Map<string, string>()).set(step, essence(held, draft)),
    );
  }
  const parts = [...schema.keys()]
    .filter(
      (keyword) => keyword.startsWith('$') || keyword === 'id' || Object.hasOwn(keywords, keyword),
    )
    .filter((keyword) => keyword !== '$defs' && keyword !== '$comment')
    .sort()
    .map((keyword) => {
      const held = inner.get(keyword);
      const meaning = held
        ? JSON.stringify([...held].sort(([a], [b]) => (a < b ? -1 : 1)))
        : keyOf(schema.get(keyword) as Json);
      return `${JSON.stringify(keyword)}:${meaning}`;
    });
  return `{${parts.join(',')}}`;
}

function* references(library: Library, start: Place): Generator<Place | 'dynamic' | 'nowhere'> {
  const pending = [start];
  for (let place = pending.pop(); place; place = pending.pop()) {
    const { schema, resource } = place;
    if (!isObject(schema)) continue;
    if (schema.has('$dynamicRef') || schema.has('$recursiveRef')) yield 'dynamic';
    const reference = schema.get('$ref');
    if (typeof reference === 'string') {
      yield unlessUndecidable(() => library.resolve(reference, place)) ?? 'nowhere';
    }
    for (const { steps } of subschemas(schema, resource.draft))
      pending.push(library.inside(place, ...steps));
  }
}
