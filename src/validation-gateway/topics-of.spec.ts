import { describe, expect, it } from '@jest/globals';
import { sampleContract } from './testing/sample-contract.js';
import { topicsOf } from './topics-of.js';

const { contract } = sampleContract();

describe('the topics of a contract', () => {
  it('are that of its events alone, where no copies of refused ones are asked for', () => {
    expect(topicsOf(contract)).toEqual([contract.channel]);
  });

  it('are two otherwise, kept for the same time', () => {
    const enforcement = { ...contract.enforcement, deadLetterTopic: 'refused' };
    const kept = { ...contract.channel, retention: 'P7D', cleanup: 'compact' as const };
    expect(topicsOf({ ...contract, channel: kept, enforcement })[1]).toEqual({
      ...{ topic: 'refused', cleanup: 'delete', retention: 'P7D' },
    });
    expect(topicsOf({ ...contract, enforcement })[1]).toEqual({
      ...{ topic: 'refused', cleanup: 'delete' },
    });
  });
});
