import { invariant } from '#kernel';
import { type Language } from '../language.js';
import { canonicalJsonSchema, normalizedJsonSchema } from './canonical.js';
import { compileFaults, compileJsonSchema } from './compile.js';
import { jsonPayload } from './payload.js';
import { readJsonSchema } from './read.js';
import { sampleJsonSchema } from './sample.js';
import { treeOfJsonSchema } from './tree.js';

/** JSON Schema, drafts 03 to 2020-12. */
export const jsonSchema: Language = {
  type: 'JSON',
  read: readJsonSchema,
  canonical: canonicalJsonSchema,
  normalize: normalizedJsonSchema,
  tryCompile: compileJsonSchema,
  compileFaults,
  compile(schema) {
    const validator = compileJsonSchema(schema);
    invariant(
      validator.ok,
      'a schema too complex to compile is refused by `tryCompile` before it is stored',
    );
    return validator.value;
  },
  payload(schema) {
    return jsonPayload(schema, this.compile(schema));
  },
  tree: treeOfJsonSchema,
  sample: sampleJsonSchema,
};
