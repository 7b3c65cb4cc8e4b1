import { describe, expect, it } from '@jest/globals';
import { namedMessages } from './named-messages.js';

const said = (contract: string, schemaVersion: number, message: string | null, isInForce = false) =>
  ({ contract, schemaVersion, message, isInForce }) as const;

describe('the messages that are events of a subject', () => {
  it('are any where no contract says which, or one of several does not', () => {
    expect(namedMessages([])).toBeUndefined();
    expect(namedMessages([said('a', 1, 'A'), said('a', 2, null, true)])).toBeUndefined();
    expect(namedMessages([said('a', 1, 'A', true), said('b', 1, null, true)])).toBeUndefined();
    expect(namedMessages([said('a', 1, 'A', true)], { contract: 'a', message: undefined })).toBe(
      undefined,
    );
  });

  it('are those of every contract in force, and of the one that is published', () => {
    const promised = [said('a', 1, 'A', true), said('b', 1, 'B', true), said('gone', 1, 'G')];
    expect(namedMessages(promised)?.now).toEqual(['A', 'B']);
    expect(namedMessages(promised, { contract: 'c', message: 'C' })?.now).toEqual(['C', 'A', 'B']);
    expect(namedMessages(promised, { contract: 'a', message: 'A2' })?.now).toEqual(['A2', 'B']);
  });

  it('were in an older version those named then, or before; the last word about a version counts', () => {
    const promised = [said('a', 2, 'X'), said('a', 2, 'A'), said('a', 5, 'B', true)];
    const named = namedMessages(promised, { contract: 'a', message: 'C' });
    expect([1, 2, 4, 5, 6].map((version) => named?.of(version))).toEqual([
      undefined,
      ['A'],
      ['A'],
      ['B'],
      ['B'],
    ]);
    const two = namedMessages([...promised, said('b', 5, 'D', true)]);
    expect([two?.of(1), two?.of(2)]).toEqual([undefined, ['A', 'D']]);
  });
});
