import { describe, expect, it } from '@jest/globals';
import { checkCompatibility } from '#compat';
import { isNight } from '../support/law-runs.js';
import { HARD_PAIR_FILES, hardPairsIn, hardPairSource } from '../support/hard-pairs.js';

const FACTOR = isNight ? 1.2 : 6;

/** Each pair is decided in `test/golden/compat/hard-pairs.spec.ts` with as many steps as it takes. */
describe.each(HARD_PAIR_FILES)('a budget that is too small, %s', (type, file) => {
  it('leaves a pair open and says so, or changes nothing about the verdict', () => {
    const met = { open: 0, decided: 0 };
    for (const pair of hardPairsIn(file)) {
      const source = (schema: unknown) => hardPairSource(type, schema);
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
