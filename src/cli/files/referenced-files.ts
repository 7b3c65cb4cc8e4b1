import { avroNamesIn, type SchemaType } from '#schema';
import type { FoundReference } from './found-reference.js';
import { importedProtos } from './imported-protos.js';
import { referencedAvro } from './referenced-avro.js';
import { referencedJson } from './referenced-json.js';
import type { SourceTree } from './source-tree.js';

interface SchemaText {
  readonly text: string;
  readonly type: SchemaType;
}

/** `"$ref"` to something other than a place in the same text. */
const REFERS_OUTSIDE = /"\$ref"\s*:\s*"[^#"]/;

/** May what it means change while its own text stays? */
export function refersOutside({ type, text }: SchemaText): boolean {
  switch (type) {
    case 'PROTOBUF':
      return text.includes('import');
    case 'AVRO':
      return avroNamesIn(text).missing.size > 0;
    case 'JSON':
      return REFERS_OUTSIDE.test(text);
  }
}

/** The schemas nearby that a schema refers to in its own words, given what was found otherwise. */
export async function referencedFiles(
  tree: SourceTree,
  schema: SchemaText & { readonly path: string },
  given: readonly { readonly text: string }[] = [],
): Promise<readonly FoundReference[]> {
  const { path, text, type } = schema;
  if (!refersOutside(schema)) return [];
  switch (type) {
    case 'PROTOBUF':
      return importedProtos(tree, { path, text });
    case 'AVRO':
      return referencedAvro(tree, { path, text }, given);
    case 'JSON':
      return referencedJson(tree, { path, text });
  }
}
