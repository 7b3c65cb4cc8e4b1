import { limits } from '#kernel';
import { isJsonObject, type Json, type JsonObject } from '../json.js';
import { type ReadSchema } from '../language.js';
import { type BytesJudge, UNTOLD, VALID } from '../bytes/bytes-judge.js';
import { jsonBytesJudge } from './bytes/judge-bytes.js';
import { compileJsonSchema } from './compile.js';
import { type Documents, type Place } from './documents.js';
import { isExactMultiple } from './exact-keywords.js';
import { type Chance, seededChance } from '../chance.js';
import { isPlainlyValid } from './is-plainly-valid.js';
import { inOneDialect } from './one-dialect.js';
import { type JsonSchemaRoot, rootOf } from './read.js';
import { sampleOfFormat, sampleOfPattern } from './sample-text.js';
import { referencesOf } from './survey.js';
import { unlessTooComplex } from './unless-too-complex.js';

const ATTEMPTS = 60;
/** Below this only what is required is made, of alternatives the first, and no object or list unasked. */
const DEPTH_MAX = 12;
const VALUES_MAX = 500;
/** What is required may lead on without end: such a guess is given up, and after some the search. */
const VALUES_OF_GUESS_MAX = 2_000;
const GIVEN_UP_MAX = 3;

/** Everything that one value has to satisfy at once. */
interface Demands {
  readonly schemas: readonly JsonObject[];
  readonly places: readonly Place[];
}

/** Guesses events; the validator decides which guess is one. */
class Guesser {
  #made = 0;
  constructor(
    readonly documents: Documents,
    readonly chance: Chance,
    readonly inside: JsonSchemaRoot['inside'],
  ) {}

  get isGivenUp(): boolean {
    return this.#made >= VALUES_OF_GUESS_MAX;
  }

  guess(places: readonly Place[], depth: number): Json {
    if (depth > limits.eventDepth.value || this.isGivenUp) return null;
    this.#made++;
    const demands = this.#demands(places, depth);
    const named = this.#named(demands);
    if (named !== undefined) return named;
    switch (this.#type(demands.schemas, depth)) {
      case 'object':
        return this.#object(demands, depth);
      case 'array':
        return this.#array(demands, depth);
      case 'string':
        return this.#string(demands.schemas);
      case 'integer':
        return this.#number(demands.schemas, true);
      case 'number':
        return this.#number(demands.schemas, false);
      case 'boolean':
        return this.chance.below(2) === 1;
      default:
        return null;
    }
  }

  /** Follows references and `allOf`, and settles for one branch of each alternative. */
  #demands(start: readonly Place[], depth: number): Demands {
    const places: Place[] = [];
    const pending = [...start];
    for (let place = pending.shift(); place; place = pending.shift()) {
      if (!isJsonObject(place.schema) || places.some(({ schema }) => schema === place?.schema))
        continue;
      places.push(place);
      for (const { text } of referencesOf(place)) pending.push(this.documents.target(text, place));
      const held = this.inside(place);
      pending.push(...held.of('allOf'));
      for (const keyword of ['oneOf', 'anyOf', 'then', 'else']) {
        const options = held.of(keyword);
        const chosen =
          options[depth > DEPTH_MAX ? 0 : this.chance.below(Math.max(options.length, 1))];
        // A condition may or may not apply; half of the guesses obey each side.
        if (chosen && (keyword.length === 5 || this.chance.below(2) === 1)) pending.push(chosen);
      }
    }
    return { places, schemas: places.map(({ schema }) => schema as JsonObject) };
  }

  /** A value the schema spells out itself. */
  #named({ schemas }: Demands): Json | undefined {
    const constant = schemas.find((schema) => schema.const !== undefined);
    if (constant) return constant.const;
    const lists = schemas.flatMap((schema) => (isList(schema.enum) ? [schema.enum] : []));
    const [first] = lists;
    if (first && first.length > 0) {
      const common = first.filter((value) => lists.every((list) => list.includes(value)));
      return this.chance.of(common.length > 0 ? common : first);
    }
    const examples = schemas.flatMap((schema) => (isList(schema.examples) ? schema.examples : []));
    const told = [
      ...examples,
      ...schemas.flatMap((schema) => (schema.default === undefined ? [] : [schema.default])),
    ];
    return told.length > 0 && this.chance.below(3) > 0 ? this.chance.of(told) : undefined;
  }

  #type(schemas: readonly JsonObject[], depth: number): string {
    const named = schemas
      .filter(({ type }) => type !== undefined)
      .map(({ type }) => [type].flat() as string[]);
    const [first = []] = named;
    const common = first.filter((type) => named.every((types) => types.includes(type)));
    const types = common.length > 0 ? common : first;
    const real = types.filter((type) => type !== 'null');
    if (types.length > 0)
      return this.chance.of(real.length > 0 && this.chance.below(5) > 0 ? real : types);
    const has = (...words: readonly string[]): boolean =>
      schemas.some((schema) => words.some((word) => word in schema));
    if (depth <= DEPTH_MAX && has(...WORDS_OF_OBJECTS)) return 'object';
    if (depth <= DEPTH_MAX && has(...WORDS_OF_LISTS)) return 'array';
    if (has('minimum', 'maximum', 'multipleOf', 'exclusiveMinimum', 'exclusiveMaximum'))
      return 'number';
    if (has('pattern', 'format', 'minLength', 'maxLength')) return 'string';
    return this.chance.of(['string', 'integer', 'boolean']);
  }

  #object({ schemas, places }: Demands, depth: number): Json {
    const required = schemas.flatMap((schema) =>
      Array.isArray(schema.required) ? schema.required.map(String) : [],
    );
    const declared = schemas.flatMap(({ properties }) =>
      isJsonObject(properties) ? Object.keys(properties) : [],
    );
    const isSmall = depth > DEPTH_MAX || this.#made > VALUES_MAX;
    const optional = isSmall ? [] : declared.filter(() => this.chance.below(3) > 0);
    const atLeast = highest(schemas, 'minProperties') ?? 0;
    const names = new Set([...required, ...optional, ...declared.slice(0, atLeast)]);
    for (let i = 0; names.size < Math.min(atLeast, 50); i++) names.add(`field${i}`);
    return Object.fromEntries([...names].map((name) => [name, this.#member(name, places, depth)]));
  }

  #member(name: string, places: readonly Place[], depth: number): Json {
    const describing = places.flatMap((place) => {
      const held = this.inside(place);
      const { properties } = place.schema as JsonObject;
      const own =
        isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
      const exact = own === undefined ? undefined : held.property(own);
      return exact ?? held.all.filter(isOfOtherNames).map((each) => each.place);
    });
    return this.guess(describing, depth + 1);
  }

  #array({ schemas, places }: Demands, depth: number): Json {
    const least = highest(schemas, 'minItems') ?? 0;
    const most = lowest(schemas, 'maxItems') ?? least + 2;
    const contains = this.#held(places, 'contains');
    const tuple = places.flatMap((place) => {
      const isTuple = Array.isArray((place.schema as JsonObject).items);
      const held = this.inside(place);
      return [...held.of('prefixItems'), ...(isTuple ? held.of('items') : [])];
    });
    const wanted = Math.max(
      least,
      depth > DEPTH_MAX ? 0 : tuple.length,
      contains.length > 0 ? 1 : 0,
      depth > DEPTH_MAX ? 0 : this.chance.below(2),
    );
    const items = this.#held(places, 'items').filter((place) => !tuple.includes(place));
    const further = [...items, ...this.#held(places, 'additionalItems')];
    return Array.from({ length: Math.min(wanted, most, VALUES_MAX) }, (_, i) => {
      const described = tuple[i] ? [tuple[i]] : further;
      return this.guess(i === 0 ? [...described, ...contains] : described, depth + 1);
    });
  }

  #held(places: readonly Place[], keyword: string): readonly Place[] {
    return places.flatMap((place) => this.inside(place).of(keyword));
  }

  #string(schemas: readonly JsonObject[]): string {
    const least = highest(schemas, 'minLength') ?? 0;
    const most = lowest(schemas, 'maxLength') ?? Math.max(least, 12);
    const pattern = schemas
      .map((schema) => schema.pattern)
      .find((text) => typeof text === 'string');
    if (pattern !== undefined) return sampleOfPattern(pattern, this.chance);
    const format = schemas.map((schema) => schema.format).find((name) => typeof name === 'string');
    const formatted = format === undefined ? undefined : sampleOfFormat(format, this.chance);
    if (formatted !== undefined) return formatted;
    const text = this.chance.of(['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot']);
    return text.padEnd(Math.min(least, 10_000), 'x').slice(0, most);
  }

  #number(schemas: readonly JsonObject[], isInteger: boolean): number {
    const unit = highest(schemas, 'multipleOf') ?? (isInteger ? 1 : 0.5);
    const floor = Math.max(
      highest(schemas, 'minimum') ?? -Infinity,
      highest(schemas, 'exclusiveMinimum') ?? -Infinity,
    );
    const ceiling = Math.min(
      lowest(schemas, 'maximum') ?? Infinity,
      lowest(schemas, 'exclusiveMaximum') ?? Infinity,
    );
    const from = Number.isFinite(floor)
      ? floor
      : Number.isFinite(ceiling)
        ? ceiling - 100 * unit
        : 0;
    const steps = Math.max(1, Math.min(100, Math.floor((ceiling - from) / unit)));
    const guess = (Math.ceil(from / unit) + this.chance.below(steps + 1)) * unit;
    // 3 × 0.1 is 0.30000000000000004; what the unit is written with is meant.
    const rounded = Number(guess.toPrecision(12));
    return isExactMultiple(rounded, unit) ? rounded : guess;
  }
}

const WORDS_OF_OBJECTS = [
  ...['properties', 'required', 'additionalProperties', 'patternProperties', 'minProperties'],
];
const isOfOtherNames = ({ keyword }: { readonly keyword: string }): boolean =>
  keyword === 'additionalProperties' || keyword === 'patternProperties';
const WORDS_OF_LISTS = ['items', 'prefixItems', 'minItems', 'contains'];

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Of the numbers that a keyword says, the one that all others are not above, or not below. */
function outermost(
  schemas: readonly JsonObject[],
  keyword: string,
  isFurther: (one: number, other: number) => boolean,
): number | undefined {
  let found: number | undefined;
  for (const { [keyword]: said } of schemas)
    if (typeof said === 'number' && (found === undefined || isFurther(said, found))) found = said;
  return found;
}
const highest = (schemas: readonly JsonObject[], keyword: string): number | undefined =>
  outermost(schemas, keyword, (one, other) => one > other);
const lowest = (schemas: readonly JsonObject[], keyword: string): number | undefined =>
  outermost(schemas, keyword, (one, other) => one < other);

/** A small valid event, or `undefined` when guessing finds none. The same seed gives the same. */
export function sampleJsonSchema(schema: ReadSchema, seed: number): unknown {
  const { documents, inside } = rootOf(schema);
  const chance = seededChance(seed);
  const isValid = validity(schema);
  for (let attempt = 0, givenUp = 0; attempt < ATTEMPTS && givenUp < GIVEN_UP_MAX; attempt++) {
    const guesser = new Guesser(documents, chance, inside);
    const event = guesser.guess([documents.root], 0);
    const told = isValid(event);
    if (told === 'too complex') return undefined;
    if (told) return event;
    givenUp += Number(guesser.isGivenUp);
  }
  return undefined;
}

/**
 * Most events are judged by looking. A judge of bytes is made where that does not tell, in a third of the
 * time of a validator, which is asked where neither can.
 */
function validity(schema: ReadSchema): (event: Json) => boolean | 'too complex' {
  const { documents } = rootOf(schema);
  let made: { readonly judge: BytesJudge | undefined } | undefined;
  let validator: ReturnType<typeof compileJsonSchema> | undefined;
  return (event) => {
    const isValid = isPlainlyValid(event, documents);
    if (isValid !== undefined) return isValid;
    made ??= { judge: unlessTooComplex(() => jsonBytesJudge(inOneDialect(documents))) };
    if (!made.judge) return 'too complex';
    const told = made.judge.judge(Buffer.from(JSON.stringify(event)), true);
    if (told !== UNTOLD) return told === VALID;
    validator ??= compileJsonSchema(schema);
    return validator.ok && validator.value.isValid(event);
  };
}
