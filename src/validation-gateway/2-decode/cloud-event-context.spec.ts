import { describe, expect, it } from '@jest/globals';
import { contextOf } from './cloud-event-context.js';

const attributes = (more: Readonly<Record<string, string>> = {}) =>
  new Map(Object.entries({ id: '1', source: '/shop', type: 'a', specversion: '1.0', ...more }));

describe('the context of a CloudEvent', () => {
  it.each(['constructor', 'valueof', 'tostring'])(
    'may have an extension called %s, as members of every object are',
    (name) => {
      const { context, fault } = contextOf(attributes({ [name]: 'x' }));
      expect(fault).toBeUndefined();
      expect(context?.attributes.get(name)).toBe('x');
    },
  );

  it('is refused where an attribute is not of its form', () => {
    expect(contextOf(attributes({ time: 'yesterday' })).fault?.message).toBe(
      'The CloudEvents attribute "time" is not a timestamp by RFC 3339.',
    );
  });
});
