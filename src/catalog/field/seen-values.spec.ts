import { describe, expect, it } from '@jest/globals';
import { seenValues } from './seen-values.js';
import { shapeOfText, valuesAt } from './value-shape.js';

const at = new Date('2026-11-26T10:00:00Z');
const sampled = (value: unknown, source = '/shop') => ({ value, source, at });
const open = { isClosed: false, isPersonal: false };

describe('what a field looked like', () => {
  it('is told as a shape, never as the value', () => {
    expect(shapeOfText('ORD-2026-x7')).toBe('AAA-9999-a9');
    expect(shapeOfText('x'.repeat(400))).toHaveLength(25);
    const seen = seenValues([sampled({ note: 'Ada 7' })], '/note', open);
    expect(seen?.shapes).toEqual([{ shape: 'Aaa 9', count: 1 }]);
    expect(JSON.stringify(seen)).not.toContain('Ada');
  });

  it('of a personal field only presence and length are told', () => {
    const personal = { isClosed: true, isPersonal: true };
    const seen = seenValues([sampled({ email: 'ada@example.com' })], '/email', personal);
    expect(seen).toMatchObject({ present: 1, shapes: [], shortest: 15, longest: 15 });
  });

  it('absent, null and value are three things', () => {
    const sample = [sampled({}), sampled({ a: null }), sampled({ a: 3 }), sampled({ a: 9 })];
    expect(seenValues(sample, '/a', open)).toMatchObject({
      ...{ events: 4, present: 3, nulls: 1, smallest: 3, largest: 9, different: 3 },
    });
  });

  it('values of a closed set are shown, and who sends the field', () => {
    const sample = [sampled({ s: 'paid' }), sampled({ s: 'paid' }), sampled({}, '/other')];
    const seen = seenValues(sample, '/s', { isClosed: true, isPersonal: false });
    expect(seen?.shapes).toEqual([{ shape: 'paid', count: 2 }]);
    expect(seen?.senders).toEqual([
      { name: '/shop', events: 2, present: 2 },
      { name: '/other', events: 1, present: 0 },
    ]);
  });

  it('a star is every item of a list and every member of a map', () => {
    expect(valuesAt({ lines: [{ p: 1 }, { p: 2 }, {}] }, '/lines/*/p')).toEqual([1, 2]);
    expect(valuesAt({ 'a/b': { x: 1 } }, '/a~1b/*')).toEqual([1]);
    expect(valuesAt('text', '/length')).toEqual([]);
  });

  it('nothing sampled is nothing told', () => {
    expect(seenValues([], '/a', open)).toBeUndefined();
  });
});
