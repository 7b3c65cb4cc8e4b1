import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { canonicalAvro, normalizedAvro } from '../../../src/schema/avro/canonical.js';
import { readAvro } from '../../../src/schema/avro/read.js';

/** `canonical` and `normalized` are what Java's Avro 1.12.1 printed for `text`, unless `differs` says why not. */
interface Case {
  readonly about: string;
  readonly text: string;
  readonly references?: readonly string[];
  readonly canonical: string;
  readonly normalized: string;
  readonly differs?: string;
}

const cases = JSON.parse(
  readFileSync('test/golden/avro/canonical.json', 'utf8'),
) as readonly Case[];

describe('the text an Avro schema is known by is the one Java prints', () => {
  test.each(cases)('$about', ({ text, references = [], canonical, normalized }) => {
    const read = (each: string) => {
      const result = readAvro({
        type: 'AVRO',
        text: each,
        references: references.map((reference, n) => ({ name: `${n}`, text: reference })),
      });
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      return result.value;
    };
    expect(canonicalAvro(read(text))).toBe(canonical);
    expect(canonicalAvro(read(canonical))).toBe(canonical);
    expect(normalizedAvro(read(text))).toBe(normalized);
    expect(normalizedAvro(read(normalized))).toBe(normalized);
    expect(canonicalAvro(read(normalized))).toBe(normalized);
  });
});
