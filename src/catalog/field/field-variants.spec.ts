import { describe, expect, it } from '@jest/globals';
import type { SchemaSource } from '#schema';
import { variantsOf } from './field-variants.js';

const source = (definition: object, type: SchemaSource['type'] = 'JSON'): SchemaSource => ({
  ...{ type, text: JSON.stringify(definition), references: [] },
});
const made = (definition: object, pointer: string) =>
  variantsOf(source(definition), pointer).map(({ change, source: { text } }) => [
    change,
    JSON.parse(text) as unknown,
  ]);

describe('a schema with one field changed', () => {
  it('an optional field may go or be required', () => {
    expect(made({ properties: { a: {}, b: {} }, required: ['b'] }, '/properties/a')).toEqual([
      ['gone', { properties: { b: {} }, required: ['b'] }],
      ['required', { properties: { a: {}, b: {} }, required: ['b', 'a'] }],
    ]);
  });

  it('a required one may go or be optional, and no empty list is left', () => {
    expect(made({ properties: { a: {} }, required: ['a'] }, '/properties/a')).toEqual([
      ['gone', { properties: {} }],
      ['optional', { properties: { a: {} } }],
    ]);
  });

  it('what lies deeper is changed there', () => {
    const inner = { properties: { 'b/c': {} } };
    expect(made({ properties: { a: inner } }, '/properties/a/properties/b~1c')).toEqual([
      ['gone', { properties: { a: { properties: {} } } }],
      ['required', { properties: { a: { ...inner, required: ['b/c'] } } }],
    ]);
  });

  it('every digit stays', () => {
    const text = '{"properties":{"a":{"maximum":9007199254740993}}}';
    const [, required] = variantsOf({ type: 'JSON', text, references: [] }, '/properties/a');
    expect(required?.source.text).toContain('9007199254740993');
  });

  it.each(['', '/properties/a/items', '/$defs/a/properties/b', 'other.json#/properties/a'])(
    'nothing is made of %j',
    (pointer) => expect(made({ properties: { a: { items: {} } } }, pointer)).toEqual([]),
  );

  it('nothing is made of a schema of another language', () =>
    expect(variantsOf(source({ type: 'string' }, 'AVRO'), '/properties/a')).toEqual([]));
});
