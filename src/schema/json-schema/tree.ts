import { isJsonObject, type Json, type JsonObject } from '../json.js';
import { appendPointer } from '../json-pointer.js';
import { NOT_SHOWN, type ReadSchema, type SchemaNode } from '../language.js';
import { constraintsInWords } from './constraints-in-words.js';
import { type Documents, type Place } from './documents.js';
import { insideOnce } from './inside-once.js';
import { rootOf } from './read.js';
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

class Draughtsman {
  #nodes = 0;
  readonly #inside: ReturnType<typeof insideOnce>;
  constructor(readonly documents: Documents) {
    this.#inside = insideOnce(documents);
  }

  draw(
    place: Place,
    label: Pick<SchemaNode, 'name' | 'path' | 'required'>,
    above: readonly Json[],
  ): SchemaNode {
    this.#nodes++;
    const { places, recursive } = this.#facets(place, above);
    const schemas = places.map(({ schema }) => schema).filter(isJsonObject);
    const shown = [...above, ...schemas];
    const isCut = recursive !== undefined || this.#nodes > NODES_MAX || above.length > DEPTH_MAX;
    const children = isCut
      ? []
      : places.flatMap((each) => this.#children(each, { path: label.path, shown }));
    const description = schemas
      .map((schema) => schema.description ?? schema.title)
      .find((text) => typeof text === 'string');
    const values = schemas.map(valuesOf).find((list) => list !== undefined);
    const constraints = [
      ...new Set(
        places.flatMap(({ schema, document }) =>
          isJsonObject(schema) ? constraintsInWords(schema, document.draft) : [],
        ),
      ),
    ];
    const isShort = recursive === undefined && (isCut || this.#nodes > NODES_MAX);
    return {
      ...label,
      type: places.some(({ schema }) => schema === false) ? 'nothing' : this.#typeOf(places, shown),
      constraints: isShort ? [...constraints, NOT_SHOWN] : constraints,
      children,
      ...(place.document.name === '' && { schemaPointer: place.pointer }),
      ...(description !== undefined && { description }),
      ...(schemas.some((schema) => schema.deprecated === true) && { deprecated: true }),
      ...(values && { values }),
      ...(recursive !== undefined && { recursive }),
    };
  }

  /** Everything that describes the same value: what references lead to, and all of `allOf`. */
  #facets(place: Place, above: readonly Json[]): Facets {
    const places: Place[] = [];
    const pending = [place];
    for (let next = pending.shift(); next; next = pending.shift()) {
      if (isJsonObject(next.schema) && above.includes(next.schema))
        return { places, recursive: `${next.document.name}#${next.pointer}` };
      if (places.some(({ schema }) => schema === next?.schema)) continue;
      places.push(next);
      pending.push(
        ...this.#targets(next),
        ...this.#held(next, 'allOf'),
        ...this.#nullableOption(next),
      );
    }
    return { places };
  }

  #targets(place: Place): readonly Place[] {
    return [...referencesOf(place)].map(({ text }) => this.documents.target(text, place));
  }

  #held(place: Place, keyword: string): readonly Place[] {
    return this.#inside(place)
      .filter((held) => held.keyword === keyword)
      .map((held) => held.place);
  }

  /** `anyOf: [{type: null}, X]` reads as "X or null". */
  #nullableOption(place: Place): readonly Place[] {
    for (const keyword of ['anyOf', 'oneOf']) {
      const options = this.#held(place, keyword);
      const others = options.filter(({ schema }) => !isNull(schema));
      if (options.length === 2 && others.length === 1) return others;
    }
    return [];
  }

  #typeOf(places: readonly Place[], shown: readonly Json[]): string {
    const isNullable = places.some((place) => this.#nullableOption(place).length > 0);
    const types = new Set(
      places.flatMap(({ schema }) => (isJsonObject(schema) ? typesOf(schema) : [])),
    );
    if (types.has('number')) types.delete('integer');
    const named = [...types].map((type) =>
      type === 'array' ? this.#arrayType(places, shown) : type,
    );
    const options = places.flatMap((place) =>
      ['oneOf', 'anyOf'].map((keyword) => this.#held(place, keyword).length),
    );
    const choices = Math.max(0, ...options);
    const words =
      named.length > 0
        ? named.join(' or ')
        : choices > 0 && !isNullable
          ? `one of ${choices}`
          : 'any';
    return isNullable && !types.has('null') ? `${words} or null` : words;
  }

  #arrayType(places: readonly Place[], shown: readonly Json[]): string {
    const items = places.flatMap((place) => this.#held(place, 'items'));
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

  #children(
    place: Place,
    { path, shown }: { path: string; shown: readonly Json[] },
  ): readonly SchemaNode[] {
    const { schema } = place;
    if (!isJsonObject(schema)) return [];
    const hidden = new Set(this.#nullableOption(place).map((option) => option.schema));
    const required = new Set(Array.isArray(schema.required) ? schema.required : []);
    const nodes: SchemaNode[] = [];
    for (const { keyword, place: inside } of this.#inside(place)) {
      const label = labelOf(keyword, inside, { schema, path });
      const isNullOfPair = hidden.size > 0 && (keyword === 'anyOf' || keyword === 'oneOf');
      if (!label || isNullOfPair || this.#nodes > NODES_MAX) continue;
      const isRequired = keyword === 'properties' && required.has(label.name);
      nodes.push(this.draw(inside, { ...label, required: isRequired }, shown));
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

type Label = Pick<SchemaNode, 'name' | 'path'>;
/** Name and place of what a keyword holds; nothing for what is told in words or merged above. */
function labelOf(
  keyword: string,
  { pointer, schema }: Place,
  parent: { schema: JsonObject; path: string },
): Label | undefined {
  const last = pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
  const { path } = parent;
  switch (keyword) {
    case 'properties':
      return { name: last, path: appendPointer(path, last) };
    case 'patternProperties':
      return { name: `[names matching ${last}]`, path: appendPointer(path, '*') };
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return typeof schema === 'boolean'
        ? undefined
        : { name: '[other names]', path: appendPointer(path, '*') };
    case 'items':
      if (Array.isArray(parent.schema.items))
        return { name: `[item ${last}]`, path: appendPointer(path, last) };
      return typeof schema === 'boolean'
        ? undefined
        : { name: '[items]', path: appendPointer(path, '*') };
    case 'prefixItems':
      return { name: `[item ${last}]`, path: appendPointer(path, last) };
    case 'additionalItems':
    case 'unevaluatedItems':
      return typeof schema === 'boolean'
        ? undefined
        : { name: '[further items]', path: appendPointer(path, '*') };
    case 'oneOf':
    case 'anyOf': {
      const total = (parent.schema[keyword] as readonly Json[]).length;
      const title =
        isJsonObject(schema) && typeof schema.title === 'string' ? `: ${schema.title}` : '';
      return {
        name: `[${keyword === 'oneOf' ? 'exactly one' : 'any'} of ${total}, option ${Number(last) + 1}${title}]`,
        path,
      };
    }
    case 'then':
      return { name: '[under a condition]', path };
    case 'else':
      return { name: '[otherwise]', path };
    default:
      return undefined;
  }
}

/** The tree a person reads: references resolved, recursion cut, bounded in size. */
export function treeOfJsonSchema(schema: ReadSchema): SchemaNode {
  const { documents } = rootOf(schema);
  const { schema: root } = documents.root;
  const title = isJsonObject(root) && typeof root.title === 'string' ? root.title : 'event';
  return new Draughtsman(documents).draw(
    documents.root,
    { name: title, path: '', required: true },
    [],
  );
}
