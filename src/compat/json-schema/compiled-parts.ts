import { addressOf } from './dynamic-scope.js';
import type { Formula } from './formula.js';
import type { Json } from './json.js';
import type { Library, Place } from './library.js';

/** A reference followed while a schema was compiled, and what it led to. */
interface Followed {
  readonly address: string;
  readonly reference: string;
  readonly target: Place;
}

/** All a formula was made of, beside the schema's own text. */
export class Followings {
  readonly #all = new Map<string, Followed>();

  add(followed: Followed): void {
    this.#all.set(`${followed.address} ${followed.reference}`, followed);
  }

  addAll(others: Followings): void {
    for (const [key, followed] of others.#all) this.#all.set(key, followed);
  }

  /** Whether every reference leads to the very same schema in another library. */
  areSameIn(library: Library): boolean {
    return [...this.#all.values()].every(({ address, reference, target }) => {
      const there = library.resolveFrom(address, reference);
      return there?.schema === target.schema && addressOf(there) === addressOf(target);
    });
  }
}

export interface CompiledPart {
  readonly formula: Formula;
  readonly followings: Followings;
}

/**
 * What was compiled for one question. Its schemas are versions of each other that share their
 * unchanged parts, and a part that refers to nothing changed means the same in all of them.
 */
export class CompiledParts {
  readonly #parts = new WeakMap<object, Map<string, CompiledPart>>();

  find(place: Place, library: Library): CompiledPart | undefined {
    const part = this.#parts.get(place.schema as object)?.get(whereabouts(place));
    return part?.followings.areSameIn(library) ? part : undefined;
  }

  keep(place: Place, part: CompiledPart): void {
    const schema = place.schema as Json & object;
    const known = this.#parts.get(schema) ?? new Map<string, CompiledPart>();
    this.#parts.set(schema, known.set(whereabouts(place), part));
  }
}

const whereabouts = (place: Place): string =>
  `${place.resource.draft} ${place.resource.address} ${addressOf(place)}`;
