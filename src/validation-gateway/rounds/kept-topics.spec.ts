import { describe, expect, it } from '@jest/globals';
import type { Contract } from '#contract';
import { keptTopics } from './kept-topics.js';

const NOW = new Date('2026-11-26T00:00:00Z');
const on = (topic: string, channel: Partial<Contract['channel']> = {}) => ({
  contract: {
    channel: { topic, partitions: 1, cleanup: 'delete', ...channel },
    enforcement: {},
  } as Contract,
});
const kept = (...contracts: ReturnType<typeof on>[]) =>
  keptTopics(contracts, NOW).map(({ topic, since }) => `${topic} ${since.toISOString()}`);

describe('how long a topic keeps its events', () => {
  it('is what its contract says', () => {
    expect(kept(on('a', { retention: 'P1D' }), on('b', { retention: 'PT1H' }))).toEqual([
      'a 2026-11-25T00:00:00.000Z',
      'b 2026-11-25T23:00:00.000Z',
    ]);
  });

  it('is the longest of several contracts', () => {
    const days = [on('a', { retention: 'P1D' }), on('a', { retention: 'P2D' })];
    expect(kept(...days)).toEqual(['a 2026-11-24T00:00:00.000Z']);
  });

  it('is for ever where one of them does not say, or an old event may be the only word', () => {
    expect(kept(on('a', { retention: 'P1D' }), on('a'))).toEqual([]);
    expect(kept(on('a', { retention: 'P1D', cleanup: 'compact' }))).toEqual([]);
  });
});
