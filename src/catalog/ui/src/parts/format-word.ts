const WORDS: Readonly<Record<string, string>> = {
  JSON: 'JSON Schema',
  AVRO: 'Avro',
  PROTOBUF: 'Protobuf',
};

export const formatWord = (format: string): string => WORDS[format] ?? format;
