import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkCompatibility } from '#compat';
import type { SchemaType } from '#schema';

/**
 * Pairs thought out to catch the engine, each with the verdict found by hand before it was asked:
 * readers against what was written under the old schema, in an open world. JSON Schemas that name no
 * draft are of 2020-12; a text stands for itself where reading it as a value would change it.
 */
const ROOT = join(process.cwd(), 'test/golden/compat/hard-pairs');
const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

interface HardPair {
  readonly says: string;
  readonly expected: 'compatible' | 'incompatible';
  readonly old: unknown;
  readonly new: unknown;
}

const files = [
  ['JSON', 'json-schema'],
  ['AVRO', 'avro'],
  ['PROTOBUF', 'protobuf'],
] as const;

const pairsIn = (file: string) =>
  JSON.parse(readFileSync(join(ROOT, `${file}.json`), 'utf8')) as readonly HardPair[];

function textOf(type: SchemaType, schema: unknown): string {
  if (type === 'PROTOBUF') return String(schema);
  if (type === 'AVRO') return JSON.stringify(schema);
  if (typeof schema === 'string') return schema;
  return JSON.stringify({ $schema: DRAFT, ...(schema as object) });
}

describe.each(files)('hard pairs, %s', (type, file) => {
  it.each(pairsIn(file).map((pair) => [pair.says, pair] as const))('%s', (_, pair) => {
    const source = (schema: unknown) => ({ type, text: textOf(type, schema), references: [] });
    const { verdict, comparisons } = checkCompatibility({
      old: [{ version: 1, source: source(pair.old) }],
      new: source(pair.new),
      mode: 'BACKWARD',
      assumption: 'open-world',
    });
    expect(verdict).toBe(pair.expected);
    const witnesses = comparisons.flatMap(({ findings }) => findings.filter((each) => each.witness));
    expect(witnesses.length > 0).toBe(verdict === 'incompatible');
  });
});
