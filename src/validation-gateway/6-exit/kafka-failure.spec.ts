import { describe, expect, it } from '@jest/globals';
import { failureOf, isTopicMissing, NotSent } from './kafka-failure.js';

const typed = (type: string) => Object.assign(new Error(type), { type });

describe('what a failed send to Kafka means', () => {
  it('a leader that says no before writing allows another try', () => {
    expect(failureOf(typed('NOT_LEADER_FOR_PARTITION'))).toBe('not-stored');
    expect(failureOf(typed('NOT_ENOUGH_REPLICAS'))).toBe('not-stored');
  });

  it('anything that may have been written is never tried again by us', () => {
    for (const type of ['REQUEST_TIMED_OUT', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'UNKNOWN'])
      expect(failureOf(typed(type))).toBe('unknown');
    expect(failureOf(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toBe('unknown');
    expect(failureOf('no error at all')).toBe('unknown');
    expect(failureOf(new NotSent('no connection'))).toBe('not-sent');
  });

  it('looks through the wrappings of kafkajs', () => {
    const inner = typed('UNKNOWN_TOPIC_OR_PARTITION');
    const wrapped = new Error('retries', { cause: new Error('x', { cause: inner }) });
    expect(isTopicMissing(wrapped)).toBe(true);
    const aggregate = Object.assign(new Error('topics'), { errors: [typed('POLICY_VIOLATION')] });
    expect(failureOf(aggregate)).toBe('refused');
  });
});
