import { createHash } from 'node:crypto';
import type { Closing } from './decide.js';
import type { Definitions } from './definitions.js';
import type { Formula, KeySet } from './formula.js';
import type { Formulas } from './formulas.js';
import { isArray, isObject, type Json, type JsonObject, keyOf, TYPE } from './json.js';
import type { Library, Place } from './library.js';
import { membersOf, schemasOfField, schemasOfItems, schemasOfSameValue } from './same-value.js';

/**
 * The assumption `declared-only`: writers send no field that the schema does not declare. It is a
 * formula that joins the writer's, so the proof is as strict as any other.
 *
 * A field is declared when any schema about the same object names it, in whatever branch. An
 * object of which no schema names any field is a free map and stays open, and so does one that an
 * `enum`, a `const` or `propertyNames` describes. Where in doubt writers may send more: then the
 * theorem is stronger than the assumption asked for.
 */
export const declaredOnly: Closing = ({ formulas, definitions, library }) =>
  new DeclaredOnly(formulas, definitions, library).of([library.root]);

const REST_KEYWORDS = ['additionalProperties', 'unevaluatedProperties'];
/** What describes objects without naming their fields one by one. */
const OTHERWISE_DESCRIBED = ['enum', 'const', 'propertyNames'];

class DeclaredOnly {
  readonly #identity: string;
  readonly #made = new Map<string, Formula>();
  readonly #open = new Set<string>();

  constructor(
    private readonly formulas: Formulas,
    private readonly definitions: Definitions,
    private readonly library: Library,
  ) {
    this.#identity = createHash('sha256').update(keyOf(library.root.schema)).digest('hex');
  }

  /** What holds for a value that all these schemas are about. */
  of(starts: readonly Place[]): Formula {
    const places = schemasOfSameValue(this.library, starts);
    const key = places
      .map(({ resource, pointer }) => `${resource.document}#${pointer}`)
      .sort()
      .join(' ');
    const name = `declared-only ${this.#identity} ${key}`;
    if (this.#open.has(name)) return this.formulas.recursion(name);
    const known = this.#made.get(name);
    if (known) return known;
    this.#open.add(name);
    const formula = this.formulas.and([this.#object(places), this.#items(places)]);
    this.#open.delete(name);
    this.#made.set(name, formula);
    this.definitions.define(name, formula);
    return formula;
  }

  #object(places: readonly Place[]): Formula {
    const schemas = places.map(({ schema }) => schema as JsonObject);
    const names = new Set(schemas.flatMap(namedFields));
    const patterns = [
      ...new Set(schemas.flatMap((schema) => membersOf(schema, 'patternProperties'))),
    ];
    if (schemas.some((schema) => OTHERWISE_DESCRIBED.some((keyword) => schema.has(keyword))))
      return this.formulas.true;
    const parts = [...names].map((name) =>
      this.#every({ of: 'name', name }, this.of(schemasOfField(this.library, places, name))),
    );
    const declared: KeySet[] = [
      ...[...names].map((name): KeySet => ({ of: 'name', name })),
      ...patterns.map((source): KeySet => ({ of: 'pattern', source })),
    ];
    const rest = this.#rest(places);
    const isFree = declared.length === 0 && rest.length === 0;
    if (isFree) return this.formulas.true;
    parts.push(
      this.#every(
        { of: 'except', sets: declared },
        rest.length > 0 ? this.of(rest) : this.formulas.false,
      ),
    );
    return this.formulas.and(parts);
  }

  /** Schemas that do declare all other fields, by describing their values. */
  #rest(places: readonly Place[]): Place[] {
    return places.flatMap((place) =>
      REST_KEYWORDS.flatMap((keyword) => {
        const held = (place.schema as JsonObject).get(keyword);
        return isObject(held) && held.size > 0 ? [this.library.inside(place, keyword)] : [];
      }),
    );
  }

  #items(places: readonly Place[]): Formula {
    const inner = schemasOfItems(this.library, places);
    const formula = inner.length > 0 ? this.of(inner) : this.formulas.true;
    if (formula === this.formulas.true) return formula;
    return this.formulas.literal(TYPE.array, { is: 'every-item', from: 0, to: Infinity, formula });
  }

  #every(keys: KeySet, formula: Formula): Formula {
    if (formula === this.formulas.true) return formula;
    return this.formulas.literal(TYPE.object, { is: 'every-value', keys, formula });
  }
}

/** Every field a schema names, described or only demanded. */
function namedFields(schema: JsonObject): string[] {
  const required = schema.get('required');
  const demanded = ['dependentRequired', 'dependencies'].flatMap((keyword) => {
    const held = schema.get(keyword);
    return isObject(held) ? [...held].flatMap(([name, names]) => [name, ...texts(names)]) : [];
  });
  return [
    ...membersOf(schema, 'properties'),
    ...texts(required),
    ...demanded,
    ...membersOf(schema, 'dependentSchemas'),
  ];
}

const texts = (value: Json | undefined): string[] =>
  isArray(value) ? value.filter((item) => typeof item === 'string') : [];
