import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { checkCompatibility } from '#compat';
import type { SchemaType } from '#schema';
import { isNight } from '../support/law-runs.js';

/** The pairs of `test/golden/compat/hard-pairs`, each decided there with as many steps as it takes. */
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
  JSON.parse(
    readFileSync(join(process.cwd(), `test/golden/compat/hard-pairs/${file}.json`), 'utf8'),
  ) as readonly HardPair[];

function textOf(type: SchemaType, schema: unknown): string {
  if (type === 'PROTOBUF' || typeof schema === 'string') return String(schema);
  if (type === 'AVRO') return JSON.stringify(schema);
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return JSON.stringify({ $schema, ...(schema as object) });
}

const FACTOR = isNight ? 1.2 : 6;

describe.each(files)('a budget that is too small, %s', (type, file) => {
  it('leaves a pair open and says so, or changes nothing about the verdict', () => {
    const met = { open: 0, decided: 0 };
    for (const pair of pairsIn(file)) {
      const source = (schema: unknown) => ({ type, text: textOf(type, schema), references: [] });
      for (let stepsMax = 1; stepsMax < 5_000; stepsMax = Math.ceil(stepsMax * FACTOR)) {
        const { verdict, comparisons } = checkCompatibility({
          old: [{ version: 1, source: source(pair.old) }],
          new: source(pair.new),
          mode: 'BACKWARD',
          assumption: 'open-world',
          stepsMax,
        });
        const isOpen = verdict === 'undecided';
        met[isOpen ? 'open' : 'decided']++;
        expect([pair.says, stepsMax, verdict]).toEqual([
          ...[pair.says, stepsMax, isOpen ? 'undecided' : pair.expected],
        ]);
        const because = comparisons.map((each) => each.undecidedBecause ?? '').join('');
        expect([pair.says, stepsMax, because !== '']).toEqual([pair.says, stepsMax, isOpen]);
      }
    }
    expect(Math.min(met.open, met.decided)).toBeGreaterThan(10);
  });
});
