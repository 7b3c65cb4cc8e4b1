import { stringify } from 'lossless-json';
import { invariant } from '#kernel';
import { isJsonObject, type JsonObject } from '../json.js';
import { pointerTokens, stepInto } from '../json-pointer.js';
import { readJsonText } from '../json-text.js';
import { type SchemaSource } from '../language.js';
import { type Documents, type Place } from './documents.js';
import { openEnum } from './open-enum.js';
import { readJsonSchema, rootOf } from './read.js';
import { placesInside, referencesOf } from './survey.js';

/** How the keywords of JSON Schema are read of which there are two ways to read them. */
export interface KeywordReading {
  /** Whether a text that is not of its `format` is refused (JSON Schema 2020-12 Validation, §7.2). */
  readonly formats: 'assert' | 'annotate';
  /** Whether a value is taken that an `enum` does not list, but that is of a listed type. */
  readonly enums: 'closed' | 'open';
}

export const STRICT_READING: KeywordReading = { formats: 'assert', enums: 'closed' };

const isStrict = ({ formats, enums }: KeywordReading): boolean =>
  formats === 'assert' && enums === 'closed';

/** Where more is accepted inside, less may be accepted outside; an enum in there stays closed. */
const TURNING = new Set(['not', 'if', 'oneOf', 'contains', 'propertyNames']);

/**
 * A schema that says of itself how it is read, for whoever compiles or proves: the same text for the
 * gateway and for the compatibility engine. Other languages have one way to be read.
 */
export function sourceReadAs(
  source: SchemaSource,
  reading: KeywordReading = STRICT_READING,
): SchemaSource {
  if (source.type !== 'JSON' || isStrict(reading)) return source;
  const read = readJsonSchema(source);
  if (!read.ok) return source;
  const { documents, lossless } = rootOf(read.value);
  const texts = new Texts(source, textOf(lossless));
  const { all, turned } = placesOf(documents);
  for (const { schema, document, pointer } of all) {
    const copy = texts.at(document.name, pointer);
    if (!copy) continue;
    if (reading.formats === 'annotate' && typeof copy['format'] === 'string') delete copy['format'];
    if (reading.enums === 'open' && !turned.has(schema as JsonObject)) openEnum(copy);
  }
  return texts.source();
}

interface Places {
  readonly all: readonly Place[];
  /** Schemas that are reached by a way on which accepting more may mean accepting less. */
  readonly turned: ReadonlySet<JsonObject>;
}

function placesOf(documents: Documents): Places {
  const reached = new Map<JsonObject, Place>();
  const turned = new Map<JsonObject, Place>();
  const pending = [{ place: documents.root, isTurned: false }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { place, isTurned } = next;
    const known = isTurned ? turned : reached;
    if (!isJsonObject(place.schema) || known.has(place.schema)) continue;
    known.set(place.schema, place);
    for (const { keyword, place: inner } of placesInside(place, documents))
      pending.push({ place: inner, isTurned: isTurned || TURNING.has(keyword) });
    for (const inner of targetsOf(place, documents)) pending.push({ place: inner, isTurned });
  }
  const all = new Map([...reached, ...turned]);
  return { all: [...all.values()], turned: new Set(turned.keys()) };
}

/** A dynamic reference may lead to any schema with the anchor that it names. */
function targetsOf(place: Place, documents: Documents): readonly Place[] {
  return [...referencesOf(place)].flatMap(({ keyword, text }) => {
    const target = documents.resolve(text, place);
    const others = keyword === '$ref' ? [] : documents.dynamicTargets(text);
    return target ? [target, ...others] : others;
  });
}

/** Copies of the texts, to be written in. */
class Texts {
  readonly #roots: ReadonlyMap<string, unknown>;

  constructor(
    readonly original: SchemaSource,
    root: string,
  ) {
    const { references } = original;
    this.#roots = new Map([
      ['', valueOf(root)],
      ...references.map(({ name, text }) => [name, valueOf(text)] as const),
    ]);
  }

  /** `undefined` for what is part of this program and in no text. */
  at(document: string, pointer: string): Record<string, unknown> | undefined {
    const found = pointerTokens(pointer).reduce<unknown>(stepInto, this.#roots.get(document));
    return typeof found === 'object' && found !== null
      ? (found as Record<string, unknown>)
      : undefined;
  }

  source(): SchemaSource {
    const written = (name: string): string => textOf(this.#roots.get(name));
    return {
      type: 'JSON',
      text: written(''),
      references: this.original.references.map(({ name }) => ({ name, text: written(name) })),
    };
  }
}

function textOf(value: unknown): string {
  const text = stringify(value);
  invariant(text !== undefined, 'a schema is JSON');
  return text;
}

function valueOf(text: string): unknown {
  const read = readJsonText(text, { depthMax: Infinity, nodesMax: Infinity });
  invariant(read.ok, 'the text of a schema that was read can be read again');
  return read.value.lossless;
}
