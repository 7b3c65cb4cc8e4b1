import { invariant } from '#kernel';
import { isJsonObject, type Json, type JsonObject } from '../json.js';
import { appendPointer, parsePointer, stepInto } from '../json-pointer.js';
import { type Draft, draftOfDocument } from './drafts.js';
import { isVouchedFor, subschemasOf } from './keywords.js';
import { metaSchemaDocument } from './meta-schemas.js';

/** One text: the schema itself, a registered reference, or one of the official meta-schemas. */
export interface Document {
  /** Empty for the schema itself, else the name it is referred to by. */
  readonly name: string;
  readonly root: Json;
  readonly draft: Draft;
  /** Address its relative references start from when it names none itself. */
  readonly base: string;
}

/** A schema where it stands. */
export interface Place {
  readonly document: Document;
  /** JSON Pointer in the document. */
  readonly pointer: string;
  readonly schema: Json;
  /** The schema resource it belongs to: a document root or a schema with its own `$id`. */
  readonly resource: Resource;
}

/** What one `$id` spans. Anchors are local to it, dynamic ones are also seen from outside. */
export interface Resource {
  readonly address: string;
  readonly document: Document;
  readonly anchors: Map<string, Place>;
  readonly dynamicAnchors: Map<string, Place>;
  /** `$recursiveAnchor: true` (2019-09). */
  isRecursiveAnchor: boolean;
  root: Place;
}

/** Stands for "the address of a schema without `$id`"; never written into anything. */
const NOWHERE = 'schema://registered/';

/** `ref` as seen from `base` (RFC 3986 §5), both without fragment. */
export function resolveAddress(ref: string, base: string): string {
  if (ref === '') return base;
  try {
    return new URL(ref, base).href;
  } catch {
    // `urn:` and the like are no base for relative references; then the text stands for itself.
    return ref;
  }
}

const splitFragment = (ref: string): readonly [address: string, fragment: string] => {
  const hash = ref.indexOf('#');
  return hash < 0 ? [ref, ''] : [ref.slice(0, hash), ref.slice(hash + 1)];
};

/** The anchor or the pointer that a reference names; empty for a whole resource. */
export function nameIn(ref: string): string | undefined {
  try {
    return decodeURIComponent(splitFragment(ref)[1]);
  } catch {
    return undefined;
  }
}

/** Where a `$dynamicRef` or `$recursiveRef` may lead once a resource was entered, if anywhere. */
export function dynamicTarget(ref: string, resource: Resource): Place | undefined {
  const name = nameIn(ref);
  if (name === '') return resource.isRecursiveAnchor ? resource.root : undefined;
  return resource.dynamicAnchors.get(name as string);
}

/** The address a schema gives itself; `undefined` when it gives none. */
function ownAddress(schema: JsonObject, draft: Draft): string | undefined {
  const id = schema[draft.idKeyword];
  if (typeof id !== 'string' || id.startsWith('#')) return undefined;
  if (draft.ignoresRefSiblings && typeof schema.$ref === 'string') return undefined;
  return splitFragment(id)[0];
}

function anchorsOf(schema: JsonObject, draft: Draft): readonly string[] {
  if (draft.number >= 2019)
    return [schema.$anchor, schema.$dynamicAnchor].filter((name) => typeof name === 'string');
  const id = schema[draft.idKeyword];
  return typeof id === 'string' && id.startsWith('#') ? [id.slice(1)] : [];
}

/**
 * All texts a schema may refer to, indexed by address. It knows nothing beyond them: a reference
 * to anything else has no answer, and no socket or file is ever opened.
 */
export class Documents {
  readonly root: Place;
  readonly #resources = new Map<string, Resource>();
  readonly #places = new Map<object, Place>();
  readonly #roots = new Map<Document, Place>();
  readonly #byName = new Map<string, Document>();
  /** Schemas that stand where the schema of their draft does not look. */
  readonly #strays = new WeakSet<object>();
  /** A reference leads to one place for good: what is found later may have the same name. */
  readonly #answers = new Map<Resource, Map<string, Place>>();

  constructor(
    root: Pick<Document, 'root' | 'draft'>,
    references: readonly Pick<Document, 'name' | 'root' | 'draft'>[],
  ) {
    this.root = this.#add({ ...root, name: '', base: NOWHERE });
    for (const reference of references) this.#register(reference);
  }

  placeAtRoot(document: Document): Place {
    const place = this.#roots.get(document);
    invariant(place, 'every document has a root');
    return place;
  }

  /** The place directly inside another one. */
  inside(parent: Place, steps: readonly (string | number)[], schema: Json): Place {
    const known = isJsonObject(schema) ? this.#places.get(schema) : undefined;
    if (known) return known;
    return { ...parent, pointer: appendPointer(parent.pointer, ...steps), schema };
  }

  /** What a `$ref` or `$dynamicRef` text means where it stands; `undefined` when nothing known. */
  resolve(ref: string, { resource }: Place): Place | undefined {
    const answers = this.#answers.get(resource) ?? new Map<string, Place>();
    const place = answers.get(ref) ?? this.#find(ref, resource);
    if (place) this.#answers.set(resource, answers.set(ref, place));
    return place;
  }

  /** As `resolve`, in a schema that was read: one whose references lead nowhere is refused. */
  target(ref: string, from: Place): Place {
    const place = this.resolve(ref, from);
    invariant(place, `what "${ref}" leads to was found when the schema was read`);
    return place;
  }

  #find(ref: string, from: Resource): Place | undefined {
    const resource = this.#resourceFor(splitFragment(ref)[0], from);
    const name = nameIn(ref);
    if (!resource || name === undefined) return undefined;
    if (name === '') return resource.root;
    return name.startsWith('/') ? this.#byPointer(resource, name) : resource.anchors.get(name);
  }

  /** Every schema that a dynamic or a recursive reference may lead to. */
  dynamicTargets(ref: string): readonly Place[] {
    return [...this.#resources.values()].flatMap((resource) => dynamicTarget(ref, resource) ?? []);
  }

  /** Whether nobody has said yet that what a reference leads to is a schema at all. */
  isStray({ schema }: Place): boolean {
    return isJsonObject(schema) && this.#strays.has(schema);
  }

  #resourceFor(text: string, from: Resource): Resource | undefined {
    if (text === '') return from;
    const address = resolveAddress(text, from.address);
    const known = this.#resources.get(address);
    if (known) return known;
    const named = this.#byName.get(text) ?? this.#byName.get(address);
    return named ? this.placeAtRoot(named).resource : this.#official(address);
  }

  /** The official meta-schemas are part of this program, so they need no registration. */
  #official(address: string): Resource | undefined {
    const root = metaSchemaDocument(address);
    if (!root) return undefined;
    const draft = draftOfDocument(root, this.root.document.draft);
    invariant(draft, `${address} names a draft that is understood here`);
    return this.#add({ name: address, root, draft, base: address }).resource;
  }

  #register(reference: Pick<Document, 'name' | 'root' | 'draft'>): void {
    const base = resolveAddress(splitFragment(reference.name)[0], this.root.resource.address);
    const document = { ...reference, base };
    this.#byName.set(reference.name, document);
    this.#byName.set(base, document);
    this.#add(document);
  }

  #add(document: Document): Place {
    const place = this.#index(
      document.root,
      (resource) => ({ document, pointer: '', schema: document.root, resource }),
      {
        document,
        address: document.base,
      },
    );
    this.#roots.set(document, place);
    // Known by the name it was registered under as well as by the `$id` it gives itself.
    if (!this.#resources.has(document.base)) this.#resources.set(document.base, place.resource);
    return place;
  }

  /** Opens a resource at a schema and indexes everything below. */
  #index(
    schema: Json,
    at: (resource: Resource) => Place,
    { document, address }: { document: Document; address: string },
  ): Place {
    const own = isJsonObject(schema) ? ownAddress(schema, document.draft) : undefined;
    const resource = {
      address: own === undefined ? address : resolveAddress(own, address),
      document,
      anchors: new Map<string, Place>(),
      dynamicAnchors: new Map<string, Place>(),
      isRecursiveAnchor:
        isJsonObject(schema) && document.draft.number === 2019 && schema.$recursiveAnchor === true,
    } as Resource;
    resource.root = at(resource);
    if (!this.#resources.has(resource.address)) this.#resources.set(resource.address, resource);
    this.#walk(resource.root);
    return resource.root;
  }

  #walk(start: Place): void {
    const pending = [start];
    for (let place = pending.pop(); place; place = pending.pop()) {
      const { schema, document, resource, pointer } = place;
      if (!isJsonObject(schema) || this.#places.has(schema)) continue;
      this.#places.set(schema, place);
      for (const name of anchorsOf(schema, document.draft)) resource.anchors.set(name, place);
      if (document.draft.number >= 2020 && typeof schema.$dynamicAnchor === 'string')
        resource.dynamicAnchors.set(schema.$dynamicAnchor, place);
      for (const { keyword, steps, schema: inner } of subschemasOf(schema, document.draft)) {
        if (this.#strays.has(schema) || !isVouchedFor(keyword, document.draft))
          this.#markStray(inner);
        const at = (owner: Resource): Place => ({
          document,
          schema: inner,
          resource: owner,
          pointer: appendPointer(pointer, ...steps),
        });
        const opensResource =
          isJsonObject(inner) && ownAddress(inner, document.draft) !== undefined;
        if (opensResource) this.#index(inner, at, { document, address: resource.address });
        else pending.push(at(resource));
      }
    }
  }

  /**
   * A pointer may cross into another resource, or end in a keyword that is no schema by its
   * draft; what it finds there is read as a schema of the nearest resource above.
   */
  #byPointer(resource: Resource, pointer: string): Place | undefined {
    const tokens = parsePointer(pointer);
    if (!tokens) return undefined;
    let found = resource.root;
    let value: unknown = found.schema;
    for (const [depth, token] of tokens.entries()) {
      value = stepInto(value, token);
      if (value === undefined) return undefined;
      const steps = tokens.slice(0, depth + 1);
      const known = isJsonObject(value) ? this.#places.get(value) : undefined;
      found = known ?? {
        document: resource.document,
        resource: found.resource,
        schema: value as Json,
        pointer: appendPointer(resource.root.pointer, ...steps),
      };
    }
    if (!isJsonObject(found.schema)) return typeof found.schema === 'boolean' ? found : undefined;
    if (!this.#places.has(found.schema)) {
      this.#markStray(found.schema);
      this.#walk(found);
    }
    return found;
  }

  #markStray(schema: Json): void {
    if (isJsonObject(schema)) this.#strays.add(schema);
  }
}
