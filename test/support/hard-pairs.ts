import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SchemaSource, SchemaType } from '#schema';

/** A pair of `test/golden/compat/hard-pairs`, its verdict found by hand before the engine was asked. */
export interface HardPair {
  readonly says: string;
  readonly expected: 'compatible' | 'incompatible';
  readonly old: unknown;
  readonly new: unknown;
}

/** Each language and the file of its pairs. */
export const HARD_PAIR_FILES = [
  ['JSON', 'json-schema'],
  ['AVRO', 'avro'],
  ['PROTOBUF', 'protobuf'],
] as const;

const ROOT = join(process.cwd(), 'test/golden/compat/hard-pairs');

export const hardPairsIn = (file: string) =>
  JSON.parse(readFileSync(join(ROOT, `${file}.json`), 'utf8')) as readonly HardPair[];

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/**
 * JSON Schemas that name no draft are of 2020-12; a text stands for itself where reading it as a value
 * would change it.
 */
export const hardPairSource = (type: SchemaType, schema: unknown): SchemaSource => ({
  type,
  text: textOf(type, schema),
  references: [],
});

function textOf(type: SchemaType, schema: unknown): string {
  if (type === 'PROTOBUF') return String(schema);
  if (type === 'AVRO') return JSON.stringify(schema);
  if (typeof schema === 'string') return schema;
  return JSON.stringify({ $schema: DRAFT, ...(schema as object) });
}
