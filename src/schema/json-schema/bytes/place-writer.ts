import { invariant, limits } from '#kernel';
import {
  Constants,
  fitsScalar,
  numberCode,
  type Schema,
  textCode,
  valuesCode,
} from './judge-code.js';
import { arrayCode } from './array-code.js';
import { flattenAllOf } from './flatten-all-of.js';
import { objectCode } from './object-code.js';
import { SchemaNumbers } from './schema-numbers.js';

const KINDS = ['string', 'object', 'array', 'number', 'boolean', 'null'];
/** Words about members that bytes are not judged by. */
const UNTOLD_OF_OBJECTS = [
  'patternProperties',
  'propertyNames',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
];
const SPEAKS_OF_MEMBERS = [
  'properties',
  'patternProperties',
  'additionalProperties',
  'unevaluatedProperties',
];
const DEFINITION = '#/$defs/';

/**
 * What is known around a schema at one place of an event. Which names are declared there depends on
 * every schema that may apply (`undeclared`), so each is judged beside the others.
 */
interface Around {
  /** Names that schemas which always apply declare; each of these judges what stands there. */
  readonly declared: ReadonlySet<string>;
  /** Whether any schema of the place speaks of members, or may: then silence is not freedom. */
  readonly speaks: boolean;
  /** Inside of an alternative: what it says nothing about another may speak of. */
  readonly isAlternative: boolean;
}

interface Known extends Pick<Around, 'declared' | 'speaks'> {
  /** Whether what may apply, and may not, speaks of members. */
  readonly hasAlternatives: boolean;
}

/** A schema whose judge would be larger than it is worth. */
class TooLarge extends RangeError {}

const LOOKS_MAX = 200_000;
const FUNCTIONS_MAX = 20_000;

/** Writes a function for each schema at each kind of place; see `judge-bytes.ts`. */
export class PlaceWriter {
  readonly codes = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #numbers = new SchemaNumbers();
  readonly #pending: (() => void)[] = [];
  #looks = LOOKS_MAX;

  constructor(
    readonly definitions: Readonly<Record<string, Schema>>,
    readonly constants: Constants,
  ) {}

  root(schema: Schema): string {
    const { $defs: _definitions, ...own } = schema;
    const name = this.#place(own, false);
    for (let next = this.#pending.pop(); next; next = this.#pending.pop()) next();
    return name;
  }

  /** The function over a value where a schema is the first to speak of it. */
  #place(schema: unknown, isAlternative: boolean): string {
    if (schema === true) return isAlternative ? 'anyScalar' : 'any';
    if (isNever(schema)) return 'none';
    const { declared, speaks, hasAlternatives } = this.#known(schema as Schema);
    const around = {
      declared,
      // Another alternative may speak of the members that stand at this place.
      speaks: speaks || isAlternative,
      isAlternative: isAlternative || hasAlternatives,
    };
    return this.#beside(schema, around);
  }

  /** The function over a value that other schemas speak of, too. */
  #beside(schema: unknown, around: Around): string {
    if (schema === true) return around.isAlternative || around.speaks ? 'anyScalar' : 'any';
    if (isNever(schema)) return 'none';
    const { $ref } = schema as Schema;
    const target = typeof $ref === 'string' ? this.#definition($ref) : (schema as Schema);
    if (isNever(target)) return 'none';
    const key = `${this.#numbers.of(target)} ${isScalar(target) ? '' : textOf(around)}`;
    const known = this.#names.get(key);
    if (known) return known;
    const name = `f${this.#names.size}`;
    this.#names.set(key, name);
    if (this.#names.size > FUNCTIONS_MAX) throw new TooLarge();
    this.#pending.push(() => this.#write(name, target, around));
    return name;
  }

  readonly #definition = (ref: string): Schema => {
    const definition = this.definitions[ref.slice(DEFINITION.length)];
    invariant(definition, 'a reference of one dialect leads to a definition');
    return definition;
  };

  #write(name: string, written: Schema, around: Around): void {
    const schema = flattenAllOf(written, this.#definition) ?? written;
    const lists = (word: string) => (schema[word] as readonly unknown[] | undefined) ?? [];
    const own = this.#own(schema, around);
    const inAlternative = { ...around, isAlternative: true };
    const all = lists('allOf').map((each) => this.#beside(each, around));
    const steps = [
      ...all.map((each) => `r=${each}(b,v,p);if(r<=0)return r;`),
      ...this.#anyOf(lists('anyOf').map((each) => this.#beside(each, inAlternative))),
      ...this.#oneOf(lists('oneOf').map((each) => this.#beside(each, inAlternative))),
      ...this.#not(schema, inAlternative),
      ...this.#condition(schema, inAlternative),
    ];
    // What judges nothing by itself only has to find the end, which any other finds as well.
    const isSilent = !OWN_WORDS.some((word) => word in schema);
    const isEnded = isSilent && (all.length > 0 || 'anyOf' in schema || 'oneOf' in schema);
    if (steps.length === 0) this.codes.set(name, `(b,v,p){${own}}`);
    else {
      this.codes.set(`${name}own`, `(b,v,p){${own}}`);
      const begin = isEnded ? 'let r=0;' : `const q=${name}own(b,v,p);if(q<=0)return q;let r=q;`;
      this.codes.set(
        name,
        `(b,v,p){if(--Z[2]<0)return -1;${begin}const d=Z[0],l=Z[3];${steps.join('')}return ${isEnded ? 'r' : 'q'}}`,
      );
    }
  }

  /** A branch that gave up has left the counters where it was. */
  #anyOf(branches: readonly string[]): readonly string[] {
    if (branches.length === 0) return [];
    return [
      `{let f=0;${branches.map((each) => `if(f===0){Z[0]=d;Z[3]=l;f=${each}(b,v,p)}`).join('')}if(f<=0)return f;Z[0]=d;Z[3]=l;r=f}`,
    ];
  }

  #oneOf(branches: readonly string[]): readonly string[] {
    if (branches.length === 0) return [];
    return [
      `{let f=0,g=0;${branches.map((each) => `Z[0]=d;Z[3]=l;g=${each}(b,v,p);if(g<0)return g;if(g>0){if(f>0)return 0;f=g}`).join('')}if(f===0)return 0;Z[0]=d;Z[3]=l;r=f}`,
    ];
  }

  #not({ not }: Schema, around: Around): readonly string[] {
    if (not === undefined) return [];
    const judge = this.#beside(not, around);
    return [
      `{const m=Z[1];Z[1]=1;const g=${judge}(b,v,p);Z[1]=m;if(g!==0)return g<0?g:0;Z[0]=d;Z[3]=l}`,
    ];
  }

  #condition(schema: Schema, around: Around): readonly string[] {
    if (schema.if === undefined) return [];
    const of = (word: string) =>
      schema[word] === undefined ? undefined : this.#beside(schema[word], around);
    const branch = (judge: string | undefined) =>
      judge ? `Z[0]=d;Z[3]=l;const h=${judge}(b,v,p);if(h<=0)return h;` : '';
    return [
      `{const m=Z[1];Z[1]=1;const g=${this.#beside(schema.if, around)}(b,v,p);Z[1]=m;if(g<0)return g;if(g>0){${branch(of('then'))}}else{${branch(of('else'))}}Z[0]=d;Z[3]=l}`,
    ];
  }

  /** What the words of the schema itself say, by the first byte of the value. */
  #own(schema: Schema, around: Around): string {
    const lists = VALUE_WORDS.filter((word) => word in schema);
    if (lists.length > 1 || lists.includes('sameAs')) {
      this.constants.untold.add(
        lists.length > 1 ? 'enum beside const' : 'const of an object or list',
      );
      return 'return -1;';
    }
    const values = schema.enum ?? schema.oneOfValues ?? (lists.length > 0 ? [schema.const] : []);
    const types = typesOf(schema);
    if (lists.length > 0) {
      const allowed = (values as readonly unknown[]).filter(
        (value) => isOfTypes(value, types) && fitsScalar(schema, value),
      );
      return valuesCode(allowed, this.constants);
    }
    const has = (kind: string) => types.has(kind) || (kind === 'number' && types.has('integer'));
    const words = ['boolean', 'null'].filter(has);
    return [
      'const c=b[p];',
      has('string') ? `if(c===34){${textCode(schema, this.constants)}}` : '',
      has('object') ? `if(c===123){${this.#object(schema, around)}}` : '',
      has('array') ? `if(c===91){${this.#array(schema, around)}}` : '',
      has('number')
        ? `if(c===45||(c>=48&&c<=57)){${numberCode(schema, types, this.constants)}}`
        : '',
      words.length === 2 ? 'return word(b,p);' : '',
      words.length === 1
        ? words[0] === 'null'
          ? 'return c===110?word(b,p):0;'
          : 'return c===110?0:word(b,p);'
        : '',
      'return 0;',
    ].join('');
  }

  #object(schema: Schema, { declared, speaks, isAlternative }: Around): string {
    if (this.#isUntold(schema, UNTOLD_OF_OBJECTS)) return 'return -1;';
    const properties = Object.entries((schema.properties ?? {}) as Schema);
    const { additionalProperties: rest } = schema;
    const isRestSaid = rest !== undefined;
    const others = isRestSaid
      ? this.#place(rest, isAlternative)
      : isAlternative
        ? 'anyScalar'
        : 'any';
    const names = new Set(properties.map(([name]) => name));
    const required = ((schema.required ?? []) as readonly string[]).filter(
      (name) => !names.has(name),
    );
    // A name that is only required is judged like any other and has a bit of its own.
    const isUndeclared = speaks && !isRestSaid;
    const onlyRequired = [...new Set(required)].map((name) => ({
      name,
      judge: isUndeclared && !declared.has(name) ? 'undeclared' : others,
    }));
    if (
      properties.length === 0 &&
      required.length === 0 &&
      !isRestSaid &&
      !isUndeclared &&
      !('minProperties' in schema) &&
      !('maxProperties' in schema)
    )
      return isAlternative ? 'return anyScalar(b,v,p);' : 'return members(b,v,p);';
    return objectCode(
      schema,
      {
        named: [
          ...properties.map(([name, inner]) => ({
            name,
            judge: this.#place(inner, isAlternative),
          })),
          ...onlyRequired,
        ],
        others,
        areOthersUndeclared: isUndeclared,
        elsewhere:
          declared.size > names.size
            ? this.constants.of(declared, `names ${JSON.stringify([...declared])}`)
            : undefined,
      },
      limits.eventDepth.value,
    );
  }

  #array(schema: Schema, { isAlternative }: Around): string {
    if (this.#isUntold(schema, ['unevaluatedItems'])) return 'return -1;';
    const prefix = (schema.prefixItems ?? []) as readonly unknown[];
    const isMixed = prefix.length > 0 || 'contains' in schema;
    const inAlternative = isAlternative || isMixed;
    return arrayCode(
      schema,
      {
        first: prefix.map((each) => this.#place(each, inAlternative)),
        others:
          'items' in schema
            ? this.#place(schema.items, inAlternative)
            : inAlternative
              ? 'anyScalar'
              : 'any',
        contains: 'contains' in schema ? this.#place(schema.contains, true) : undefined,
      },
      limits.eventDepth.value,
    );
  }

  #isUntold(schema: Schema, words: readonly string[]): boolean {
    const found = words.filter((word) => word in schema);
    for (const word of found) this.constants.untold.add(word);
    return found.length > 0;
  }

  /** What the schemas that apply at a place say of names together. */
  #known(schema: Schema): Known {
    const declared = new Set<string>();
    let speaks = false;
    let hasAlternatives = false;
    const seen = new Set<unknown>();
    const look = (each: unknown, isAlways: boolean): void => {
      if (typeof each !== 'object' || each === null || seen.has(each)) return;
      seen.add(each);
      if (--this.#looks < 0) throw new TooLarge();
      const found = each as Schema;
      if (typeof found.$ref === 'string') look(this.#definition(found.$ref), isAlways);
      const isSpeaking = SPEAKS_OF_MEMBERS.some((word) => word in found);
      speaks ||= isSpeaking;
      hasAlternatives ||= isSpeaking && !isAlways;
      if (isAlways) for (const name of Object.keys(found.properties ?? {})) declared.add(name);
      for (const inner of (found.allOf ?? []) as readonly unknown[]) look(inner, isAlways);
      for (const word of ['anyOf', 'oneOf'])
        for (const inner of (found[word] ?? []) as readonly unknown[]) look(inner, false);
      for (const word of ['if', 'then', 'else']) look(found[word], false);
      for (const word of ['dependentSchemas', 'dependencies'])
        for (const inner of Object.values(found[word] ?? {})) look(inner, false);
    };
    look(schema, true);
    return { declared, speaks, hasAlternatives };
  }
}

const textOf = ({ speaks, isAlternative, declared }: Around): string =>
  `${Number(speaks)}${Number(isAlternative)} ${[...declared].map((each) => JSON.stringify(each)).join()}`;

/** Whether nothing inside of what it allows depends on what is around. */
function isScalar(schema: Schema): boolean {
  if (HOLD_MORE.some((word) => word in schema)) return false;
  const types = typesOf(schema);
  return VALUE_WORDS.some((word) => word in schema) || !(types.has('object') || types.has('array'));
}
const HOLD_MORE = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if'];

const isNever = (schema: unknown): boolean =>
  schema === false ||
  (typeof schema === 'object' && schema !== null && (schema as Schema).never === true);

const VALUE_WORDS = ['enum', 'oneOfValues', 'const', 'sameAs'];
/** Words a schema judges by itself with, beside what its alternatives say. */
const OTHERS_THAN_VALUES = [
  ...['maxLength', 'minLength', 'pattern', 'format', 'exactMultipleOf'],
  ...['maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum'],
];
const OWN_WORDS = [
  ...OTHERS_THAN_VALUES,
  ...['type', 'enum', 'const', 'sameAs', 'oneOfValues', 'required', 'properties'],
  ...['additionalProperties', 'items', 'prefixItems', 'contains', 'maxItems', 'minItems'],
  ...['distinctItems', 'maxProperties', 'minProperties', 'unevaluatedItems', ...UNTOLD_OF_OBJECTS],
];

function typesOf({ type }: Schema): ReadonlySet<string> {
  if (type === undefined) return new Set(KINDS);
  return new Set(Array.isArray(type) ? (type as readonly string[]) : [type as string]);
}

function isOfTypes(value: unknown, types: ReadonlySet<string>): boolean {
  if (value === null) return types.has('null');
  if (Array.isArray(value)) return types.has('array');
  if (typeof value === 'number')
    return types.has('number') || (types.has('integer') && Number.isInteger(value));
  return types.has(typeof value);
}
