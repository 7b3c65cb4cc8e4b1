import { invariant } from '#kernel';
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
    const name = this.#names.get(definition);
    invariant(name !== undefined, 'a reference of one dialect leads to a definition');
    return name;
  }

  cut(name: string, schema: Schema): void {
    const cut: Cut = { name, references: new Map(), origins: new Map() };
    const { copy, text: said } = this.#members(schema, cut);
    const { references, origins } = cut;
    // Of another draft it may say the same in other words, which the reasons would name.
    const text = `${this.#draftOf(schema)}${said}`;
    this.parts.set(name, { schema: copy as Schema, text, references, origins });
  }

  #draftOf(schema: Schema): string {
    const origin = this.dialect.origins.get(schema);
    return origin ? origin.place.document.draft.name : '';
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
    return { copy, text: `${wordsOfNever(value, origin)}{${texts.join()}}` };
  }

  #member(key: string, member: unknown, at: { cut: Cut; isSchema: boolean }): Written {
    if (key === '$ref' && typeof member === 'string') {
      const name = this.nameOf(member.slice(POINTER.length));
      at.cut.references.set(member, name);
      return { copy: member, text: `→${JSON.stringify(name)}` };
    }
    const holdsValues = at.isSchema && HOLD_VALUES.has(key);
    const { copy, text } = holdsValues
      ? { copy: member, text: JSON.stringify(member) }
      : this.#write(member, at.cut);
    return { copy, text: `${JSON.stringify(key)}:${text}` };
  }
}

/** Where a `false` was written, and as which word: it may stand in for a reference to it. */
function wordsOfNever({ never }: Schema, origin: Origin | undefined): string {
  if (never === undefined || !origin) return '';
  const { place, renamed } = origin;
  return JSON.stringify([place.document.name, place.pointer, renamed]);
}

/** Where each definition stands; copies made for several dynamic scopes have names of their own. */
function namesOf({ definitions, origins }: OneDialect): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [definition, schema] of Object.entries(definitions)) {
    const origin = origins.get(schema as object);
    invariant(origin, 'a definition stands somewhere in a text');
    const name = `${origin.place.document.name}#${origin.place.pointer}`;
    names.set(definition, taken.has(name) ? `copy ${definition}` : name);
    taken.add(name);
  }
  return names;
}
