import { stringify } from 'lossless-json';
import { invariant } from '#kernel';
import { readBoundedJson } from '../bounded-json.js';
import { type ReadSchema } from '../language.js';
import { avroRootOf, isPrimitiveKind, type NamedType } from './avro-type.js';
import { type Attributes, isAttributes } from './build-types.js';
import { canonicalAvro } from './canonical.js';
import { fullNameIn, meantName, namespaceOf } from './names.js';
import { readAvro } from './read.js';

/** A type as a referred text defines it, and the namespace around that place. */
interface Definition {
  readonly json: Attributes;
  readonly around: string;
}

const NAMED: readonly unknown[] = ['record', 'error', 'enum', 'fixed'];

/** A canonical text that stands alone: each type of a reference is written where it is used first. */
export function resolvedAvro(schema: ReadSchema): string {
  const { written, names } = avroRootOf(schema);
  const definitions = new Map<string, Definition>();
  for (const { name, text } of schema.source.references) {
    const read = readBoundedJson({ name, text });
    invariant(read.ok, 'what a schema refers to was read with it');
    collect(read.value.lossless, '', definitions);
  }
  const text = stringify(new Resolving(names, definitions).schema(written, '')) as string;
  const alone = readAvro({ type: 'AVRO', text, references: [] });
  // Together the texts may be beyond the limits that each of them keeps.
  return alone.ok ? canonicalAvro(alone.value) : text;
}

const nameOf = ({ name, namespace }: Attributes, around: string): string =>
  fullNameIn(typeof namespace === 'string' ? namespace : around, name as string);

function collect(json: unknown, around: string, found: Map<string, Definition>): void {
  if (Array.isArray(json)) for (const each of json) collect(each, around, found);
  if (!isAttributes(json)) return;
  const { type, items, values, fields } = json;
  if (!NAMED.includes(type)) {
    for (const inner of [type, items, values]) collect(inner, around, found);
    return;
  }
  const full = nameOf(json, around);
  found.set(full, { json, around });
  if (Array.isArray(fields))
    for (const field of fields as readonly Attributes[])
      collect(field.type, namespaceOf(full), found);
}

class Resolving {
  readonly #done = new Set<string>();

  constructor(
    readonly names: ReadonlyMap<string, NamedType>,
    readonly definitions: ReadonlyMap<string, Definition>,
  ) {}

  schema(json: unknown, around: string): unknown {
    if (typeof json === 'string') return this.#named(json, around);
    if (Array.isArray(json)) return json.map((each) => this.schema(each, around));
    const attributes = json as Attributes;
    const { type } = attributes;
    if (NAMED.includes(type)) return this.#definition(attributes, around);
    if (type === 'array') return { ...attributes, items: this.schema(attributes.items, around) };
    if (type === 'map') return { ...attributes, values: this.schema(attributes.values, around) };
    return isPrimitiveKind(type as string) ? attributes : this.schema(type, around);
  }

  #named(name: string, around: string): unknown {
    if (isPrimitiveKind(name)) return name;
    const full = meantName({ namespace: around, name }, this.names);
    const definition = this.definitions.get(full);
    if (!definition || this.#done.has(full)) return full;
    const { namespace: _own, ...json } = definition.json;
    // A name without a dot would take on the namespace around it.
    const isLost = namespaceOf(full) === '' && around !== '';
    return this.#definition({ ...json, name: full, ...(isLost && { namespace: '' }) }, around);
  }

  #definition(attributes: Attributes, around: string): Attributes {
    const full = nameOf(attributes, around);
    this.#done.add(full);
    if (!Array.isArray(attributes.fields)) return attributes;
    const fields = (attributes.fields as readonly Attributes[]).map((field) => ({
      ...field,
      type: this.schema(field.type, namespaceOf(full)),
    }));
    return { ...attributes, fields };
  }
}
