import { type ReadSchema } from '../language.js';
import { avroRootOf, isPrimitiveKind, type NamedType, PRIMITIVE_KINDS } from './avro-type.js';
import { type Attributes } from './build-types.js';
import { javaDouble, javaJson, javaMember } from './java-json.js';
import { logicalTypeOf, wholeNumberOf } from './logical-types.js';
import { fullNameIn, meantName, namespaceOf, simpleName } from './names.js';

/**
 * Text whose equality is identity: byte for byte what `Schema.toString()` of Java's Avro library prints,
 * because Confluent's registry keeps that text, looks schemas up by it and computes guids over it. Every
 * attribute has its place; names are as short as where they stand allows; properties of people's own
 * keep their order.
 */
export const canonicalAvro = (schema: ReadSchema): string => new Printing(schema, false).text();

/**
 * The same after the order of aliases and of properties, and empty documentation, stopped to matter. It
 * is not the Parsing Canonical Form, which forgets documentation, logical types and properties.
 */
export const normalizedAvro = (schema: ReadSchema): string => new Printing(schema, true).text();

/** What the library takes for its own wherever it stands; it is no property of people's own. */
const RESERVED = new Set(
  'doc fields items name namespace size symbols values type aliases'.split(' '),
);
const RESERVED_IN_ENUMS = new Set([...RESERVED, 'default']);
const RESERVED_IN_FIELDS = new Set('default doc name order type aliases'.split(' '));
/** In their own namespace these are written in full, or they would mean the built-in type. */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...PRIMITIVE_KINDS,
  ...'record enum array map union fixed'.split(' '),
]);

type Member = readonly [name: string, text: string] | false;
const object = (members: readonly Member[]): string =>
  `{${members
    .filter((each) => each !== false)
    .map(([name, text]) => javaMember(name, text))
    .join(',')}}`;

class Printing {
  readonly #names: ReadonlyMap<string, NamedType>;
  readonly #written: unknown;

  constructor(
    schema: ReadSchema,
    readonly isNormal: boolean,
  ) {
    const { names, written } = avroRootOf(schema);
    this.#names = names;
    this.#written = written;
  }

  text(): string {
    return this.#schema(this.#written, '');
  }

  #schema(json: unknown, around: string): string {
    if (typeof json === 'string') return this.#reference(json, around);
    if (Array.isArray(json)) return `[${json.map((each) => this.#schema(each, around)).join(',')}]`;
    const attributes = json as Attributes;
    const type = attributes.type as string;
    switch (type) {
      case 'record':
      case 'error':
      case 'enum':
      case 'fixed':
        return this.#named(attributes, around);
      case 'array':
      case 'map': {
        const key = type === 'array' ? 'items' : 'values';
        const inner = this.#schema(attributes[key], around);
        return object([['type', javaJson(type)], [key, inner], ...this.#properties(attributes)]);
      }
      default:
        return this.#annotated(attributes, around);
    }
  }

  /** A primitive type with properties; of any other the name is all that is kept. */
  #annotated(attributes: Attributes, around: string): string {
    const type = attributes.type as string;
    const properties = isPrimitiveKind(type) ? this.#properties(attributes) : [];
    if (properties.length === 0) return this.#reference(type, around);
    return object([['type', javaJson(type)], ...properties]);
  }

  #named(attributes: Attributes, around: string): string {
    const { type, name, namespace, doc, fields, symbols, size } = attributes;
    const full = fullNameIn(typeof namespace === 'string' ? namespace : around, name as string);
    const own = namespaceOf(full);
    const isRecord = type === 'record' || type === 'error';
    return object([
      ['type', javaJson(this.isNormal && isRecord ? 'record' : type)],
      ['name', javaJson(simpleName(full))],
      own !== around && ['namespace', javaJson(own)],
      typeof doc === 'string' && !(this.isNormal && doc === '') && ['doc', javaJson(doc)],
      isRecord && ['fields', this.#fields(fields as readonly Attributes[], own)],
      type === 'enum' && ['symbols', javaJson(symbols)],
      type === 'fixed' && ['size', javaJson(size)],
      type === 'enum' && 'default' in attributes && ['default', javaJson(attributes.default)],
      ...this.#properties(attributes),
      this.#aliases(attributes, own),
    ]);
  }

  #fields(fields: readonly Attributes[], namespace: string): string {
    return `[${fields.map((field) => this.#field(field, namespace)).join(',')}]`;
  }

  #field(field: Attributes, namespace: string): string {
    const { name, type, doc, order } = field;
    const isOrdered = typeof order === 'string' && order !== 'ascending';
    return object([
      ['name', javaJson(name)],
      ['type', this.#schema(type, namespace)],
      typeof doc === 'string' && ['doc', javaJson(doc)],
      'default' in field && ['default', this.#default(field)],
      isOrdered && ['order', javaJson(order)],
      this.#aliases(field, ''),
      ...this.#own(field, RESERVED_IN_FIELDS),
    ]);
  }

  #default({ type, default: value }: Attributes): string {
    const text = javaJson(value, { isSorted: this.isNormal });
    const isWhole = /^-?\d+$/.test(text);
    return this.isNormal && isWhole && isFloating(type) ? javaDouble(Number(text)) : text;
  }

  #aliases({ aliases = [] }: Attributes, namespace: string): Member {
    const full = (aliases as readonly string[]).map((alias) => fullNameIn(namespace, alias));
    const names = [...new Set(this.isNormal ? full.sort() : full)];
    return (
      names.length > 0 && ['aliases', javaJson(names.map((name) => shortName(name, namespace)))]
    );
  }

  #properties(attributes: Attributes): readonly Member[] {
    const reserved = attributes.type === 'enum' ? RESERVED_IN_ENUMS : RESERVED;
    const first = this.isNormal ? logicalMembersOf(attributes) : [];
    return this.#own(attributes, reserved, first);
  }

  #own(
    attributes: Attributes,
    reserved: ReadonlySet<string>,
    first: readonly string[] = [],
  ): readonly Member[] {
    const { isNormal } = this;
    const names = Object.keys(attributes).filter((name) => !reserved.has(name));
    const ordered = isNormal ? new Set([...first, ...names.sort()]) : names;
    return [...ordered].map((name) => [name, javaJson(attributes[name], { isSorted: isNormal })]);
  }

  #reference(name: string, around: string): string {
    if (isPrimitiveKind(name)) return javaJson(name);
    return javaJson(shortName(meantName({ namespace: around, name }, this.#names), around));
  }
}

/** As the library qualifies it: alone in its own namespace, else in full. */
const shortName = (full: string, around: string): string =>
  namespaceOf(full) === around && !BUILT_IN.has(simpleName(full)) ? simpleName(full) : full;

const isFloating = (type: unknown): boolean => {
  const first: unknown = Array.isArray(type) ? type[0] : type;
  return first === 'float' || first === 'double';
};

/** Members of a logical type that means something here: they come before other properties. */
function logicalMembersOf(attributes: Attributes): readonly string[] {
  const { type, size, scale } = attributes;
  const carrier = type === 'fixed' ? `fixed ${wholeNumberOf(size)}` : (type as string);
  const logical = logicalTypeOf(attributes, carrier);
  if (!logical) return [];
  if (logical.name !== 'decimal') return ['logicalType'];
  return ['logicalType', 'precision', ...(wholeNumberOf(scale) ? ['scale'] : [])];
}
