import {
  isJsonObject,
  type Json,
  type JsonObject,
  keywordOf,
  linearPattern,
  type LinearPattern,
  type Place,
  rootOf,
  type ReadSchema,
} from '#schema';

/** Schemas that judge the same value as the schema they stand in. */
const SAME_VALUE_LISTS = ['allOf', 'anyOf', 'oneOf'];
const SAME_VALUE_SCHEMAS = ['if', 'then', 'else'];
const SAME_VALUE_MAPS = ['dependentSchemas', 'dependencies'];
const SPEAKS_OF_MEMBERS = [
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
];
const REST_OF_MEMBERS = ['additionalProperties', 'unevaluatedProperties'];
const ELEMENTS = ['items', 'additionalItems', 'contains', 'unevaluatedItems', 'prefixItems'];

/** What a schema says under a keyword; to a draft that does not know the word it says nothing. */
const said = ({ schema, document: { draft } }: Place, name: string): Json | undefined =>
  isJsonObject(schema) && keywordOf(name, draft) ? schema[name] : undefined;

/** References whose target depends on how the schema was come by. */
const isDynamic = (schema: JsonObject, { number }: Place['document']['draft']): boolean =>
  (number >= 2020 && '$dynamicRef' in schema) || (number === 2019 && '$recursiveRef' in schema);

/** What may stand at one place of an event, as far as names go. */
export interface DeclaredPlace {
  /** The place of a member; `undefined` when no schema declares the name. */
  member(name: string): DeclaredPlace | undefined;
  element(index: number): DeclaredPlace;
}

/** Nothing is said about what is inside, so nothing inside can be undeclared. */
export const ANYTHING: DeclaredPlace = { member: () => ANYTHING, element: () => ANYTHING };

/**
 * The names a JSON Schema declares, whichever branch an event takes: a name counts as declared
 * when any schema that may apply at its place mentions it, by name, by pattern, or by an explicit
 * `additionalProperties`. Only silence leaves a name undeclared, and a place whose schemas speak
 * of no member at all is free-form. A lazy automaton: a state is the set of schemas that apply.
 */
export class DeclaredFields {
  private readonly states = new Map<string, DeclaredPlace>();
  private readonly numbers = new Map<Json, number>();
  private readonly documents;
  readonly root: DeclaredPlace;

  constructor(schema: ReadSchema) {
    this.documents = rootOf(schema).documents;
    this.root = this.state([this.documents.root]);
  }

  state(places: readonly Place[]): DeclaredPlace {
    const all = this.closure(places);
    if (!all) return ANYTHING;
    const key = [...all.values()]
      .map(({ schema }) => this.numberOf(schema))
      .sort()
      .join();
    const known = this.states.get(key);
    if (known) return known;
    const made = new SchemasAtPlace(this, [...all.values()]);
    this.states.set(key, made);
    return made;
  }

  inside(parent: Place, steps: readonly (string | number)[], schema: Json): Place {
    return this.documents.inside(parent, steps, schema);
  }

  private numberOf(schema: Json): number {
    const number = this.numbers.get(schema) ?? this.numbers.size;
    this.numbers.set(schema, number);
    return number;
  }

  /** `undefined` where a dynamic reference makes the applying schemas unknowable here. */
  private closure(places: readonly Place[]): Map<Json, Place> | undefined {
    const all = new Map<Json, Place>();
    const waiting = [...places];
    for (let place = waiting.pop(); place; place = waiting.pop()) {
      const { schema } = place;
      if (!isJsonObject(schema) || all.has(schema)) continue;
      if (isDynamic(schema, place.document.draft)) return undefined;
      all.set(schema, place);
      if (typeof schema.$ref === 'string') {
        const target = this.documents.resolve(schema.$ref, place);
        if (!target) return undefined;
        waiting.push(target);
        if (place.document.draft.ignoresRefSiblings) continue;
      }
      waiting.push(...this.sameValue(place));
    }
    return all;
  }

  private *sameValue(place: Place): Generator<Place> {
    for (const name of SAME_VALUE_SCHEMAS) {
      const inner = said(place, name);
      if (inner !== undefined) yield this.inside(place, [name], inner);
    }
    for (const name of [...SAME_VALUE_LISTS, ...SAME_VALUE_MAPS]) {
      const inner = said(place, name);
      if (typeof inner !== 'object' || inner === null) continue;
      for (const [step, each] of Object.entries(inner as JsonObject))
        yield this.inside(place, [name, step], each);
    }
  }
}

/** The schema of members, and the one it stands in. */
interface PlaceOfOthers {
  readonly place: Place;
  readonly beside: JsonObject;
}

interface PlaceByPattern extends PlaceOfOthers {
  readonly pattern: LinearPattern;
}

/** One state: the schemas that apply at one place of an event. */
class SchemasAtPlace implements DeclaredPlace {
  private readonly named = new Map<string, Place[]>();
  private readonly patterns: PlaceByPattern[] = [];
  private readonly rest: PlaceOfOthers[] = [];
  private readonly elements: Place[] = [];
  private readonly isSilent: boolean;
  /** Names listed under `properties` only: an open map cannot make this grow. */
  private readonly members = new Map<string, DeclaredPlace>();
  private anyElement: DeclaredPlace | undefined;

  constructor(
    private readonly fields: DeclaredFields,
    places: readonly Place[],
  ) {
    for (const place of places) this.learn(place, place.schema as JsonObject);
    this.isSilent = !places.some((place) =>
      SPEAKS_OF_MEMBERS.some((name) => said(place, name) !== undefined),
    );
  }

  member(name: string): DeclaredPlace | undefined {
    if (this.isSilent) return ANYTHING;
    const known = this.members.get(name);
    if (known) return known;
    const named = this.named.get(name) ?? [];
    const matched = this.patterns.filter(({ pattern }) => pattern.test(name));
    // What a schema names, its own word about all others does not judge.
    const rest = this.rest.filter(
      ({ beside }) =>
        !Object.hasOwn(beside.properties ?? NO_MEMBERS, name) &&
        matched.every((each) => each.beside !== beside),
    );
    const found = [...named, ...[...matched, ...rest].map(({ place }) => place)];
    if (found.length === 0) return undefined;
    const state = this.fields.state(found);
    if (named.length > 0) this.members.set(name, state);
    return state;
  }

  element(): DeclaredPlace {
    return (this.anyElement ??=
      this.elements.length > 0 ? this.fields.state(this.elements) : ANYTHING);
  }

  private learn(place: Place, schema: JsonObject): void {
    const at = (steps: readonly (string | number)[], inner: Json) =>
      this.fields.inside(place, steps, inner);
    for (const [name, inner] of membersOf(said(place, 'properties')))
      this.named.set(name, [...(this.named.get(name) ?? []), at(['properties', name], inner)]);
    for (const [text, inner] of membersOf(said(place, 'patternProperties'))) {
      const pattern = linearPattern(text);
      if (pattern.ok)
        this.patterns.push({
          pattern: pattern.value,
          place: at(['patternProperties', text], inner),
          beside: schema,
        });
    }
    for (const name of REST_OF_MEMBERS) {
      const inner = said(place, name);
      if (inner !== undefined && inner !== false)
        this.rest.push({ place: at([name], inner), beside: schema });
    }
    for (const name of ELEMENTS) {
      const inner = said(place, name);
      if (Array.isArray(inner))
        inner.forEach((each: Json, i) => this.elements.push(at([name, i], each)));
      else if (inner !== undefined && inner !== false) this.elements.push(at([name], inner));
    }
  }
}

const NO_MEMBERS = {};
const membersOf = (held: Json | undefined): [string, Json][] =>
  isJsonObject(held) ? Object.entries(held) : [];
