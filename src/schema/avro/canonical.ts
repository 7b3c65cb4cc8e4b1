import { isLosslessNumber } from 'lossless-json';
import { type ReadSchema } from '../language.js';
import { avroRootOf, isPrimitiveKind, type NamedType } from './avro-type.js';
import { type Attributes, isAttributes } from './build-types.js';
import { fullNameIn, meaningsOf, namespaceOf } from './names.js';

/** Text whose equality is identity: white space dropped, order and digits kept. */
export const canonicalAvro = (schema: ReadSchema): string => avroRootOf(schema).compact;

/**
 * Every name in full, every object's members in code unit order, aliases sorted, a type without
 * attributes as its bare name. Logical types, documentation and properties of people's own stay:
 * it is not the Parsing Canonical Form, which forgets them.
 */
export function normalizedAvro(schema: ReadSchema): string {
  const { written, names } = avroRootOf(schema);
  return new Rewriting(names).schema(written, '');
}

class Rewriting {
  constructor(readonly names: ReadonlyMap<string, NamedType>) {}

  schema(json: unknown, namespace: string): string {
    if (typeof json === 'string') return JSON.stringify(this.#resolved(json, namespace));
    if (Array.isArray(json))
      return `[${json.map((each) => this.schema(each, namespace)).join(',')}]`;
    const attributes = json as Attributes;
    const type = attributes.type as string;
    if (['record', 'error', 'enum', 'fixed'].includes(type))
      return this.#named(attributes, namespace);
    if (Object.keys(attributes).length === 1) return this.schema(type, namespace);
    return object(attributes, (key, value) => {
      if (key === 'type') return JSON.stringify(this.#resolved(type, namespace));
      const isInner = (type === 'array' && key === 'items') || (type === 'map' && key === 'values');
      return isInner ? this.schema(value, namespace) : sorted(value);
    });
  }

  #named(attributes: Attributes, around: string): string {
    const { namespace: own, name, ...rest } = attributes;
    const full = fullNameIn(typeof own === 'string' ? own : around, name as string);
    const inside = namespaceOf(full);
    // A name without a dot would take on the namespace around it.
    const isLost = inside === '' && around !== '';
    return object({ ...rest, name: full, ...(isLost && { namespace: '' }) }, (key, value) => {
      if (key === 'aliases') return this.#aliases(value as readonly string[], inside);
      if (key !== 'fields' || attributes.type === 'enum' || attributes.type === 'fixed')
        return sorted(value);
      return `[${(value as readonly Attributes[]).map((field) => this.#field(field, inside)).join(',')}]`;
    });
  }

  #field(field: Attributes, namespace: string): string {
    return object(field, (key, value) => {
      if (key === 'type') return this.schema(value, namespace);
      return key === 'aliases' ? sorted([...(value as readonly string[])].sort()) : sorted(value);
    });
  }

  #aliases(aliases: readonly string[], namespace: string): string {
    const full = aliases.map((alias) => fullNameIn(namespace, alias));
    return JSON.stringify([...new Set(full)].sort());
  }

  #resolved(name: string, namespace: string): string {
    if (isPrimitiveKind(name) || name === 'array' || name === 'map') return name;
    return meaningsOf(namespace, name).find((each) => this.names.has(each)) ?? name;
  }
}

function object(json: Attributes, member: (key: string, value: unknown) => string): string {
  const keys = Object.keys(json).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${member(key, json[key])}`).join(',')}}`;
}

/** What is no schema keeps its meaning whatever the order of its members. */
function sorted(value: unknown): string {
  if (isLosslessNumber(value)) return value.value;
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (!isAttributes(value)) return JSON.stringify(value);
  return object(value, (_key, inner) => sorted(inner));
}
