/* eslint-disable @typescript-eslint/no-explicit-any -- schemas are drawn as they are written, of any form */
import fc from 'fast-check';
import { checkCompatibility, type CompatibilityReport } from '#compat';
import { avro, type ReadSchema, type SchemaSource } from '#schema';

export type Schema = string | Schema[] | { [attribute: string]: any };

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const DEFAULTS: Record<string, unknown> = {
  null: null,
  boolean: true,
  int: 1,
  long: 2,
  float: 0.5,
  double: 1.5,
  bytes: 'a',
  string: 'b',
};

/** Draws schemas and mutates them; names are unique in one schema, and shared between two. */
export class Drawing {
  #named = 0;
  constructor(readonly below: (limit: number) => number) {}

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  schema(depth: number, inUnion = false): Schema {
    const simple = depth <= 0 || this.below(3) === 0;
    if (simple) return this.of(PRIMITIVES);
    switch (this.below(inUnion ? 6 : 8)) {
      case 0:
        return { type: 'array', items: this.schema(depth - 1) };
      case 1:
        return { type: 'map', values: this.schema(depth - 1) };
      case 2:
        return this.enum();
      case 3:
        return { type: 'fixed', name: this.name('F'), size: this.below(3) + 1 };
      case 4:
      case 5:
        return this.record(depth);
      default:
        return this.union(depth);
    }
  }

  name(prefix: string): string {
    return `${prefix}${this.#named++}`;
  }

  enum(): Schema {
    const symbols = ['A', 'B', 'C'].slice(0, this.below(3) + 1);
    return {
      type: 'enum',
      name: this.name('E'),
      symbols,
      ...(this.below(3) === 0 && { default: 'A' }),
    };
  }

  record(depth: number): Schema {
    const name = this.name('R');
    const fields = ['a', 'b', 'c'].slice(0, this.below(4)).map((field) => this.field(field, depth));
    // Now and then a record holds itself, behind a union, an array or nothing at all.
    const self = this.of<Schema>([['null', name], { type: 'array', items: name }, name]);
    if (this.below(4) === 0) fields.push({ name: 'self', type: self });
    return { type: 'record', name, fields };
  }

  field(name: string, depth: number): { [attribute: string]: any } {
    const type = this.schema(depth - 1);
    const fallback = typeof type === 'string' ? DEFAULTS[type] : undefined;
    return {
      name,
      type,
      ...(fallback !== undefined && this.below(2) === 0 && { default: fallback }),
    };
  }

  union(depth: number): Schema {
    const branches = Array.from({ length: this.below(3) + 1 }, () => this.schema(depth - 1, true));
    const kinds = new Set<string>();
    return branches.filter((branch) => {
      const kind =
        typeof branch === 'string'
          ? branch
          : Array.isArray(branch)
            ? ''
            : (branch.name ?? branch.type);
      const isNew = !kinds.has(kind);
      kinds.add(kind);
      return isNew;
    });
  }

  /** Changes a copy in one random place, in one of the ways schemas are really changed. */
  mutate(schema: Schema): Schema {
    if (this.below(4) === 0 || typeof schema === 'string') return this.replaced(schema);
    if (Array.isArray(schema)) return this.mutatedUnion(schema);
    switch (schema.type) {
      case 'record':
        return this.mutatedRecord(schema);
      case 'array':
        return { ...schema, items: this.mutate(schema.items) };
      case 'map':
        return { ...schema, values: this.mutate(schema.values) };
      case 'enum':
        return this.of<Schema>([
          { ...schema, symbols: schema.symbols.slice(0, -1).concat('Z') },
          { ...schema, symbols: [...schema.symbols, 'Z'] },
          { ...schema, default: schema.symbols[0] },
          { ...schema, symbols: schema.symbols.toReversed() },
        ]);
      case 'fixed':
        return { ...schema, size: schema.size + this.below(2) };
      default:
        return schema;
    }
  }

  replaced(schema: Schema): Schema {
    const promoted: Record<string, string[]> = {
      int: ['long', 'float', 'double'],
      long: ['int', 'double'],
      float: ['double'],
      double: ['float'],
      string: ['bytes'],
      bytes: ['string'],
    };
    if (typeof schema === 'string' && promoted[schema] && this.below(2) === 0)
      return this.of(promoted[schema]);
    if (typeof schema === 'string' && PRIMITIVES.includes(schema) && this.below(2) === 0)
      return schema === 'null' ? ['null', 'int'] : ['null', schema];
    if (typeof schema === 'object' && !Array.isArray(schema) && schema.name && this.below(3) === 0)
      return this.renamed(schema as { name: string });
    return this.of(PRIMITIVES);
  }

  /** With or without a way back for readers. */
  renamed(schema: { name: string }): Schema {
    const text = JSON.stringify(schema).replaceAll(`"${schema.name}"`, `"${schema.name}x"`);
    const renamed = JSON.parse(text) as { [attribute: string]: any };
    return this.below(2) === 0 ? renamed : { ...renamed, aliases: [schema.name] };
  }

  mutatedUnion(union: Schema[]): Schema {
    const index = this.below(union.length);
    if (this.below(3) === 0) return union.toReversed();
    if (this.below(2) === 0) return union.filter((_, at) => at !== index);
    const fresh = PRIMITIVES.filter((each) => !union.includes(each));
    return [...union, this.of(fresh)];
  }

  mutatedRecord(record: { [attribute: string]: any }): Schema {
    const { fields } = record;
    const index = this.below(Math.max(fields.length, 1));
    switch (this.below(6)) {
      case 0:
        return { ...record, fields: fields.toSpliced(index, 1) };
      case 1:
        return { ...record, fields: [...fields, { name: 'z', type: 'int', default: 3 }] };
      case 2:
        return { ...record, fields: [...fields, { name: 'z', type: 'string' }] };
      case 3:
        return { ...record, fields: fields.toReversed() };
      case 4: {
        const field = fields[index];
        const renamed = field && { ...field, name: 'y', aliases: [field.name] };
        return { ...record, fields: fields.toSpliced(index, 1, ...(renamed ? [renamed] : [])) };
      }
      default: {
        const field = fields[index];
        if (!field) return record;
        const { default: _dropped, ...rest } = field;
        return {
          ...record,
          fields: fields.toSpliced(index, 1, { ...rest, type: this.mutate(field.type) }),
        };
      }
    }
  }
}

export const drawing = fc
  .infiniteStream(fc.nat(1_000_000))
  .map((stream) => new Drawing((limit) => (stream.next().value as number) % limit));

export const isReadable = (schema: Schema) => avro.read(sourceOf(schema)).ok;
export const pairs = drawing
  .map((draw): [Schema, Schema] => {
    const old = draw.schema(3);
    let changed = draw.mutate(structuredClone(old));
    for (let more = draw.below(3); more > 0; more--)
      changed = draw.mutate(structuredClone(changed));
    return [old, changed];
  })
  // Mutations may name a type twice or leave a name undefined; those are no schemas.
  .filter((pair) => pair.every(isReadable));

export const sourceOf = (schema: Schema): SchemaSource => ({
  type: 'AVRO',
  text: JSON.stringify(schema),
  references: [],
});

export function read(schema: Schema): ReadSchema {
  const result = avro.read(sourceOf(schema));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

export const compare = (old: Schema, changed: Schema): CompatibilityReport =>
  checkCompatibility({
    old: [{ version: 1, source: sourceOf(old) }],
    new: sourceOf(changed),
    mode: 'BACKWARD',
    assumption: 'open-world',
  });
