import { invariant } from '#kernel';
import { isJsonObject, type Json, type JsonObject } from '../json.js';
import { type Documents, nameIn, type Place, type Resource } from './documents.js';
import { assertedFormats } from './formats.js';
import { hoistConditions } from './hoist-conditions.js';
import { keywordOf } from './keywords.js';

/**
 * Rewrites a schema of any draft, with everything it refers to, into one self-contained schema
 * of one dialect: 2020-12 assertions, every `$ref` a plain pointer into `$defs`, no ids, no
 * anchors, no annotations. The drafts differ in the meaning of the same words and ajv resolves
 * some references otherwise than they say; here each rule of each draft is written down once.
 *
 * Words outside the standard are ours (`exact-keywords.ts`): `never`, `sameAs`, `oneOfValues`,
 * `distinctItems`, `exactMultipleOf`, `step`. `prefixItems`, `contains` and `unevaluated…` mean
 * what 2020-12 says, by our own code (`item-keywords.ts`, `unevaluated-keywords.ts`).
 */
export interface OneDialect {
  readonly schema: Record<string, unknown>;
  /** What its references `#/$defs/…` lead to. */
  readonly definitions: Readonly<Record<string, unknown>>;
  /** Definitions that `unevaluated…` judges by themselves; empty for a schema without it. */
  readonly conditions: ReadonlySet<string>;
  /** Where each emitted schema stands in the texts, and what its keywords were called there. */
  readonly origins: ReadonlyMap<object, Origin>;
}

export interface Origin {
  readonly place: Place;
  readonly renamed: Readonly<Record<string, string>>;
}

export type Origins = Pick<ReadonlyMap<object, Origin>, 'get'>;

/** Copies are made of what is referred to from several dynamic scopes; this bounds them. */
const EMITTED_SCHEMAS_MAX = 100_000;
/** Up to here a comparison chain beats a hash look-up. */
const INLINE_ENUM_MAX = 16;

export class TooManyCopies extends Error {}

type Emitted = Record<string, unknown> | boolean;

/**
 * The dynamic scope (2020-12 core §7.1): for each dynamic anchor the outermost schema entered so
 * far. `''` stands for `$recursiveAnchor`, which is the same idea without a name.
 */
interface Scope {
  readonly key: string;
  readonly outermost: ReadonlyMap<string, Place>;
}
const EMPTY_SCOPE: Scope = { key: '', outermost: new Map() };

class Writer {
  readonly origins = new Map<object, Origin>();
  readonly definitions: Record<string, unknown> = {};
  /** Schemas with an `unevaluated…`. */
  readonly closed: Record<string, unknown>[] = [];
  readonly #units = new Map<string, string>();
  readonly #numbers = new Map<object, number>();
  readonly #pending: (() => void)[] = [];
  #emitted = 0;

  constructor(readonly documents: Documents) {}

  write(): Record<string, unknown> {
    const root = this.documents.root;
    const schema = {
      allOf: [this.#refer(root, enter(EMPTY_SCOPE, root.resource, this.#numberOf))],
    };
    for (let next = this.#pending.pop(); next; next = this.#pending.pop()) next();
    return { ...schema, $defs: this.definitions };
  }

  readonly #numberOf = (schema: Json): number => {
    const known = this.#numbers.get(schema as object) ?? this.#numbers.size;
    this.#numbers.set(schema as object, known);
    return known;
  };

  /** A reference to the copy of a schema under a scope; the copy is made once, later. */
  #refer(target: Place, scope: Scope): Emitted {
    if (!isJsonObject(target.schema)) return this.#emit(target, scope);
    const key = `${this.#numberOf(target.schema)} ${scope.key}`;
    let name = this.#units.get(key);
    if (name === undefined) {
      name = `s${this.#units.size}`;
      this.#units.set(key, name);
      const unit = name;
      this.#pending.push(() => {
        const emitted = this.#emit(target, scope) as Record<string, unknown>;
        emitted.step = true;
        this.definitions[unit] = emitted;
      });
    }
    return { $ref: `#/$defs/${name}` };
  }

  #emit(place: Place, outer: Scope): Emitted {
    if (++this.#emitted > EMITTED_SCHEMAS_MAX) throw new TooManyCopies();
    const { schema, document } = place;
    if (schema === true) return true;
    const renamed: Record<string, string> = {};
    const out: Record<string, unknown> = {};
    this.origins.set(out, { place, renamed });
    if (!isJsonObject(schema)) return Object.assign(out, { never: true });
    const scope = enter(outer, place.resource, this.#numberOf);
    const parts: Emitted[] = [];
    if (typeof schema.$ref === 'string') {
      const target = this.#reference(schema.$ref, place, scope);
      if (document.draft.ignoresRefSiblings) return Object.assign(out, { allOf: [target] });
      parts.push(target);
    }
    if (document.draft.number >= 2020 && typeof schema.$dynamicRef === 'string')
      parts.push(this.#dynamicReference(schema.$dynamicRef, place, scope));
    if (document.draft.number === 2019 && schema.$recursiveRef === '#')
      parts.push(this.#recursiveReference(place, scope));
    for (const name of Object.keys(schema))
      if (keywordOf(name, document.draft)?.isAssertion)
        this.#keyword(name, { schema, place, scope, out, renamed });
    // A reference with something beside it: both must hold, and what both evaluated counts.
    if (parts.length > 0) out.allOf = [...parts, ...((out.allOf as Emitted[] | undefined) ?? [])];
    return out;
  }

  #reference(ref: string, place: Place, scope: Scope): Emitted {
    const target = this.documents.target(ref, place);
    return this.#refer(target, enter(scope, target.resource, this.#numberOf));
  }

  /** 2020-12 core §8.2.3.2: dynamic only when the plain target is itself a dynamic anchor. */
  #dynamicReference(ref: string, place: Place, scope: Scope): Emitted {
    const target = this.documents.target(ref, place);
    const name = nameIn(ref) as string;
    const isDynamic = target.resource.dynamicAnchors.get(name)?.schema === target.schema;
    const chosen = isDynamic ? (scope.outermost.get(name) ?? target) : target;
    return this.#refer(chosen, enter(scope, chosen.resource, this.#numberOf));
  }

  /** 2019-09 core §8.2.4.2.1. */
  #recursiveReference(place: Place, scope: Scope): Emitted {
    const { root, isRecursiveAnchor } = place.resource;
    const chosen = isRecursiveAnchor ? scope.outermost.get('') : root;
    invariant(chosen, 'the resource around was entered, and is recursive itself');
    return this.#refer(chosen, enter(scope, chosen.resource, this.#numberOf));
  }

  #keyword(name: string, context: Context): void {
    const { schema, out, renamed } = context;
    const value = schema[name];
    const rename = (word: string, meaning: unknown): void => {
      out[word] = meaning;
      renamed[word] = name;
    };
    switch (name) {
      case 'enum':
        return this.#enumeration(value as readonly Json[], rename);
      case 'const':
        return rename(isPrimitive(value) ? 'const' : 'sameAs', value);
      case 'multipleOf':
        return rename('exactMultipleOf', value);
      case 'uniqueItems':
        return value === true ? rename('distinctItems', true) : undefined;
      case 'maximum':
      case 'minimum':
        return boundary(name, schema, out);
      case 'exclusiveMaximum':
      case 'exclusiveMinimum':
        // Draft-04 writes a flag beside the bound; `boundary` has looked at it.
        return typeof value === 'number' ? rename(name, value) : undefined;
      case 'format':
        return assertedFormats.has(value as string) ? rename('format', value) : undefined;
      case 'items':
      case 'additionalItems':
        return this.#items(name, context, rename);
      case 'if':
        return this.#condition(context);
      case 'then':
      case 'else':
        return;
      default:
        return this.#generic(name, context);
    }
  }

  #enumeration(values: readonly Json[], rename: (word: string, meaning: unknown) => void): void {
    if (values.length === 0) return rename('never', true);
    const isShort = values.length <= INLINE_ENUM_MAX && values.every(isPrimitive);
    rename(isShort ? 'enum' : 'oneOfValues', values);
  }

  /** Until 2019-09 a list of item schemas is `items` and the rest `additionalItems`. */
  #items(name: string, context: Context, rename: (word: string, meaning: unknown) => void): void {
    const { schema, place } = context;
    const value = schema[name] as Json;
    const isTuple = Array.isArray(schema.items) && place.document.draft.number <= 2019;
    if (name === 'additionalItems') {
      if (isTuple) rename('items', this.#inside(context, [name], value));
    } else if (isTuple) {
      const items = (value as Json[]).map((item, i) => this.#inside(context, [name, i], item));
      rename('prefixItems', items);
    } else rename('items', this.#inside(context, [name], value));
  }

  /** `if` alone decides nothing, yet what it looks at counts for `unevaluated…`. */
  #condition(context: Context): void {
    const { schema, out } = context;
    out.if = this.#inside(context, ['if'], schema.if as Json);
    for (const name of ['then', 'else'] as const)
      if (schema[name] !== undefined) out[name] = this.#inside(context, [name], schema[name]);
  }

  #generic(name: string, context: Context): void {
    const { schema, place, out } = context;
    const value = schema[name] as Json;
    const keyword = keywordOf(name, place.document.draft);
    if (name.startsWith('unevaluated')) this.closed.push(out);
    if (keyword?.holds === 'schema') {
      // ajv tells which property is too many only when it sees the literal `false`.
      const keepsFalse =
        value === false && (name === 'additionalProperties' || name.startsWith('unevaluated'));
      out[name] = keepsFalse ? false : this.#inside(context, [name], value);
    } else if (keyword?.holds === 'list') {
      out[name] = (value as Json[]).map((inner, i) => this.#inside(context, [name, i], inner));
    } else if (keyword?.holds === 'map') {
      out[name] = Object.fromEntries(
        Object.entries(value as JsonObject).map(([key, inner]) => [
          key,
          Array.isArray(inner) ? inner : this.#inside(context, [name, key], inner),
        ]),
      );
    } else out[name] = value;
  }

  #inside({ place, scope }: Context, steps: readonly (string | number)[], schema: Json): Emitted {
    return this.#emit(this.documents.inside(place, steps, schema), scope);
  }
}

interface Context {
  readonly schema: JsonObject;
  readonly place: Place;
  readonly scope: Scope;
  readonly out: Record<string, unknown>;
  readonly renamed: Record<string, string>;
}

const isPrimitive = (value: unknown): boolean => typeof value !== 'object' || value === null;

function boundary(
  name: 'maximum' | 'minimum',
  schema: JsonObject,
  out: Record<string, unknown>,
): void {
  const flag = name === 'maximum' ? 'exclusiveMaximum' : 'exclusiveMinimum';
  out[schema[flag] === true ? flag : name] = schema[name];
}

/** The scope after a resource was entered: what was there before stays outermost. */
function enter(scope: Scope, resource: Resource, numberOf: (schema: Json) => number): Scope {
  const anchors = [...resource.dynamicAnchors];
  if (resource.isRecursiveAnchor) anchors.push(['', resource.root]);
  const added = anchors.filter(([name]) => !scope.outermost.has(name));
  if (added.length === 0) return scope;
  const outermost = new Map([...scope.outermost, ...added]);
  const key = [...outermost]
    .map(([name, { schema }]) => `${name}=${numberOf(schema)}`)
    .sort()
    .join(' ');
  return { key, outermost };
}

/** @throws TooManyCopies when the rewritten schema would be far larger than its text: `unlessTooComplex`. */
export function inOneDialect(documents: Documents): OneDialect {
  const writer = new Writer(documents);
  const schema = writer.write();
  const { closed, definitions, origins } = writer;
  return {
    schema,
    definitions,
    conditions: hoistConditions(closed, definitions, origins),
    origins,
  };
}
