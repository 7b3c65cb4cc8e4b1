import { avro } from './avro/avro.js';
import { jsonSchema } from './json-schema/json-schema.js';
import { type Language, type SchemaType } from './language.js';
import { protobuf } from './protobuf/protobuf.js';

/** The languages that can be read; a missing one is a type that is known but not read yet. */
export const languages: Partial<Readonly<Record<SchemaType, Language>>> = {
  JSON: jsonSchema,
  AVRO: avro,
  PROTOBUF: protobuf,
};

/** The language of a type, or `undefined` where schemas of that type are not read yet. */
export const languageOf = (type: SchemaType): Language | undefined => languages[type];
