import { describe, expect, it } from '@jest/globals';
import { connectionsAllowed } from './connections-allowed.js';

describe('connections of each server', () => {
  it.each([
    [10_000, 2, 1_048_576, 10_000],
    [10_000, 2, 1_024, 284],
    [10_000, 1, 1_024, 668],
    [100, 2, 1_024, 100],
    [10_000, 2, 100, 16],
    [10_000, 2, Infinity, 10_000],
  ])('%d wanted by %d servers with %d open files are %d', (wanted, servers, files, expected) => {
    expect(connectionsAllowed(wanted, servers, files)).toBe(expected);
  });

  it('are no fewer than can be where the system tells', () => {
    expect(connectionsAllowed(20, 2)).toBeGreaterThanOrEqual(16);
  });
});
