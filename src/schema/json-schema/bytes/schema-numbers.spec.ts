import { describe, expect, it } from '@jest/globals';
import { Constants, type Schema } from './judge-code.js';
import { PlaceWriter } from './place-writer.js';
import { SchemaNumbers } from './schema-numbers.js';

const number = (numbers: SchemaNumbers, schema: unknown) => numbers.of(schema);
const functionsOf = (schema: Schema) => {
  const writer = new PlaceWriter({}, new Constants());
  writer.root(schema);
  return writer.codes.size;
};

describe('schemas that say the same', () => {
  it('have one number, wherever they stand', () => {
    const numbers = new SchemaNumbers();
    const made = () => ({
      properties: { a: { type: 'string' }, b: { enum: ['x', 1, null] } },
      allOf: [{ minProperties: 1 }, true],
      items: false,
    });
    expect(number(numbers, made())).toBe(number(numbers, made()));
    expect(number(numbers, made().properties.a)).toBe(number(numbers, { type: 'string' }));
  });

  it('have others where anything differs: a word, a value, an order, true and false', () => {
    const others: readonly unknown[] = [
      ...[true, false, {}, { type: 'string' }, { type: ['string'] }, { const: 'string' }],
      ...[{ properties: { a: true, b: true } }, { properties: { b: true, a: true } }],
      ...[{ properties: { a: false } }, { patternProperties: { a: false } }],
      ...[{ allOf: [true] }, { anyOf: [true] }, { items: true }, { not: true }, { enum: [1] }],
      ...[{ enum: ['1'] }, { enum: [[1]] }, { dependencies: { a: ['b'] } }],
    ];
    const numbers = new SchemaNumbers();
    expect(new Set(others.map((each) => numbers.of(each))).size).toBe(others.length);
  });

  it('are judged by one function, and what depends on its surroundings by one for each', () => {
    const texts = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [`name${n}`, { type: 'string' }]),
    );
    expect(functionsOf({ properties: texts })).toBe(2);
    const inner = { type: 'object', properties: texts };
    expect(functionsOf({ properties: { a: inner, b: { ...inner } } })).toBe(3);
    expect(functionsOf({ properties: { a: inner, b: { anyOf: [inner] } } })).toBeGreaterThan(3);
  });
});
