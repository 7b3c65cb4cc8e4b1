import { describe, expect, it } from '@jest/globals';
import { isShown, narrowedTo, shownIn, withoutShown, withShown } from './shown-whole';

describe('what begins short and is shown to its end', () => {
  it('is read from an address as far as the page knows it', () => {
    const known = ['owner', 'tag'];
    expect(shownIn('owner', known)).toEqual(['owner']);
    expect(shownIn(['owner:pay', 'price', 'tag'], known)).toEqual(['owner:pay', 'tag']);
    expect([shownIn('price', known), shownIn(undefined, known), shownIn({}, known)]).toEqual([
      ...[undefined, undefined, undefined],
    ]);
  });

  it('is whole by its name, whatever it is narrowed to', () => {
    expect(isShown(['owner:pay'], 'owner')).toBe(true);
    expect(isShown(['change:new'], 'change:new')).toBe(true);
    expect(isShown(['change:new'], 'change:old')).toBe(false);
    expect([isShown(undefined, 'owner'), isShown(['owners'], 'owner')]).toEqual([false, false]);
  });

  it('may be narrowed, to words that have a colon in them too', () => {
    expect(narrowedTo(['tag', 'owner:a:b'], 'owner')).toBe('a:b');
    expect(narrowedTo(['tag', 'owner:a:b'], 'tag')).toBe('');
    expect([narrowedTo(['tag'], 'owner'), narrowedTo(undefined, 'tag')]).toEqual([
      ...[undefined, undefined],
    ]);
  });

  it('is added, and taken away with all that stands behind its name', () => {
    expect(withShown(undefined, 'tag')).toEqual({ all: ['tag'] });
    expect(withShown(['tag'], 'owner:pay')).toEqual({ all: ['tag', 'owner:pay'] });
    expect(withoutShown(['tag', 'change:old', 'change:new'], ['change'])).toEqual({ all: ['tag'] });
    expect(withoutShown(['change:old', 'change:new'], ['change:old'])).toEqual({
      all: ['change:new'],
    });
    expect([withoutShown(['tag'], ['tag']), withoutShown(undefined, ['tag'])]).toEqual([{}, {}]);
  });
});
