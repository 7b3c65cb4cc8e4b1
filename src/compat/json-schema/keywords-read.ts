import { type KeywordReading, type SchemaSource, sourceReadAs } from '#schema';
import type { Side } from './decide.js';
import { toText } from './json.js';
import { type ExactSchema, readExactly, readSide } from './read-schema.js';

/**
 * Schemas as a contract has their keywords read: the gateway compiles the same text. A schema that is
 * read strictly stays the object it is, so what was compiled of it is used again.
 */
export class KeywordsRead {
  readonly #known = new Map<Side, Side>();

  constructor(readonly reading: KeywordReading) {}

  schema(schema: ExactSchema): ExactSchema;
  schema(schema: Side): Side;
  schema(schema: Side): Side {
    const known = this.#known.get(schema) ?? this.#read(schema);
    this.#known.set(schema, known);
    // What was read so once is not read so again.
    this.#known.set(known, known);
    return known;
  }

  #read(schema: Side): Side {
    const source: SchemaSource = {
      type: 'JSON',
      text: toText(schema.root),
      references: schema.references.map(({ name, json }) => ({ name, text: toText(json) })),
    };
    const read = sourceReadAs(source, this.reading);
    if (read === source) return schema;
    const exact = readExactly(read);
    return exact.ok ? exact.value : (readSide(schema) ?? schema);
  }
}
