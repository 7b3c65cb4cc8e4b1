import { describe, expect, it } from '@jest/globals';
import { keepText, toldAs } from './told-as';

describe('an answer the server drew from', () => {
  it('is sent along as it was told', () => {
    const text = '{"b": 1.0}';
    const answer: unknown = JSON.parse(text);
    keepText(answer, text);
    expect(toldAs(answer)).toBe(text);
  });

  it('is written as JSON where its text was not kept', () => {
    keepText('a word', '"another"');
    keepText(null, '1');
    expect([{ pages: [] }, 'a word', null, 7].map(toldAs)).toEqual([
      '{"pages":[]}',
      '"a word"',
      'null',
      '7',
    ]);
  });
});
