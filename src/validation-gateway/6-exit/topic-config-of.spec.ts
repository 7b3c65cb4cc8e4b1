import { describe, expect, it } from '@jest/globals';
import { sampleContract } from '../testing/sample-contract.js';
import { topicConfigOf } from './topic-config-of.js';

const keeping = (retention?: string, cleanup: 'delete' | 'compact' = 'delete') => ({
  contract: {
    ...sampleContract().contract,
    channel: { topic: 't', partitions: 1, cleanup, ...(retention && { retention }) },
  },
});

describe('a topic made in Kafka', () => {
  it('keeps its events as long as the contract that wants them longest', () => {
    expect(topicConfigOf('t', [keeping('P1D'), keeping('P7D')])).toEqual({
      'retention.ms': '604800000',
    });
  });

  it('loses nothing by age where a contract asks for compaction', () => {
    expect(topicConfigOf('t', [keeping('P1D'), keeping('P1D', 'compact')])).toEqual({
      'retention.ms': '-1',
    });
  });

  it('is left to the broker where a contract names no time, or no contract is there', () => {
    expect(topicConfigOf('t', [keeping('P1D'), keeping()])).toEqual({});
    expect(topicConfigOf('t', [])).toEqual({});
    expect(topicConfigOf('other', [keeping('P1D')])).toEqual({});
  });

  it('keeps copies of what is refused as long as the events, and compacts none of them', () => {
    const { contract } = keeping('P1D', 'compact');
    const enforcement = { ...contract.enforcement, deadLetterTopic: 't.dead' };
    expect(topicConfigOf('t.dead', [{ contract: { ...contract, enforcement } }])).toEqual({
      'retention.ms': '86400000',
    });
  });
});
