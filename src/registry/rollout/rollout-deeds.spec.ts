import { describe, expect, it } from '@jest/globals';
import type { Contract } from '#contract';
import { contractOf } from '../../../test/support/contract-of.js';
import { rolloutDeeds } from './rollout-deeds.js';

const plain = contractOf({});
const tried = (percent: number, undeclared = 'refuse') =>
  contractOf({ rollout: { candidate: { undeclared }, percent } });
const actions = (before: Contract | undefined, after: Contract) =>
  rolloutDeeds({ before, contract: after }).map(({ action }) => action);

describe('what a publication does to a rollout', () => {
  it('is nothing where nothing of it changes', () => {
    expect(actions(undefined, plain)).toEqual([]);
    expect(actions(plain, contractOf({ tags: ['x'] }))).toEqual([]);
    expect(actions(tried(5), tried(5))).toEqual([]);
  });

  it('starts, changes, stops and promotes it', () => {
    expect(actions(undefined, tried(0))).toEqual(['rollout.started']);
    expect(actions(plain, tried(0))).toEqual(['rollout.started']);
    expect(actions(tried(0), tried(10))).toEqual(['rollout.changed']);
    expect(actions(tried(10), tried(10, 'allow'))).toEqual(['rollout.changed']);
    expect(actions(tried(10), plain)).toEqual(['rollout.stopped']);
    expect(actions(tried(10), contractOf({ undeclared: 'refuse' }))).toEqual(['rollout.promoted']);
  });

  it('says which candidate, on which share, and what was before', () => {
    const [deed] = rolloutDeeds({ before: tried(5), contract: tried(20) });
    const candidate = expect.stringMatching(/^[0-9a-f]{16}$/);
    expect(deed?.details).toEqual({
      ...{ candidate, percent: 20, stickiness: 'key' },
      before: { candidate, percent: 5, stickiness: 'key' },
    });
  });
});
