import { describe, expect, it } from '@jest/globals';
import { type Contract, readContract } from '#contract';
import { invariant } from '#kernel';
import { rolloutDeeds } from './rollout-deeds.js';

function contract(more: object): Contract {
  const read = readContract({
    ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'a', owner: { team: 't' } },
    channel: { topic: 'a' },
    ...more,
  });
  invariant(read.ok, 'the contract of the test can be read');
  return read.value;
}
const plain = contract({});
const tried = (percent: number, undeclared = 'refuse') =>
  contract({ rollout: { candidate: { undeclared }, percent } });
const actions = (before: Contract | undefined, after: Contract) =>
  rolloutDeeds({ before, contract: after }).map(({ action }) => action);

describe('what a publication does to a rollout', () => {
  it('is nothing where nothing of it changes', () => {
    expect(actions(undefined, plain)).toEqual([]);
    expect(actions(plain, contract({ tags: ['x'] }))).toEqual([]);
    expect(actions(tried(5), tried(5))).toEqual([]);
  });

  it('starts, changes, stops and promotes it', () => {
    expect(actions(undefined, tried(0))).toEqual(['rollout.started']);
    expect(actions(plain, tried(0))).toEqual(['rollout.started']);
    expect(actions(tried(0), tried(10))).toEqual(['rollout.changed']);
    expect(actions(tried(10), tried(10, 'allow'))).toEqual(['rollout.changed']);
    expect(actions(tried(10), plain)).toEqual(['rollout.stopped']);
    expect(actions(tried(10), contract({ undeclared: 'refuse' }))).toEqual(['rollout.promoted']);
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
