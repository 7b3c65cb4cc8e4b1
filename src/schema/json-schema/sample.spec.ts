import { describe, expect, it } from '@jest/globals';
import { jsonSchema } from './json-schema.js';

/** Everything that so many seeds make of a schema. */
function samplesOf(schema: unknown): readonly unknown[] {
  const read = jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { value } = read;
  const validator = jsonSchema.compile(value);
  const samples = Array.from({ length: 40 }, (_, seed) => jsonSchema.sample(value, seed));
  expect(samples.filter((sample) => sample !== undefined && !validator.isValid(sample))).toEqual(
    [],
  );
  return [...new Set(samples)];
}

describe('a sample of a JSON Schema', () => {
  it('is often one that its authors show', () => {
    const shown = samplesOf({ type: 'string', examples: ['ada'], default: 'grace' });
    expect(shown).toEqual(expect.arrayContaining(['ada', 'grace']));
    expect(shown.length).toBeGreaterThan(2);
    expect(samplesOf({ type: 'integer', default: 7 })).toContain(7);
  });

  it('is one that every list of values holds, and there is none where no value is in all', () => {
    expect(samplesOf({ enum: [1, 2], allOf: [{ enum: [2, 3] }] })).toEqual([2]);
    expect(samplesOf({ enum: [1], allOf: [{ enum: [2] }] })).toEqual([undefined]);
  });

  it('is a multiple of a step that is written in more digits than a decimal is rounded to', () => {
    const step = 0.3333333333333333;
    const samples = samplesOf({ type: 'number', multipleOf: step, minimum: 1, maximum: 9 });
    expect(samples).toContain(step * 5);
  });

  it('lies within the narrowest of the bounds that are said, whichever is said first', () => {
    const bounds = (...allOf: readonly object[]) => samplesOf({ type: 'integer', allOf });
    expect(bounds({ minimum: 2, maximum: 7 }, { minimum: 6, maximum: 6 })).toEqual([6]);
    expect(bounds({ minimum: 6, maximum: 6 }, { minimum: 2, maximum: 7 })).toEqual([6]);
  });

  it('fits a pattern of any construct that one character can be drawn for', () => {
    const fits = (pattern: string) => samplesOf({ type: 'string', pattern }).map(String);
    expect(fits('^(?:ab){2}(c)$')).toEqual(['ababc']);
    // Only the lenient syntax has this one.
    expect(fits('^[\\_]\\_$')).toEqual(['__']);
    expect(fits('^[\u4e00-\u9fff]$')).toEqual(['undefined']);
  });
});
