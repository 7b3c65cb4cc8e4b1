import { describe, expect, it } from '@jest/globals';
import { type Json, toText } from './json.js';
import { toJson } from './library.js';
import { jsonAnatomy, shownValues } from './shown-values.js';

/** What the authors show along a path, from a schema and from whole events. */
const shownAt = (schema: unknown, path: readonly string[], events: readonly unknown[] = []) => {
  const start = shownValues([{ root: toJson(schema), references: [] }], events.map(toJson));
  return path.reduce((shown, key) => shown.inside(key), start).values.map(toText);
};

describe('the values that authors show', () => {
  it('for a field are those of events first, then those of its schema', () => {
    const schema = { properties: { a: { examples: ['b', 'c'], default: 'd' } } };
    expect(shownAt(schema, ['a'], [{ a: 'a' }, { other: 'e' }, 'no object'])).toEqual([
      '"a"',
      '"b"',
      '"c"',
      '"d"',
    ]);
  });

  it('for an item are those of any item', () => {
    expect(shownAt({ items: { const: 3 } }, ['0'], [[1, 2]])).toEqual(['1', '2', '3']);
  });

  it('are none where a reference of the schema leads nowhere', () => {
    const lost = { $ref: '#/none' };
    expect(shownAt({ allOf: [lost], default: 'a' }, [])).toEqual([]);
    expect(shownAt({ properties: { a: lost } }, ['a'])).toEqual([]);
  });

  it('are none of a schema in a dialect that nobody knows', () => {
    expect(shownAt({ $schema: 'http://a.test/own', default: 'a' }, [])).toEqual([]);
  });
});

describe('the anatomy of a value', () => {
  it('knows its parts, and a single value has none', () => {
    const parts = (value: unknown) =>
      jsonAnatomy
        .parts(toJson(value))
        .map(([key, part]: readonly [string, Json]) => [key, toText(part)]);
    expect(parts({ a: 1 })).toEqual([['a', '1']]);
    expect(parts(['b'])).toEqual([['0', '"b"']]);
    expect(parts('c')).toEqual([]);
  });
});
