/* eslint-disable @typescript-eslint/no-explicit-any -- reads schemas as they are written, of any form */

/**
 * Schema resolution of Avro 1.12 for one datum, straight from the specification's text, on schemas
 * as they are written. It shares no code with the product. Data are in the JSON encoding.
 */
const UNREADABLE = Symbol('unreadable');
const PROMOTED: Record<string, string> = {
  int: 'long float double',
  long: 'float double',
  float: 'double',
  string: 'bytes',
  bytes: 'string',
};

export function namesIn(schema: any, names = new Map<string, any>()): Map<string, any> {
  if (Array.isArray(schema)) schema.forEach((each) => namesIn(each, names));
  else if (typeof schema === 'object') {
    if (schema.name) names.set(schema.name, schema);
    for (const inner of [schema.items, schema.values]) if (inner) namesIn(inner, names);
    schema.fields?.forEach((field: any) => namesIn(field.type, names));
  }
  return names;
}

const tagOf = (schema: any): string => schema.name ?? schema.type ?? schema;

/** Whether a reader can take a datum of the writer (Avro 1.12, "Schema Resolution"). */
export class DatumResolver {
  readonly #writers: Map<string, any>;
  readonly #readers: Map<string, any>;
  constructor(
    readonly writer: unknown,
    readonly reader: unknown,
  ) {
    this.#writers = namesIn(writer);
    this.#readers = namesIn(reader);
  }

  takes(datum: unknown): boolean {
    return this.#resolve(this.writer, this.reader, datum) !== UNREADABLE;
  }

  #resolve(writerOrName: any, readerOrName: any, datum: any): unknown {
    const w = this.#writers.get(writerOrName) ?? writerOrName;
    const r = this.#readers.get(readerOrName) ?? readerOrName;
    if (Array.isArray(w)) {
      const tag = datum === null ? 'null' : Object.keys(datum)[0];
      const branch = w.find((each) => tagOf(each) === tag);
      return this.#resolve(branch, r, datum === null ? null : datum[tag as string]);
    }
    if (Array.isArray(r)) {
      const branch = r.find((each) => this.#matches(w, this.#readers.get(each) ?? each));
      return branch === undefined ? UNREADABLE : this.#resolve(w, branch, datum);
    }
    if (!this.#matches(w, r)) return UNREADABLE;
    const [kind] = [w.type ?? w];
    const inside = (items: any, readers: any, data: unknown[]) =>
      data.some((each) => this.#resolve(items, readers, each) === UNREADABLE) ? UNREADABLE : data;
    if (kind === 'array') return inside(w.items, r.items, datum);
    if (kind === 'map') return inside(w.values, r.values, Object.values(datum));
    if (kind === 'fixed') return w.size === r.size ? datum : UNREADABLE;
    if (kind === 'enum')
      return r.symbols.includes(datum) || r.default !== undefined ? datum : UNREADABLE;
    if (kind !== 'record') return datum;
    const isRead = r.fields.every((field: any) => {
      const from = w.fields.filter((each: any) =>
        [field.name, ...(field.aliases ?? [])].includes(each.name),
      );
      if (from.length > 1) return false;
      if (from.length === 0) return 'default' in field;
      return this.#resolve(from[0].type, field.type, datum[from[0].name]) !== UNREADABLE;
    });
    return isRead ? datum : UNREADABLE;
  }

  #matches(w: any, r: any): boolean {
    const [from, to] = [w.type ?? w, r.type ?? r];
    if (from !== to) return PROMOTED[from]?.split(' ').includes(to) ?? false;
    return !w.name || w.name === r.name || (r.aliases?.includes(w.name) ?? false);
  }
}

/** A record may stand this often inside itself; each time the reader can be at another place. */
const TIMES_INSIDE_ITSELF = 4;
const SIMPLE: Record<string, unknown> = {
  null: null,
  boolean: true,
  int: 1,
  long: 2,
  float: 0.5,
  double: 1.5,
  bytes: 'a',
  string: 'b',
};

/**
 * Data of a writer in which every choice it has is made at least once: each branch, each symbol,
 * each item that can be there. Whether a datum is read depends on its choices one path at a time,
 * so a reader that takes all of these takes everything: this is a proof by cases. None at all when
 * the writer has no value.
 */
export function coveringData(writer: unknown): unknown[] {
  return cover(writer, namesIn(writer), new Map());
}

function cover(schemaOrName: any, names: Map<string, any>, inside: Map<string, number>): unknown[] {
  const schema = names.get(schemaOrName) ?? schemaOrName;
  if (Array.isArray(schema))
    return schema.flatMap((branch) => {
      const data = cover(branch, names, inside);
      return data.map((each) =>
        branch === 'null' ? null : { [tagOf(names.get(branch) ?? branch)]: each },
      );
    });
  switch (schema.type ?? schema) {
    case 'array':
      return [[], ...cover(schema.items, names, inside).map((item) => [item])];
    case 'map':
      return [{}, ...cover(schema.values, names, inside).map((value) => ({ k: value }))];
    case 'enum':
      return schema.symbols;
    case 'fixed':
      return ['\0'.repeat(schema.size)];
    case 'record':
      return coverRecord(schema, names, inside);
    default:
      return [SIMPLE[schema.type ?? schema]];
  }
}

/** Every field in turn takes all its values, beside the first of each other field. */
function coverRecord(record: any, names: Map<string, any>, inside: Map<string, number>): unknown[] {
  const times = (inside.get(record.name) ?? 0) + 1;
  if (times > TIMES_INSIDE_ITSELF) return [];
  const deeper = new Map(inside).set(record.name, times);
  const fields: [string, unknown[]][] = record.fields.map((field: any) => [
    field.name,
    cover(field.type, names, deeper),
  ]);
  if (fields.some(([, data]) => data.length === 0)) return [];
  const first = Object.fromEntries(fields.map(([name, [datum]]) => [name, datum]));
  return [
    first,
    ...fields.flatMap(([name, data]) =>
      data.slice(1).map((datum) => ({ ...first, [name]: datum })),
    ),
  ];
}
