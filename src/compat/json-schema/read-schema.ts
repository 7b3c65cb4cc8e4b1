import { fail, ok, type Result } from '#kernel';
import { jsonSchema, readJsonText, type ReadSchema, rootOf, type SchemaSource } from '#schema';
import type { Json } from './json.js';
import { type NamedJson, toJson } from './library.js';
import { Undecidable } from './undecidable.js';

/** A schema read exactly, with the judge the gateway uses for the same text. */
export interface ExactSchema {
  readonly read: ReadSchema;
  readonly root: Json;
  readonly references: readonly NamedJson[];
}

const UNBOUNDED = { depthMax: Infinity, nodesMax: Infinity };

/** Reads a source; a text that is no schema is answered with a sentence. */
export function readExactly(source: SchemaSource): Result<ExactSchema, string> {
  const read = jsonSchema.read(source);
  if (!read.ok) {
    const [fault] = read.error;
    return fail(`${fault?.code} at "${fault?.pointer}": ${fault?.message}`);
  }
  try {
    const references = source.references.map(({ name, text }) => {
      const json = readJsonText(text, UNBOUNDED);
      return { name, json: json.ok ? toJson(json.value.lossless) : true };
    });
    return ok({ read: read.value, root: toJson(rootOf(read.value).lossless), references });
  } catch (error) {
    if (error instanceof Undecidable) return fail(error.reason);
    throw error;
  }
}
