import { createHash } from 'node:crypto';
import type { Definitions } from './definitions.js';
import type { Draft } from './drafts.js';
import { addressOf, type DynamicScope, enter, OUTSIDE } from './dynamic-scope.js';
import type { Formula } from './formula.js';
import type { Formulas } from './formulas.js';
import { isObject, type Json, type JsonObject, keyOf } from './json.js';
import { keywords } from './keywords.js';
import { type Library, type Place, subschemas } from './library.js';
import type { Scope } from './scope.js';
import { Undecidable } from './undecidable.js';

export interface CompilerOptions {
  readonly formulas: Formulas;
  readonly definitions: Definitions;
  readonly library: Library;
}

/** A schema, and what was entered on the way to it. */
interface Entered {
  readonly place: Place;
  readonly dynamic: DynamicScope;
}

/** Turns the schemas of one library into formulas, each place once. */
export class Compiler {
  readonly #compiled = new Map<string, Formula>();
  /** Places being compiled, with the number of value steps that lead to each. */
  readonly #open = new Map<string, number>();
  readonly #recursive = new Map<string, string>();
  #valueSteps = 0;

  constructor(private readonly options: CompilerOptions) {}

  compile(place: Place, from: DynamicScope = OUTSIDE): Formula {
    const at: Entered = { place, dynamic: enter(from, place.resource) };
    const address = `${addressOf(place)} ${at.dynamic.key}`;
    const known = this.#compiled.get(address);
    if (known) return known;
    const openedAt = this.#open.get(address);
    if (openedAt !== undefined) return this.#closeCycle(at, { address, openedAt });
    this.#open.set(address, this.#valueSteps);
    try {
      const formula = this.#compileOrHide(at);
      const name = this.#recursive.get(address);
      if (name !== undefined) this.options.definitions.define(name, formula);
      this.#compiled.set(address, formula);
      return formula;
    } finally {
      this.#open.delete(address);
    }
  }

  #closeCycle(at: Entered, { address, openedAt }: { address: string; openedAt: number }): Formula {
    if (openedAt === this.#valueSteps) {
      throw new Undecidable(
        'a reference leads back to itself without any value in between',
        at.place.pointer,
      );
    }
    const name = this.#nameOf(at);
    this.#recursive.set(address, name);
    return this.options.formulas.recursion(name);
  }

  /** What cannot be compiled becomes opaque: where it did not change it does no harm. */
  #compileOrHide(at: Entered): Formula {
    try {
      return this.#compileSchema(at);
    } catch (error) {
      if (!(error instanceof Undecidable)) throw error;
      const name = `opaque ${this.#nameOf(at)}`;
      this.options.definitions.defineOpaque(name, error);
      return this.options.formulas.recursion(name);
    }
  }

  #compileSchema({ place, dynamic }: Entered): Formula {
    const { schema } = place;
    const { formulas } = this.options;
    if (schema === true) return formulas.true;
    if (schema === false) return formulas.false;
    if (!isObject(schema))
      throw new Undecidable('a schema must be an object or a boolean', place.pointer);
    const scope = this.#scope({ place, dynamic }, schema);
    // Up to draft-07 everything beside a `$ref` is ignored (draft-07 core §8.3).
    const hidesSiblings = scope.draft <= 7 && schema.has('$ref');
    const names = hidesSiblings ? ['$ref'] : [...schema.keys()];
    const parts: Formula[] = [];
    for (const name of names) {
      const keyword = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
      if (!keyword || scope.draft < keyword.from || scope.draft > keyword.to) continue;
      parts.push(keyword.compile(scope, schema.get(name) as Json, name));
    }
    return formulas.and(parts);
  }

  #scope({ place, dynamic }: Entered, schema: JsonObject): Scope {
    const { formulas, library } = this.options;
    return {
      formulas,
      library,
      place,
      schema,
      dynamic,
      draft: place.resource.draft,
      inPlace: (...steps) => this.compile(library.inside(place, ...steps), dynamic),
      part: (...steps) => this.#part(library.inside(place, ...steps), dynamic),
      target: (target) => this.compile(target, dynamic),
      at: (other) => {
        const inner = isObject(other.schema) ? other.schema : new Map<string, Json>();
        return this.#scope({ place: other, dynamic: enter(dynamic, other.resource) }, inner);
      },
      refuse: (reason, keyword) => {
        throw new Undecidable(reason, `${place.pointer}/${keyword}`);
      },
    };
  }

  #part(place: Place, dynamic: DynamicScope): Formula {
    this.#valueSteps++;
    try {
      return this.compile(place, dynamic);
    } finally {
      this.#valueSteps--;
    }
  }

  #nameOf({ place, dynamic }: Entered): string {
    const { library } = this.options;
    const lines = [...closure(library, place)]
      .map(([address, text]) => `${address} ${text}`)
      .sort();
    lines.push(addressOf(place), dynamic.key);
    return createHash('sha256').update(lines.join('\n')).digest('hex');
  }
}

/** What decides about events and where things are; words for people left out. */
function essence(schema: Json, draft: Draft): string {
  if (!isObject(schema)) return keyOf(schema);
  const inner = new Map<string, Map<string, string>>();
  for (const { steps, schema: held } of subschemas(schema, draft)) {
    const [keyword = '', step = ''] = steps;
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

/** Every place reachable by references from one, with its text and what its references mean. */
function closure(library: Library, start: Place): Map<string, string> {
  const found = new Map<string, string>();
  const pending = [start];
  for (let place = pending.pop(); place; place = pending.pop()) {
    const address = addressOf(place);
    if (found.has(address)) continue;
    const targets = [...references(library, place)];
    const isDynamic = targets.some((target) => target === 'dynamic');
    // A dynamic reference depends on who came before: then the whole document is the meaning.
    if (isDynamic) pending.push(library.root);
    const places = targets.filter((target) => target !== 'dynamic' && target !== 'nowhere');
    pending.push(...places);
    const meanings = targets.map((target) =>
      typeof target === 'string' ? target : addressOf(target),
    );
    const meaning = essence(place.schema, place.resource.draft);
    found.set(address, `${place.resource.draft} ${meaning} ${meanings.join(' ')}`);
  }
  return found;
}

function* references(library: Library, start: Place): Generator<Place | 'dynamic' | 'nowhere'> {
  const pending = [start];
  for (let place = pending.pop(); place; place = pending.pop()) {
    const { schema, resource } = place;
    if (!isObject(schema)) continue;
    if (schema.has('$dynamicRef') || schema.has('$recursiveRef')) yield 'dynamic';
    const reference = schema.get('$ref');
    if (typeof reference === 'string') yield resolveOrNowhere(library, reference, place);
    for (const { steps } of subschemas(schema, resource.draft))
      pending.push(library.inside(place, ...steps));
  }
}

function resolveOrNowhere(library: Library, reference: string, from: Place): Place | 'nowhere' {
  try {
    return library.resolve(reference, from);
  } catch (error) {
    if (error instanceof Undecidable) return 'nowhere';
    throw error;
  }
}
