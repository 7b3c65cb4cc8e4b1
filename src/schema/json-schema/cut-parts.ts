import { type OneDialect, type Origin } from './one-dialect.js';

const POINTER = '#/$defs/';
/** Words that hold values, in which nothing is a schema or a reference. */
const HOLD_VALUES = new Set(['const', 'sameAs', 'enum', 'oneOfValues']);

type Schema = Readonly<Record<string, unknown>>;

/** A definition of one schema; its name is one that the same place has in every version. */
export interface Part {
  readonly schema: Schema;
  /** All it says, its references by such names: equal texts say the same. */
  readonly text: string;
  /** Names of parts, by the text of the reference. */
  readonly references: ReadonlyMap<string, string>;
  /** Where the schemas it is made of stand. */
  readonly origins: ReadonlyMap<object, Origin>;
}

/**
 * Cuts a schema into parts that can be compiled and shared one by one: its definitions, and the
 * objects described inside them. So a change costs the part it is in and no other. The root has
 * the empty name.
 */
export function cutParts(dialect: OneDialect): ReadonlyMap<string, Part> {
  const cutter = new Cutter(dialect);
  const { $defs: _definitions, ...root } = dialect.schema;
  cutter.cut('', root);
  for (const [definition, schema] of Object.entries(dialect.definitions))
    cutter.cut(cutter.nameOf(definition), schema as Schema);
  return cutter.parts;
}

interface Written {
  readonly copy: unknown;
  readonly text: string;
}

interface Cut {
  readonly name: string;
  readonly references: Map<string, string>;
  readonly origins: Map<object, Origin>;
}

class Cutter {
  readonly parts = new Map<string, Part>();
  readonly #names: ReadonlyMap<string, string>;
  readonly #taken: ReadonlySet<string>;

  constructor(private readonly dialect: OneDialect) {
    this.#names = namesOf(dialect);
    this.#taken = new Set(this.#names.values());
  }

  nameOf(definition: string): string {
    return this.#names.get(definition) ?? `copy ${definition}`;
  }

  cut(name: string, schema: Schema): void {
    const cut: Cut = { name, references: new Map(), origins: new Map() };
    const { copy, text } = this.#members(schema, cut);
    const { references, origins } = cut;
    this.parts.set(name, { schema: copy as Schema, text, references, origins });
  }

  #write(value: unknown, cut: Cut): Written {
    if (typeof value !== 'object' || value === null)
      return { copy: value, text: JSON.stringify(value) };
    if (!Array.isArray(value))
      return this.#apart(value as Schema, cut) ?? this.#members(value as Schema, cut);
    const items = value.map((item) => this.#write(item, cut));
    const texts = items.map(({ text }) => text);
    return { copy: items.map(({ copy }) => copy), text: `[${texts.join()}]` };
  }

  /** An object described inside a part becomes a part, and a reference stands in its place. */
  #apart(schema: Schema, cut: Cut): Written | undefined {
    const origin = this.dialect.origins.get(schema);
    if (!origin || schema.properties === undefined || cut.name.startsWith('copy '))
      return undefined;
    const { document, pointer } = origin.place;
    const name = `in ${document.name}#${pointer}`;
    if (this.parts.has(name) || this.#taken.has(name)) return undefined;
    this.cut(name, schema);
    return this.#reference(name, origin, cut);
  }

  #reference(name: string, origin: Origin, cut: Cut): Written {
    const copy = { $ref: name };
    cut.references.set(name, name);
    cut.origins.set(copy, origin);
    return { copy, text: `→${JSON.stringify(name)}` };
  }

  #members(value: Schema, cut: Cut): Written {
    const origin = this.dialect.origins.get(value);
    const copy: Record<string, unknown> = {};
    const texts: string[] = [];
    for (const [key, member] of Object.entries(value)) {
      const written = this.#member(key, member, { cut, isSchema: origin !== undefined });
      copy[key] = written.copy;
      texts.push(written.text);
    }
    if (origin) cut.origins.set(copy, origin);
    return { copy, text: `{${texts.join()}}` };
  }

  #member(key: string, member: unknown, at: { cut: Cut; isSchema: boolean }): Written {
    if (key === '$ref' && typeof member === 'string') {
      const name = this.#target(member) ?? member;
      at.cut.references.set(member, name);
      return { copy: member, text: `→${JSON.stringify(name)}` };
    }
    const holdsValues = at.isSchema && HOLD_VALUES.has(key);
    const { copy, text } = holdsValues
      ? { copy: member, text: JSON.stringify(member) }
      : this.#write(member, at.cut);
    return { copy, text: `${JSON.stringify(key)}:${text}` };
  }

  #target(reference: string): string | undefined {
    return this.#names.get(reference.slice(POINTER.length));
  }
}

/** Where each definition stands; copies made for several dynamic scopes have names of their own. */
function namesOf({ definitions, origins }: OneDialect): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [definition, schema] of Object.entries(definitions)) {
    const place = origins.get(schema as object)?.place;
    const name = place ? `${place.document.name}#${place.pointer}` : '';
    names.set(definition, place && !taken.has(name) ? name : `copy ${definition}`);
    taken.add(name);
  }
  return names;
}
