import { invariant } from '#kernel';
import { metaSchemaDocument } from '#schema';
import { LosslessNumber } from 'lossless-json';
import { type Draft, DRAFT_UNSAID, draftOfUri, idKeyword, schemasHeldBy } from './drafts.js';
import { isArray, isObject, type Json, type JsonObject } from './json.js';
import { Rational } from './rational.js';
import { Undecidable } from './undecidable.js';
import { unlessUndecidable } from './unless-undecidable.js';

/** A schema and where it stands. */
export interface Place {
  readonly schema: Json;
  /** JSON Pointer in its document. */
  readonly pointer: string;
  readonly resource: Resource;
}

/** What one `$id` spans; anchors are local to it. */
export interface Resource {
  readonly address: string;
  readonly draft: Draft;
  readonly document: string;
  readonly anchors: Map<string, Place>;
  readonly dynamicAnchors: Map<string, Place>;
  root: Place;
}

/** Stands for "the address of a schema without `$id`"; the same for every schema. */
const NOWHERE = 'schema://registered/';

export const escapeToken = (token: string): string =>
  token.includes('~') || token.includes('/')
    ? token.replaceAll('~', '~0').replaceAll('/', '~1')
    : token;
const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** From the lossless tree of `#schema` to exact values; depth is bounded where it was read. */
export function toJson(value: unknown): Json {
  if (value instanceof LosslessNumber) return Rational.parse(value.value);
  if (typeof value === 'number') return Rational.parse(String(value));
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && value !== null) {
    const members = new Map<string, Json>();
    for (const name of Object.keys(value))
      members.set(name, toJson((value as Readonly<Record<string, unknown>>)[name]));
    return members;
  }
  return value as null | boolean | string;
}

function pointerInside(pointer: string, steps: readonly (string | number)[]): string {
  let inside = pointer;
  for (const step of steps) inside += `/${escapeToken(String(step))}`;
  return inside;
}

/** A document a schema may refer to. */
export interface NamedJson {
  readonly name: string;
  readonly json: Json;
}

function resolveAddress(reference: string, base: string): string {
  if (reference === '') return base;
  return URL.canParse(reference, base) ? new URL(reference, base).href : reference;
}

const splitFragment = (reference: string): [address: string, fragment: string] => {
  const hash = reference.indexOf('#');
  return hash < 0 ? [reference, ''] : [reference.slice(0, hash), reference.slice(hash + 1)];
};

/** A schema with everything it may refer to, indexed by address. It never looks elsewhere. */
export class Library {
  readonly root: Place;
  readonly #resources = new Map<string, Resource>();
  readonly #byName = new Map<string, Resource>();
  readonly #places = new Map<Json, Place>();
  readonly #resolved = new Map<Resource, Map<string, Place>>();

  constructor(root: Json, references: readonly NamedJson[]) {
    const draft = draftOf(root, DRAFT_UNSAID);
    this.root = this.#addDocument(root, NOWHERE, draft);
    for (const { name, json } of references) {
      const address = resolveAddress(splitFragment(name)[0], this.root.resource.address);
      this.#byName.set(name, this.#addDocument(json, address, draftOf(json, draft)).resource);
    }
  }

  /** Schemas in all documents. */
  get size(): number {
    return this.#places.size;
  }

  /** The schema one or more steps inside another. */
  inside(place: Place, ...steps: readonly (string | number)[]): Place {
    let schema: Json | undefined = place.schema;
    for (const step of steps) schema = stepInto(schema, String(step));
    const known = isObject(schema) ? this.#places.get(schema) : undefined;
    if (known) return known;
    const pointer = pointerInside(place.pointer, steps);
    invariant(schema !== undefined, 'a step leads to a schema that somebody has seen there');
    return { schema, pointer, resource: place.resource };
  }

  /** What a `$ref` text means where it stands. */
  resolve(reference: string, from: Place): Place {
    const known = this.#resolved.get(from.resource) ?? new Map<string, Place>();
    const place = known.get(reference) ?? this.#resolveAnew(reference, from);
    this.#resolved.set(from.resource, known.set(reference, place));
    return place;
  }

  /** The same, seen from the resource of an address; `undefined` where it leads nowhere. */
  resolveFrom(address: string, reference: string): Place | undefined {
    const resource = this.#resources.get(address);
    return resource && unlessUndecidable(() => this.resolve(reference, resource.root));
  }

  #resolveAnew(reference: string, from: Place): Place {
    const [text, fragment] = splitFragment(reference);
    const address = resolveAddress(text, from.resource.address);
    const resource =
      text === ''
        ? from.resource
        : (this.#resources.get(address) ?? this.#byName.get(text) ?? this.#official(address));
    const found = resource && this.#atFragment(resource, fragment);
    if (!found)
      throw new Undecidable(`"${reference}" leads to no registered schema`, `${from.pointer}/$ref`);
    return found;
  }

  /** The drafts' own schemas are part of this program, so they need no registration. */
  #official(address: string): Resource | undefined {
    const root = metaSchemaDocument(address);
    if (!root) return undefined;
    const json = toJson(root);
    return this.#addDocument(json, address, draftOf(json, DRAFT_UNSAID)).resource;
  }

  #atFragment(resource: Resource, fragment: string): Place | undefined {
    if (fragment === '') return resource.root;
    const name = decodeFragment(fragment);
    if (name === undefined) return undefined;
    if (!name.startsWith('/')) return resource.anchors.get(name);
    let place = resource.root;
    for (const token of name.slice(1).split('/').map(unescapeToken)) {
      const schema = stepInto(place.schema, token);
      if (schema === undefined) return undefined;
      place = this.inside(place, token);
    }
    return place;
  }

  #addDocument(root: Json, base: string, draft: Draft): Place {
    const resource = this.#open(root, '', { address: base, draft, document: base });
    if (!this.#resources.has(base)) this.#resources.set(base, resource);
    return resource.root;
  }

  #open(
    schema: Json,
    pointer: string,
    outer: Pick<Resource, 'address' | 'draft' | 'document'>,
  ): Resource {
    const own = ownAddress(schema, outer.draft);
    const address = own === undefined ? outer.address : resolveAddress(own, outer.address);
    const draft = draftOf(schema, outer.draft);
    const resource = {
      address,
      draft,
      document: outer.document,
      anchors: new Map(),
      dynamicAnchors: new Map(),
    } as unknown as Resource;
    resource.root = { schema, pointer, resource };
    if (!this.#resources.has(address)) this.#resources.set(address, resource);
    this.#walk(resource.root);
    return resource;
  }

  #walk(place: Place): void {
    const { schema, resource, pointer } = place;
    if (!isObject(schema) || this.#places.has(schema)) return;
    this.#places.set(schema, place);
    for (const name of anchorsOf(schema, resource.draft)) resource.anchors.set(name, place);
    const dynamic = schema.get('$dynamicAnchor');
    if (resource.draft === 2020 && typeof dynamic === 'string')
      resource.dynamicAnchors.set(dynamic, place);
    for (const { steps, schema: inner } of subschemas(schema, resource.draft)) {
      const at = pointerInside(pointer, steps);
      if (ownAddress(inner, resource.draft) !== undefined) this.#open(inner, at, resource);
      else this.#walk({ schema: inner, pointer: at, resource });
    }
  }
}

interface Subschema {
  readonly steps: readonly [keyword: string, ...step: string[]];
  readonly schema: Json;
}

/** The schemas directly inside a schema, with the steps that lead to each. */
export function subschemas(schema: JsonObject, draft: Draft): Subschema[] {
  const found: Subschema[] = [];
  for (const [keyword, held] of schema) {
    const holds = schemasHeldBy(keyword, draft);
    if (!holds) continue;
    if (holds === 'one' || (holds === 'one-or-list' && !isArray(held))) {
      found.push({ steps: [keyword], schema: held });
    } else if (isArray(held) || isObject(held)) {
      // `dependencies` also holds lists of names; those are no schemas and are passed over later.
      for (const [step, inner] of held.entries())
        found.push({ steps: [keyword, String(step)], schema: inner });
    }
  }
  return found;
}

function stepInto(value: Json | undefined, token: string): Json | undefined {
  if (isObject(value)) return value.get(token);
  return isArray(value) && /^(0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
}

function decodeFragment(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}

/** The draft a document or resource names for itself. A name we do not know is not guessed. */
function draftOf(schema: Json, otherwise: Draft): Draft {
  const uri = isObject(schema) ? schema.get('$schema') : undefined;
  if (typeof uri !== 'string') return otherwise;
  const draft = draftOfUri(uri);
  if (draft === undefined) throw new Undecidable(`the dialect "${uri}" is unknown`, '/$schema');
  return draft;
}

function ownAddress(schema: Json, draft: Draft): string | undefined {
  if (!isObject(schema)) return undefined;
  const id = schema.get(idKeyword(draft));
  if (typeof id !== 'string' || id.startsWith('#')) return undefined;
  // Up to draft-07 everything beside a `$ref` is ignored, `$id` included (draft-07 core §8.3).
  if (draft <= 7 && schema.has('$ref')) return undefined;
  return splitFragment(id)[0];
}

function anchorsOf(schema: JsonObject, draft: Draft): string[] {
  const names = draft >= 2019 ? [schema.get('$anchor')] : [schema.get(idKeyword(draft))];
  if (draft === 2020) names.push(schema.get('$dynamicAnchor'));
  const texts = names.filter((name) => typeof name === 'string');
  return draft >= 2019
    ? texts
    : texts.filter((text) => text.startsWith('#')).map((text) => text.slice(1));
}
