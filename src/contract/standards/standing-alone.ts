import { metaSchemaDocument, pointerTokens, valueAtPointer } from '#schema';
import { beyond, localTokens, partsOf } from './local-pointer.js';
import { isMembers } from './lossless-text.js';
import { NotImportable, shown } from './not-importable.js';
import { pointsOutside, type Reading } from './reading.js';
import { rewriteSchema } from './rewrite-schema.js';
import type { ValueMeter } from './value-meter.js';

export interface Surroundings {
  readonly reading: Reading;
  readonly meter: ValueMeter;
  /** What the contract refers to by a name, for a registry to find. */
  readonly names: ReadonlySet<string>;
  /** Those that the document brings along, by their key below `components/schemas`. */
  readonly references: ReadonlyMap<string, string>;
}

/**
 * A JSON Schema that stands somewhere in a document, as one that stands alone. What it refers to
 * in itself it refers to from its own root again; what else it refers to in the document moves
 * below its `$defs`, once each, so that a schema may still refer to itself.
 */
export function standingAlone(at: string, surroundings: Surroundings): unknown {
  const { reading, meter } = surroundings;
  const visit = (value: unknown): void => meter.one(value);
  const root = valueAtPointer(reading.document, at);
  const addresses = addressesOf(root);
  const moved = new Moved(isMembers(root) ? root['$defs'] : undefined);
  const rewritten = (from: string): unknown => {
    const schema = valueAtPointer(reading.document, from);
    const isApart = from !== at && isMembers(schema) && typeof schema['$id'] === 'string';
    const reference = (said: string, resource: string): string => {
      const isEmbedded = resource !== '' || isApart;
      const home = isEmbedded ? from + resource : at;
      return referenceFrom(said, { ...surroundings, at, addresses, home, isEmbedded, moved });
    };
    return rewriteSchema(schema, { reference, visit });
  };
  const whole = rewritten(at);
  const definitions = [...moved.each((pointer) => rewritten(pointer))];
  if (!isMembers(whole) || definitions.length === 0) return whole;
  const own = isMembers(whole['$defs']) ? whole['$defs'] : {};
  return { ...whole, $defs: { ...own, ...Object.fromEntries(definitions) } };
}

interface Where extends Surroundings {
  /** Where the whole schema stands in the document. */
  readonly at: string;
  readonly addresses: Addresses;
  /** The place `#` means: the whole, or what has an address of its own. */
  readonly home: string;
  readonly isEmbedded: boolean;
  readonly moved: Moved;
}

function referenceFrom(said: string, where: Where): string {
  const { at, home, isEmbedded, moved, reading } = where;
  const named = nameOfReference(said, where);
  if (named !== undefined) return named;
  // An anchor, or the root of the schema: neither says anything about the document.
  if (said === '#' || /^#[^/]/.test(said)) return said;
  if (localTokens(said) === undefined) return fromElsewhere(said, where);
  const own = beyond(said, pointerTokens(home));
  if (own !== undefined) return `#${own}`;
  const target = reading.target(at, said);
  if (!isEmbedded) return `#/$defs/${moved.nameOf(target)}`;
  throw new NotImportable(
    `at ${shown(home)} stands a schema with an address of its own ("$id"), and in it the reference ${shown(said)} would mean another place. Leave that "$id" out.`,
  );
}

/** A schema under another subject leaves as a component and comes back under its name. */
function nameOfReference(said: string, { names, references }: Where): string | undefined {
  const { address } = partsOf(said);
  if (address !== '') return names.has(address) ? said : undefined;
  for (const [key, name] of references) {
    const rest = beyond(said, ['components', 'schemas', key]);
    if (rest !== undefined) return rest === '' ? name : `${name}#${rest}`;
  }
  return undefined;
}

/** An address may be one that a schema in the document gives itself, or a draft’s own. */
function fromElsewhere(said: string, { at, addresses }: Where): string {
  const address = resolved(partsOf(said).address, addresses.base);
  if (addresses.all.has(address) || metaSchemaDocument(address)) return said;
  throw pointsOutside(at, said);
}

interface Addresses {
  readonly base: string;
  readonly all: ReadonlySet<string>;
}

/** The addresses that parts of a schema give themselves, each as seen from its root. */
function addressesOf(schema: unknown): Addresses {
  const base = ownAddress(schema) ?? '';
  const found = [...addressesIn(schema)];
  return { base, all: new Set(found.map((each) => resolved(each, base))) };
}

const resolved = (address: string, base: string): string =>
  URL.canParse(address, base) ? new URL(address, base).href : address;

function ownAddress(value: unknown): string | undefined {
  if (!isMembers(value)) return undefined;
  const { $id, id = $id } = value;
  const said = typeof $id === 'string' ? $id : id;
  return typeof said === 'string' ? partsOf(said).address : undefined;
}

function* addressesIn(value: unknown): Generator<string> {
  const own = ownAddress(value);
  if (own !== undefined) yield own;
  const inner = typeof value === 'object' && value !== null ? Object.values(value) : [];
  for (const each of inner) yield* addressesIn(each);
}

/** What moves below `$defs`, each under a name that nothing else there has. */
class Moved {
  readonly #names = new Map<string, string>();
  readonly #taken: Set<string>;

  constructor(own: unknown) {
    this.#taken = new Set(isMembers(own) ? Object.keys(own) : []);
  }

  nameOf(pointer: string): string {
    const known = this.#names.get(pointer);
    if (known !== undefined) return known;
    const last = pointer.slice(pointer.lastIndexOf('/') + 1).replace(/[^\w.-]/g, '_');
    const name = this.#taken.has(last) ? `${last}_${this.#taken.size}` : last;
    this.#taken.add(name);
    this.#names.set(pointer, name);
    return name;
  }

  /** Those that the last one brought along, too. */
  *each(write: (pointer: string) => unknown): Generator<readonly [string, unknown]> {
    for (const [pointer, name] of this.#names) yield [name, write(pointer)];
  }
}
