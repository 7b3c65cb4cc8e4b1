import { type ReadSchema } from '../language.js';
import { canonicalProtobuf, protobufWithoutExtensions } from './canonical.js';
import { serializedProtobuf } from './serialized.js';

const FORMATS: Readonly<Record<string, (schema: ReadSchema) => string>> = {
  serialized: serializedProtobuf,
  ignore_extensions: protobufWithoutExtensions,
};

/** Formats nobody knows are the canonical one: clients may be younger than we are. */
export const formattedProtobuf = (schema: ReadSchema, format: string): string =>
  ((Object.hasOwn(FORMATS, format) && FORMATS[format]) || canonicalProtobuf)(schema);
