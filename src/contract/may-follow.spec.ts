import { describe, expect, it } from '@jest/globals';
import { mayFollow, statesIn } from './may-follow.js';

const graph = { new: ['paid', 'cancelled'], paid: ['shipped'] };

describe('a graph of states', () => {
  it.each([
    ['new', 'paid', true],
    ['new', 'shipped', false],
    ['new', 'new', true],
    ['shipped', 'new', false],
    ['shipped', 'shipped', true],
    ['constructor', 'name', false],
  ])('from %s to %s: %s', (from, to, expected) => {
    expect(mayFollow(graph, from, to)).toBe(expected);
  });

  it('knows every state it names, once', () => {
    expect([...statesIn(graph)]).toEqual(['new', 'paid', 'cancelled', 'shipped']);
  });
});
