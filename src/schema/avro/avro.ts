import { ok } from '#kernel';
import { type Language } from '../language.js';
import { canonicalAvro, normalizedAvro } from './canonical.js';
import { avroPayload } from './payload.js';
import { readAvro } from './read.js';
import { resolvedAvro } from './resolved.js';
import { sampleAvro } from './sample.js';
import { treeOfAvro } from './tree.js';
import { avroValidator } from './validate.js';

/** Avro 1.12. */
export const avro: Language = {
  type: 'AVRO',
  read: readAvro,
  canonical: canonicalAvro,
  normalize: normalizedAvro,
  formats: { resolved: resolvedAvro },
  /** Nothing is generated, so no schema that was read is too complex. */
  tryCompile: (schema) => ok(avroValidator(schema)),
  compileFaults: () => [],
  compile: avroValidator,
  payload: avroPayload,
  tree: treeOfAvro,
  sample: sampleAvro,
};
