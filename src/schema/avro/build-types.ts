import { isLosslessNumber } from 'lossless-json';
import { limits } from '#kernel';
import { type FoundFault } from '../found-fault.js';
import { isJsonObject } from '../json.js';
import { appendPointer } from '../json-pointer.js';
import {
  type AvroField,
  type AvroPlace,
  type AvroType,
  branchName,
  isPrimitiveKind,
  type NamedType,
  type PrimitiveKind,
  type RecordType,
} from './avro-type.js';
import { logicalTypeOf, wholeNumberOf } from './logical-types.js';
import { fullNameIn, isDefinable, isName, isNamespace, meaningsOf, namespaceOf } from './names.js';

export type Attributes = Readonly<Record<string, unknown>>;

/** Numbers are objects in a lossless text, but no schema. */
export const isAttributes = (value: unknown): value is Attributes =>
  isJsonObject(value) && !isLosslessNumber(value);

interface Spot extends AvroPlace {
  readonly namespace: string;
}

/**
 * Reads schemas into one graph and collects what is wrong with them. A name is known once it is
 * defined, in the order of the text. The recursion follows the text, whose depth is bounded.
 */
export class TypeBuilder {
  readonly faults: FoundFault[] = [];
  readonly named = new Map<string, NamedType>();
  /** Fields with a default; whether it fits is known when all types are. */
  readonly defaulted: AvroField[] = [];

  build(json: unknown, spot: Spot): AvroType {
    if (typeof json === 'string') return this.#reference(json, spot);
    if (Array.isArray(json)) return this.#union(json, spot);
    if (!isAttributes(json)) {
      const what =
        'An Avro schema is a name in quotes, an object or an array; this is something else.';
      return this.#refuse('SCHEMA_NOT_A_SCHEMA', spot, `${what} Correct it.`);
    }
    const { type } = json;
    switch (type) {
      case 'record':
      case 'error':
        return this.#record(json, spot);
      case 'enum':
        return this.#enum(json, spot);
      case 'fixed':
        return this.#fixed(json, spot);
      case 'array':
        return { kind: 'array', at: placeOf(spot), items: this.#member(json, 'items', spot) };
      case 'map':
        return { kind: 'map', at: placeOf(spot), values: this.#member(json, 'values', spot) };
      default:
        if (typeof type === 'string') return this.#annotated(type, json, spot);
        return this.#refuse(
          'SCHEMA_INVALID',
          spot,
          'An Avro schema names its "type" as text. Write the inner schema in the place of this object.',
        );
    }
  }

  /** `{"type":"long",…}`, or a defined name in the same form. */
  #annotated(type: string, json: Attributes, spot: Spot): AvroType {
    if (!isPrimitiveKind(type)) return this.#reference(type, inside(spot, 'type'));
    return primitive(type, spot, json);
  }

  #reference(name: string, spot: Spot): AvroType {
    if (isPrimitiveKind(name)) return primitive(name, spot);
    for (const meaning of meaningsOf(spot.namespace, name)) {
      const known = this.named.get(meaning);
      if (known) return known;
    }
    return this.#refuse(
      'REF_NOT_REGISTERED',
      spot,
      `The name "${shorten(name)}" is no Avro type and is not defined before this place, nor in a registered reference. ` +
        'Correct the name, define it earlier, or register its schema and name it in "references".',
    );
  }

  #union(json: readonly unknown[], spot: Spot): AvroType {
    if (json.length > limits.schemaBranches.value) {
      const message = `This union has ${json.length} branches, more than ${limits.schemaBranches.value}. Group them.`;
      return this.#refuse('SCHEMA_TOO_MANY_BRANCHES', spot, message);
    }
    const seen = new Set<string>();
    const branches = json.map((each, index) => {
      const at = inside(spot, index);
      const branch = this.build(each, at);
      const name = branchName(branch);
      if (branch.kind === 'union')
        this.#refuse('SCHEMA_INVALID', at, 'A union may not hold a union. List all branches once.');
      else if (seen.has(name))
        this.#refuse('SCHEMA_INVALID', at, `The branch "${name}" stands twice. Keep one.`);
      seen.add(name);
      return branch;
    });
    return { kind: 'union', at: placeOf(spot), branches };
  }

  #member(json: Attributes, key: 'items' | 'values', spot: Spot): AvroType {
    if (json[key] !== undefined) return this.build(json[key], inside(spot, key));
    const message = `The type ${JSON.stringify(json.type)} needs "${key}". Add it.`;
    return this.#refuse('SCHEMA_INVALID', spot, message);
  }

  #record(json: Attributes, spot: Spot): AvroType {
    const named = this.#name(json, spot);
    const record: RecordType = { kind: 'record', ...named, fields: [] };
    // Known before its fields are read: they may hold the record itself.
    this.#define(record);
    if (!Array.isArray(json.fields))
      return this.#refuse(
        'SCHEMA_INVALID',
        spot,
        'A record needs "fields", an array. Add it, also when it is empty.',
      );
    const namespace = namespaceOf(named.name);
    const seen = new Set<string>();
    for (const [index, each] of (json.fields as readonly unknown[]).entries()) {
      const at = inside({ ...spot, namespace }, 'fields', index);
      const field = this.#field(each, at);
      if (!field) continue;
      if (seen.has(field.name))
        this.#refuse('SCHEMA_INVALID', at, `The field "${field.name}" stands twice. Keep one.`);
      seen.add(field.name);
      record.fields.push(field);
    }
    return record;
  }

  #field(json: unknown, spot: Spot): AvroField | undefined {
    if (!isAttributes(json) || typeof json.name !== 'string' || json.type === undefined) {
      const message = 'A field is an object with "name" and "type". Correct it.';
      this.#refuse('SCHEMA_INVALID', spot, message);
      return undefined;
    }
    if (!isName(json.name)) this.#badName(json.name, inside(spot, 'name'));
    const { order } = json;
    if (order !== undefined && !['ascending', 'descending', 'ignore'].includes(order as string)) {
      const message = 'The "order" of a field is ascending, descending or ignore. Correct it.';
      this.#refuse('SCHEMA_INVALID', inside(spot, 'order'), message);
    }
    const field: AvroField = {
      at: placeOf(spot),
      name: json.name,
      aliases: this.#texts(json, 'aliases', spot).filter((alias, index) => {
        if (!isName(alias)) this.#badName(alias, inside(spot, 'aliases', index));
        return isName(alias);
      }),
      type: this.build(json.type, inside(spot, 'type')),
      doc: textOf(json.doc),
      order: textOf(order),
      written: json.default === undefined ? undefined : { json: json.default },
    };
    if (field.written) this.defaulted.push(field);
    return field;
  }

  #enum(json: Attributes, spot: Spot): AvroType {
    const named = this.#name(json, spot);
    if (!Array.isArray(json.symbols))
      return this.#refuse('SCHEMA_INVALID', spot, 'An enum needs "symbols", an array. Add it.');
    const symbols = this.#texts(json, 'symbols', spot);
    const at = inside(spot, 'symbols');
    if (symbols.length > limits.enumValues.value) {
      const message = `This enum has ${symbols.length} symbols, more than ${limits.enumValues.value}. Use a string.`;
      return this.#refuse('SCHEMA_ENUM_TOO_LONG', at, message);
    }
    const seen = new Set<string>();
    for (const [index, symbol] of symbols.entries()) {
      if (!isName(symbol)) this.#badName(symbol, inside(at, index));
      if (seen.has(symbol))
        this.#refuse(
          'SCHEMA_INVALID',
          inside(at, index),
          `The symbol "${shorten(symbol)}" stands twice. Keep one.`,
        );
      seen.add(symbol);
    }
    const fallback = json.default;
    if (fallback !== undefined && (typeof fallback !== 'string' || !seen.has(fallback)))
      this.#refuse(
        'AVRO_DEFAULT_INVALID',
        inside(spot, 'default'),
        'The default of an enum is one of its symbols. Correct it.',
      );
    const type = { kind: 'enum', ...named, symbols, default: textOf(fallback) } as const;
    this.#define(type);
    return type;
  }

  #fixed(json: Attributes, spot: Spot): AvroType {
    const named = this.#name(json, spot);
    const size = wholeNumberOf(json.size);
    if (size === undefined || size < 0 || size > limits.eventBytes.value) {
      const message = `A fixed needs a "size" from 0 to ${limits.eventBytes.value}, the most bytes an event may have. Correct it.`;
      return this.#refuse('SCHEMA_INVALID', spot, message);
    }
    const type = {
      kind: 'fixed',
      ...named,
      size,
      logical: logicalTypeOf(json, `fixed ${size}`),
    } as const;
    this.#define(type);
    return type;
  }

  #name(json: Attributes, spot: Spot) {
    const { name, namespace } = json;
    if (typeof name !== 'string') {
      const what = `A ${JSON.stringify(json.type)} needs a "name". Add it.`;
      this.#refuse('SCHEMA_INVALID', spot, what);
    }
    if (namespace !== undefined && (typeof namespace !== 'string' || !isNamespace(namespace)))
      this.#badName(textOf(namespace) ?? 'namespace', inside(spot, 'namespace'));
    const own = typeof namespace === 'string' ? namespace : spot.namespace;
    const full = fullNameIn(own, textOf(name) ?? 'unnamed');
    if (!isDefinable(full)) this.#badName(full, inside(spot, 'name'));
    const aliases = this.#texts(json, 'aliases', spot).map((alias, index) => {
      const complete = fullNameIn(namespaceOf(full), alias);
      if (!isDefinable(complete)) this.#badName(alias, inside(spot, 'aliases', index));
      return complete;
    });
    return { name: full, aliases, doc: textOf(json.doc), at: placeOf(spot) };
  }

  #define(type: NamedType): void {
    if (this.named.has(type.name))
      this.#refuse(
        'AVRO_NAME_TWICE',
        { ...type.at, namespace: '' },
        `The name "${type.name}" is defined twice. Define it once and refer to it by name, or rename one.`,
      );
    else this.named.set(type.name, type);
  }

  #texts(json: Attributes, key: string, spot: Spot): readonly string[] {
    const list = json[key];
    if (list === undefined) return [];
    if (Array.isArray(list) && list.every((each) => typeof each === 'string')) return list;
    const message = `"${key}" is a list of names in quotes. Correct it.`;
    this.#refuse('SCHEMA_INVALID', inside(spot, key), message);
    return [];
  }

  #badName(name: string, spot: Spot): void {
    this.#refuse(
      'AVRO_NAME_INVALID',
      spot,
      `"${shorten(name)}" is no name that may stand here: names begin with a letter or underscore, go on with letters, digits and underscores, and are not those of primitive types. Rename it.`,
    );
  }

  /** Stands for what could not be read; a schema with faults is never used. */
  #refuse(code: string, spot: Spot, message: string): AvroType {
    this.faults.push({ code, document: spot.document, pointer: spot.pointer, message });
    return primitive('null', spot);
  }
}

const primitive = (kind: PrimitiveKind, spot: Spot, json: Attributes = {}): AvroType => ({
  kind,
  at: placeOf(spot),
  logical: logicalTypeOf(json, kind),
});

const placeOf = ({ document, pointer }: AvroPlace): AvroPlace => ({ document, pointer });

const inside = (
  { document, pointer, namespace }: Spot,
  ...steps: readonly (string | number)[]
): Spot => ({ document, namespace, pointer: appendPointer(pointer, ...steps) });

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const shorten = (text: string): string => (text.length > 120 ? `${text.slice(0, 120)}…` : text);
