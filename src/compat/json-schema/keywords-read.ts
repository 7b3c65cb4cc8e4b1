import { ok, type Result } from '#kernel';
import { type KeywordReading, type SchemaSource, sourceReadAs } from '#schema';
import type { Side } from './decide.js';
import { toText } from './json.js';
import { type ExactSchema, readExactly } from './read-schema.js';

/**
 * Schemas as a contract has their keywords read: the gateway compiles the same text. A schema that is
 * read strictly stays the object it is, so what was compiled of it is used again.
 */
export class KeywordsRead {
  readonly #known = new Map<Side, Side>();

  constructor(readonly reading: KeywordReading) {}

  /** A schema from outside. Read otherwise it takes more words, which can be too many. */
  whole(schema: ExactSchema): Result<ExactSchema, string> {
    const read = this.#read(schema) ?? ok(schema);
    if (read.ok) {
      this.#known.set(schema, read.value);
      // What was read so once is not read so again.
      this.#known.set(read.value, read.value);
    }
    return read;
  }

  /** The same of a schema that was made to be tried; what cannot be read so is tried as it is. */
  side(schema: Side): Side {
    const known = this.#known.get(schema);
    if (known) return known;
    const read = this.#read(schema);
    const side = read?.ok ? read.value : schema;
    this.#known.set(schema, side);
    return side;
  }

  /** `undefined` where that is what is written. */
  #read(schema: Side): Result<ExactSchema, string> | undefined {
    const source: SchemaSource = {
      type: 'JSON',
      text: toText(schema.root),
      references: schema.references.map(({ name, json }) => ({ name, text: toText(json) })),
    };
    const read = sourceReadAs(source, this.reading);
    return read === source ? undefined : readExactly(read);
  }
}
