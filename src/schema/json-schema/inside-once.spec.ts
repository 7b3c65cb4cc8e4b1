import { describe, expect, it } from '@jest/globals';
import { readJsonSchema, rootOf } from './read.js';

function rootOfText(schema: unknown) {
  const read = readJsonSchema({ type: 'JSON', text: JSON.stringify(schema), references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return rootOf(read.value);
}

describe('what is inside a schema', () => {
  const whole = rootOfText({
    allOf: [{ minProperties: 1 }, { maxProperties: 9 }],
    properties: { a: { type: 'string' }, b: true, c: true },
  });
  const { inside, documents } = whole;

  it('is told by keyword, in the order of the text', () => {
    const root = inside(documents.root);
    expect(root.all.map(({ keyword }) => keyword)).toEqual([
      ...['allOf', 'allOf'],
      ...['properties', 'properties', 'properties'],
    ]);
    expect(root.of('allOf').map(({ pointer }) => pointer)).toEqual(['/allOf/0', '/allOf/1']);
    expect(root.of('anyOf')).toEqual([]);
  });

  it('is found by the schema of a property', () => {
    const root = inside(documents.root);
    const [a] = root.of('properties');
    expect(root.property(a!.schema)).toBe(a);
    expect(root.property(true)?.pointer).toMatch(/^\/properties\/[bc]$/);
    expect(root.property(false)).toBeUndefined();
  });

  it('is listed once, whoever asks', () => {
    expect(whole.inside(documents.root)).toBe(inside(documents.root));
  });
});
