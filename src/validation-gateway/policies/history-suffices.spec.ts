import { describe, expect, it } from '@jest/globals';
import type { Semantics } from '#contract';
import { historySuffices } from './history-suffices.js';

const semantics = (more: Partial<Semantics> = {}): Semantics => ({
  ...{ kind: 'event', delivery: 'at-least-once' },
  entity: { type: 'order', key: '/id', version: '/v' },
  ...more,
});
const by = (policy: NonNullable<Semantics['conflict']>['policy']) =>
  semantics({ conflict: { policy } });
const known = { version: 3n, isDeleted: false };

describe('what a policy kept', () => {
  it('is enough for another that compares the same, and for nobody’s first word', () => {
    expect(historySuffices(by('review'), semantics(), known)).toBe(true);
    for (const policy of ['reject', 'last-writer-wins', 'vector-clock', 'merge'] as const) {
      expect(historySuffices(by(policy), semantics(), undefined)).toBe(true);
      expect(historySuffices(by(policy), by(policy), known)).toBe(true);
    }
  });

  it('is not, where the other compares clocks and none of its form was kept', () => {
    expect(historySuffices(by('last-writer-wins'), semantics(), known)).toBe(false);
    expect(historySuffices(by('last-writer-wins'), semantics(), { ...known, clock: '7.0' })).toBe(
      true,
    );
    expect(historySuffices(by('vector-clock'), semantics(), { ...known, clock: '7.0' })).toBe(
      false,
    );
    expect(historySuffices(by('vector-clock'), semantics(), { ...known, clock: 'a=1' })).toBe(true);
  });

  it('is not, where the other merges fields that nobody kept', () => {
    expect(historySuffices(by('merge'), semantics(), known)).toBe(false);
    expect(historySuffices(by('merge'), semantics(), { ...known, merged: '{}' })).toBe(true);
    expect(historySuffices(by('merge'), semantics(), { isDeleted: true })).toBe(true);
  });

  it('is not, where the other reads versions or states from elsewhere', () => {
    const elsewhere = semantics({ entity: { type: 'order', key: '/id', version: '/w' } });
    expect(historySuffices(elsewhere, semantics(), known)).toBe(false);
    const stated = semantics({ transitions: { field: '/s', graph: { a: ['b'] } } });
    expect(historySuffices(stated, semantics(), known)).toBe(false);
    expect(historySuffices(stated, stated, known)).toBe(true);
    expect(historySuffices(stated, semantics(), { ...known, state: 'a' })).toBe(true);
  });
});
