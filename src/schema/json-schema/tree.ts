import { isJsonObject, type Json, type JsonObject } from '../json.js';
import { appendPointer } from '../json-pointer.js';
import { NOT_SHOWN, type ReadSchema, type SchemaNode } from '../language.js';
import { constraintsInWords } from './constraints-in-words.js';
import { type Documents, type Place } from './documents.js';
import { type JsonSchemaRoot, rootOf } from './read.js';
import { referencesOf } from './survey.js';

/** More than a person reads, and a bound on definitions that are used again and again. */
const NODES_MAX = 3_000;
const DEPTH_MAX = 40;

/** One value as seen from several schema objects at once: a reference, its siblings, `allOf`. */
interface Facets {
  readonly places: readonly Place[];
  /** Set where following references came back to a schema that is being shown. */
  readonly recursive?: string;
}

/** What a keyword holds of a value, or of a part of it. */
interface Member {
  readonly name: string;
  /** From the value to the part; absent where it is the same value. */
  readonly step: string | undefined;
  readonly required: boolean;
  readonly place: Place;
}

/** What several schemas say of one value, whatever it is part of: definitions are used again and again. */
interface Said {
  readonly schemas: readonly JsonObject[];
  readonly members: readonly Member[];
  /** What lists may hold. */
  readonly items: readonly Place[];
  readonly type: (ofLists: () => string) => string;
  readonly constraints: readonly string[];
  readonly rest: Pick<SchemaNode, 'description' | 'deprecated' | 'values'>;
}

class Draughtsman {
  #nodes = 0;
  readonly documents: Documents;
  readonly #inside: JsonSchemaRoot['inside'];
  readonly #reached = new Map<Json, readonly Place[]>();
  readonly #said = new Map<Json, Said>();
  constructor(root: Pick<JsonSchemaRoot, 'documents' | 'inside'>) {
    this.documents = root.documents;
    this.#inside = root.inside;
  }

  draw(
    place: Place,
    label: Pick<SchemaNode, 'name' | 'path' | 'required'>,
    above: readonly Json[],
  ): SchemaNode {
    this.#nodes++;
    const { places, recursive } = this.#facets(place, above);
    const said = recursive === undefined ? this.#saidOnce(place, places) : this.#say(places);
    const isCut = recursive !== undefined || this.#nodes > NODES_MAX || above.length > DEPTH_MAX;
    const shown = [...above, ...said.schemas];
    const children = isCut ? [] : this.#children(said, label.path, shown);
    const isShort = recursive === undefined && (isCut || this.#nodes > NODES_MAX);
    return {
      ...label,
      type: said.type(() => this.#arrayType(said, shown)),
      constraints: isShort ? [...said.constraints, NOT_SHOWN] : said.constraints,
      children,
      ...(place.document.name === '' && { schemaPointer: place.pointer }),
      ...said.rest,
      ...(recursive !== undefined && { recursive }),
    };
  }

  /** Everything that describes the same value, up to where it comes back to what is being shown. */
  #facets(place: Place, above: readonly Json[]): Facets {
    const places = this.#reachedOnce(place);
    const at = places.findIndex(({ schema }) => isJsonObject(schema) && above.includes(schema));
    const again = places[at];
    if (!again) return { places };
    const recursive = `${again.document.name}#${again.pointer}`;
    return { places: places.slice(0, at), recursive };
  }

  #reachedOnce(place: Place): readonly Place[] {
    const places = this.#reached.get(place.schema) ?? this.#reach(place);
    this.#reached.set(place.schema, places);
    return places;
  }

  /** What references lead to, and all of `allOf`. */
  #reach(place: Place): readonly Place[] {
    const places: Place[] = [];
    const pending = [place];
    for (let next = pending.shift(); next; next = pending.shift()) {
      if (places.some(({ schema }) => schema === next?.schema)) continue;
      places.push(next);
      pending.push(...this.#targets(next));
      const inside = this.#inside(next);
      if (inside.all.length > 0) pending.push(...inside.of('allOf'), ...this.#nullableOption(next));
    }
    return places;
  }

  #targets(place: Place): readonly Place[] {
    return [...referencesOf(place)].map(({ text }) => this.documents.target(text, place));
  }

  /** `anyOf: [{type: null}, X]` reads as "X or null". */
  #nullableOption(place: Place): readonly Place[] {
    for (const keyword of ['anyOf', 'oneOf']) {
      const options = this.#inside(place).of(keyword);
      if (options.length !== 2) continue;
      const others = options.filter(({ schema }) => !isNull(schema));
      if (others.length === 1) return others;
    }
    return [];
  }

  #saidOnce(place: Place, places: readonly Place[]): Said {
    const said = this.#said.get(place.schema) ?? this.#say(places);
    this.#said.set(place.schema, said);
    return said;
  }

  #say(places: readonly Place[]): Said {
    const schemas = places.map(({ schema }) => schema).filter(isJsonObject);
    const description = schemas
      .map((schema) => schema.description ?? schema.title)
      .find((text) => typeof text === 'string');
    const values = schemas.map(valuesOf).find((list) => list !== undefined);
    const constraints = places.flatMap(({ schema, document }) =>
      isJsonObject(schema) ? constraintsInWords(schema, document.draft) : [],
    );
    return {
      schemas,
      members: places.flatMap((place) => this.#members(place)),
      items: places.flatMap((place) => this.#inside(place).of('items')),
      type: this.#typeOf(places, schemas),
      constraints: [...new Set(constraints)],
      rest: {
        ...(description !== undefined && { description }),
        ...(schemas.some((schema) => schema.deprecated === true) && { deprecated: true }),
        ...(values && { values }),
      },
    };
  }

  /** @returns the type in words, once it is known what its lists hold */
  #typeOf(places: readonly Place[], schemas: readonly JsonObject[]): Said['type'] {
    if (places.some(({ schema }) => schema === false)) return () => 'nothing';
    const isNullable = places.some((place) => this.#nullableOption(place).length > 0);
    const types = new Set(schemas.flatMap(typesOf));
    if (types.has('number')) types.delete('integer');
    const choices = Math.max(
      ...places.flatMap((place) =>
        ['oneOf', 'anyOf'].map((keyword) => this.#inside(place).of(keyword).length),
      ),
      0,
    );
    const otherwise = choices > 0 && !isNullable ? `one of ${choices}` : 'any';
    const end = isNullable && !types.has('null') ? ' or null' : '';
    return (ofLists) => {
      const named = [...types].map((type) => (type === 'array' ? ofLists() : type));
      return `${named.length > 0 ? named.join(' or ') : otherwise}${end}`;
    };
  }

  #arrayType({ items }: Said, shown: readonly Json[]): string {
    const [only] = items;
    if (!only || items.length > 1 || this.#nodes > NODES_MAX) return 'array';
    const { places: facets, recursive } = this.#facets(only, shown);
    const types = new Set(
      facets.flatMap(({ schema }) => (isJsonObject(schema) ? typesOf(schema) : [])),
    );
    return recursive !== undefined || types.size !== 1
      ? 'array'
      : `array of ${[...types].join('')}`;
  }

  #members(place: Place): readonly Member[] {
    const { schema } = place;
    if (!isJsonObject(schema)) return [];
    const isNullOfPair = this.#nullableOption(place).length > 0;
    const required = new Set(Array.isArray(schema.required) ? schema.required : []);
    const members: Member[] = [];
    for (const { keyword, place: inside } of this.#inside(place).all) {
      const label = labelOf(keyword, inside, schema);
      if (!label || (isNullOfPair && (keyword === 'anyOf' || keyword === 'oneOf'))) continue;
      const isRequired = keyword === 'properties' && required.has(label.name);
      members.push({ ...label, required: isRequired, place: inside });
    }
    return members;
  }

  #children({ members }: Said, above: string, shown: readonly Json[]): readonly SchemaNode[] {
    const nodes: SchemaNode[] = [];
    for (const { name, step, required, place } of members) {
      if (this.#nodes > NODES_MAX) break;
      const path = step === undefined ? above : appendPointer(above, step);
      nodes.push(this.draw(place, { name, path, required }, shown));
    }
    return nodes;
  }
}

const isNull = (schema: Json): boolean =>
  isJsonObject(schema) && (schema.type === 'null' || schema.const === null);

function valuesOf(schema: JsonObject): readonly Json[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum as readonly Json[];
  return schema.const === undefined ? undefined : [schema.const];
}

const typeOf = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
};

/** Named types, else what the other words give away. */
function typesOf(schema: JsonObject): readonly string[] {
  if (typeof schema.type === 'string') return [schema.type];
  if (Array.isArray(schema.type)) return schema.type.map(String);
  const values = valuesOf(schema);
  if (values) return [...new Set(values.map(typeOf))];
  if (
    ['properties', 'required', 'additionalProperties', 'patternProperties'].some(
      (word) => word in schema,
    )
  )
    return ['object'];
  return ['items', 'prefixItems', 'contains'].some((word) => word in schema) ? ['array'] : [];
}

type Label = Pick<Member, 'name' | 'step'>;
/** Name and place of what a keyword holds; nothing for what is told in words or merged above. */
function labelOf(
  keyword: string,
  { pointer, schema }: Place,
  parent: JsonObject,
): Label | undefined {
  const last = lastToken(pointer);
  switch (keyword) {
    case 'properties':
      return { name: last, step: last };
    case 'patternProperties':
      return { name: `[names matching ${last}]`, step: '*' };
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return typeof schema === 'boolean' ? undefined : { name: '[other names]', step: '*' };
    case 'items':
      if (Array.isArray(parent.items)) return { name: `[item ${last}]`, step: last };
      return typeof schema === 'boolean' ? undefined : { name: '[items]', step: '*' };
    case 'prefixItems':
      return { name: `[item ${last}]`, step: last };
    case 'additionalItems':
    case 'unevaluatedItems':
      return typeof schema === 'boolean' ? undefined : { name: '[further items]', step: '*' };
    case 'oneOf':
    case 'anyOf': {
      const total = (parent[keyword] as readonly Json[]).length;
      const title =
        isJsonObject(schema) && typeof schema.title === 'string' ? `: ${schema.title}` : '';
      return {
        name: `[${keyword === 'oneOf' ? 'exactly one' : 'any'} of ${total}, option ${Number(last) + 1}${title}]`,
        step: undefined,
      };
    }
    case 'then':
      return { name: '[under a condition]', step: undefined };
    case 'else':
      return { name: '[otherwise]', step: undefined };
    default:
      return undefined;
  }
}

const lastToken = (pointer: string): string =>
  pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');

/** The tree a person reads: references resolved, recursion cut, bounded in size. */
export function treeOfJsonSchema(schema: ReadSchema): SchemaNode {
  const whole = rootOf(schema);
  const { root } = whole.documents;
  const title =
    isJsonObject(root.schema) && typeof root.schema.title === 'string'
      ? root.schema.title
      : 'event';
  return new Draughtsman(whole).draw(root, { name: title, path: '', required: true }, []);
}
