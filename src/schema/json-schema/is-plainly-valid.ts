import { isJsonObject, type Json, type JsonObject } from '../json.js';
import { type Documents, type Place } from './documents.js';
import { assertedFormats } from './formats.js';
import { keywordOf } from './keywords.js';
import { referencesOf } from './survey.js';

/** References that fan out lead to the same again and again, and the stack has an end. */
const LOOKS_MAX = 20_000;
const DEPTH_MAX = 50;

/** Nothing is known where a keyword would need what a compiler makes. */
type Verdict = boolean | undefined;
type Says = (value: Json, said: Json, schema: JsonObject) => Verdict;

const ofNumber =
  (holds: (value: number, said: number, schema: JsonObject) => boolean): Says =>
  (value, said, schema) =>
    typeof value !== 'number' || typeof said !== 'number' || holds(value, said, schema);
const ofText =
  (holds: (characters: number, said: number) => boolean): Says =>
  (value, said) =>
    typeof value !== 'string' || holds([...value].length, said as number);
const ofList =
  (holds: (items: number, said: number) => boolean): Says =>
  (value, said) =>
    !Array.isArray(value) || holds(value.length, said as number);

/** Draft-04 writes a flag beside the bound. */
const isBelow = (value: number, bound: number, isOpen: unknown): boolean =>
  isOpen === true ? value < bound : value <= bound;

const words = new Map<string, Says>(
  Object.entries({
    type: (value, said) => [said].flat().some((type) => isOfType(value, type)),
    enum: (value, said) => isAmong(value, said as readonly Json[]),
    const: (value, said) => isAmong(value, [said]),
    minimum: ofNumber((value, said, { exclusiveMinimum }) =>
      isBelow(-value, -said, exclusiveMinimum),
    ),
    maximum: ofNumber((value, said, { exclusiveMaximum }) =>
      isBelow(value, said, exclusiveMaximum),
    ),
    exclusiveMinimum: ofNumber((value, said) => value > said),
    exclusiveMaximum: ofNumber((value, said) => value < said),
    minLength: ofText((characters, said) => characters >= said),
    maxLength: ofText((characters, said) => characters <= said),
    minItems: ofList((items, said) => items >= said),
    maxItems: ofList((items, said) => items <= said),
    required: (value, said) =>
      !isJsonObject(value) ||
      (said as readonly string[]).every((name) => Object.hasOwn(value, name)),
    format: (value, said) =>
      typeof value !== 'string' || (assertedFormats.get(said as string)?.(value) ?? true),
  } satisfies Record<string, Says>),
);

function isOfType(value: Json, type: Json): boolean {
  if (value === null) return type === 'null';
  if (Array.isArray(value)) return type === 'array';
  return typeof value === type || (type === 'integer' && Number.isInteger(value));
}

/** What is an object or a list itself is compared by a word of its own. */
function isAmong(value: Json, values: readonly Json[]): Verdict {
  const isSimple = (one: Json) => typeof one !== 'object' || one === null;
  return isSimple(value) || values.every(isSimple) ? values.includes(value) : undefined;
}

/** All of them hold: one that does not is enough to know. */
function all(verdicts: Iterable<Verdict>): Verdict {
  let told: Verdict = true;
  for (const verdict of verdicts) {
    if (verdict === false) return false;
    told &&= verdict;
  }
  return told;
}

interface Around {
  readonly place: Place;
  readonly schema: JsonObject;
  /** Levels of the event, and of schemas that say something of the same value. */
  readonly depth: number;
}

/** A schema inside another, and the steps to it. */
type Inner = readonly [schema: Json, ...steps: readonly (string | number)[]];

class Looker {
  #looks = 0;
  constructor(readonly documents: Documents) {}

  look(value: Json, place: Place, depth = 0): Verdict {
    const { schema } = place;
    if (!isJsonObject(schema)) return schema === true;
    if (++this.#looks > LOOKS_MAX || depth > DEPTH_MAX) return undefined;
    return all(this.#verdicts(value, { place, schema, depth: depth + 1 }));
  }

  *#verdicts(value: Json, around: Around): Generator<Verdict> {
    const { place, schema, depth } = around;
    const { draft } = place.document;
    for (const { keyword, text } of referencesOf(place))
      yield keyword === '$ref'
        ? this.look(value, this.documents.target(text, place), depth)
        : undefined;
    if (draft.ignoresRefSiblings && typeof schema.$ref === 'string') return;
    for (const [word, said] of Object.entries(schema)) {
      if (!keywordOf(word, draft)?.isAssertion) continue;
      const says = words.get(word);
      yield says ? says(value, said, schema) : this.#held(value, word, around);
    }
  }

  #held(value: Json, word: string, around: Around): Verdict {
    const options = () =>
      (around.schema[word] as readonly Json[])
        .entries()
        .map(([i, option]) => this.#inside(value, [option, word, i], around));
    switch (word) {
      case 'allOf':
        return all(options());
      case 'anyOf':
        return not(all(options().map(not)));
      case 'oneOf':
        return isOne([...options()]);
      case 'items':
        return this.#items(value, around);
      case 'properties':
        return this.#properties(value, around);
      case 'additionalProperties':
        return this.#others(value, around);
      default:
        return undefined;
    }
  }

  #items(value: Json, around: Around): Verdict {
    if (!Array.isArray(value)) return true;
    const { items, prefixItems } = around.schema;
    if (Array.isArray(items) || prefixItems !== undefined) return undefined;
    return all(
      value.values().map((item: Json) => this.#inside(item, [items as Json, 'items'], around)),
    );
  }

  #properties(value: Json, around: Around): Verdict {
    if (!isJsonObject(value)) return true;
    const declared = Object.entries(around.schema.properties as JsonObject).values();
    return all(
      declared
        .filter(([name]) => Object.hasOwn(value, name))
        .map(([name, inner]) =>
          this.#inside(value[name] as Json, [inner, 'properties', name], around),
        ),
    );
  }

  #others(value: Json, around: Around): Verdict {
    if (!isJsonObject(value)) return true;
    const { properties = {}, patternProperties, additionalProperties: inner } = around.schema;
    if (patternProperties !== undefined) return undefined;
    const others = Object.entries(value)
      .values()
      .filter(([name]) => !Object.hasOwn(properties as JsonObject, name));
    return all(
      others.map(([, each]) => this.#inside(each, [inner as Json, 'additionalProperties'], around)),
    );
  }

  #inside(value: Json, [schema, ...steps]: Inner, { place, depth }: Around): Verdict {
    return this.look(value, this.documents.inside(place, steps, schema), depth);
  }
}

const not = (verdict: Verdict): Verdict => (verdict === undefined ? undefined : !verdict);

function isOne(verdicts: readonly Verdict[]): Verdict {
  const fitting = verdicts.filter((verdict) => verdict === true).length;
  if (fitting > 1) return false;
  return verdicts.includes(undefined) ? undefined : fitting === 1;
}

/**
 * Whether a small event is valid, told by looking: compiling a schema takes twenty times as long, and is
 * not worth it for one event. `undefined` where a keyword or a size is met that takes a validator to tell.
 */
export const isPlainlyValid = (event: Json, documents: Documents): Verdict =>
  new Looker(documents).look(event, documents.root);
