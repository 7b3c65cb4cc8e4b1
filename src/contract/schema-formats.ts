/** The languages as contracts spell them. */
export const schemaFormats = { JSON: 'json-schema', AVRO: 'avro', PROTOBUF: 'protobuf' } as const;
