import { languageOf, type SchemaType } from '#schema';

/** By the end of its name; anything else is taken for JSON Schema. */
export const schemaTypeOf = (path: string): SchemaType =>
  path.endsWith('.avsc') ? 'AVRO' : path.endsWith('.proto') ? 'PROTOBUF' : 'JSON';

const SCHEMA = /\.schema\.json$|\.avsc$|\.proto$/;

/** Files a folder is searched for; a language nobody reads is passed over. */
export const isSchemaPath = (path: string): boolean =>
  SCHEMA.test(path) && languageOf(schemaTypeOf(path)) !== undefined;
