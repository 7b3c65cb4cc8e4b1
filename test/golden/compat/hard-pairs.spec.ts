import { describe, expect, it } from '@jest/globals';
import { checkCompatibility } from '#compat';
import { HARD_PAIR_FILES, hardPairsIn, hardPairSource } from '../../support/hard-pairs.js';

/**
 * Pairs thought out to catch the engine, each with the verdict found by hand before it was asked:
 * readers against what was written under the old schema, in an open world.
 */
describe.each(HARD_PAIR_FILES)('hard pairs, %s', (type, file) => {
  it.each(hardPairsIn(file).map((pair) => [pair.says, pair] as const))('%s', (_, pair) => {
    const source = (schema: unknown) => hardPairSource(type, schema);
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
