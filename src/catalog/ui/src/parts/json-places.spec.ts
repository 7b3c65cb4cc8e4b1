import { describe, expect, it } from '@jest/globals';
import { jsonPlaces, lineAt, nearestPlace, placeOfByte } from './json-places';

const TEXT = `{
  "a": 1,
  "b/c": [true, { "d": null }],
  "e": "x, \\"y\\": {"
}`;

describe('where values stand in a text', () => {
  it('every value is found by its pointer', () => {
    const places = jsonPlaces(TEXT);
    const begin = (pointer: string) => TEXT.slice(places.get(pointer) ?? -1).slice(0, 4);
    expect([...places.keys()]).toEqual([
      '',
      '/a',
      '/b~1c',
      '/b~1c/0',
      '/b~1c/1',
      '/b~1c/1/d',
      '/e',
    ]);
    expect(begin('/b~1c/1/d')).toBe('null');
    expect(begin('/e')).toBe('"x, ');
  });

  it('a text that is not finished is read as far as it goes', () => {
    expect([...jsonPlaces('{"a": {"b": [1, ').keys()]).toEqual(['', '/a', '/a/b', '/a/b/0']);
    expect([...jsonPlaces('{"a": "never closed').keys()]).toEqual(['', '/a']);
    expect([...jsonPlaces(']]}} :,, "').keys()]).toEqual(['']);
  });

  it('what is missing is told at what should hold it', () => {
    const places = jsonPlaces(TEXT);
    expect(nearestPlace(places, '/b~1c/1/nothing/here')).toBe(places.get('/b~1c/1'));
    expect(lineAt(TEXT, nearestPlace(places, '/e'))).toBe(3);
    expect(nearestPlace(new Map(), '/a')).toBe(0);
  });

  it('bytes are counted as the gateway counts them', () => {
    const text = '{"é": }';
    expect(placeOfByte(text, 'The value is not JSON: at byte 7 there should be a value.')).toBe(6);
    expect(placeOfByte(text, 'no place')).toBeUndefined();
  });
});
