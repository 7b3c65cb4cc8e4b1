import { describe, expect, it } from '@jest/globals';
import { isGuarded } from './guarding.js';
import { contractOf } from '../../test/support/contract-of.js';

const guarded = (semantics: object): boolean =>
  isGuarded(contractOf({ producers: [{ principal: 'svc', source: '/a' }], semantics }));
const entity = { type: 'order', key: '/id' };

describe('a contract is guarded, and its events are held against what was admitted before', () => {
  it.each([
    ['that says nothing', {}, false],
    ['with an entity alone', { entity }, false],
    ['with versions', { entity: { ...entity, version: '/v' } }, true],
    ['with transitions', { entity, transitions: { field: '/s', graph: { a: ['b'] } } }, true],
    ['where the last writer wins', { entity, conflict: { policy: 'last-writer-wins' } }, true],
    ['with clocks of its writers', { entity, conflict: { policy: 'vector-clock' } }, true],
    ['whose conflicts people settle', { entity, conflict: { policy: 'review' } }, false],
    ['that recognises repetitions', { dedup: { window: 'P1D' } }, true],
    ['delivered effectively once', { delivery: 'effectively-once' }, true],
  ])('one %s: %j', (_, semantics, expected) => {
    expect(guarded(semantics)).toBe(expected);
  });
});
