import { describe, expect, it } from '@jest/globals';
import { jsonSchema } from './json-schema/json-schema.js';
import { nodesAt } from './schema-paths.js';

const treeOf = (schema: object) => {
  const read = jsonSchema.read({ type: 'JSON', text: JSON.stringify(schema), references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return jsonSchema.tree(read.value);
};
const fields = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}`, { type: 'string' }]));

describe('what a schema says about a place', () => {
  it('is nothing where it declares no such field', () => {
    const tree = treeOf({ type: 'object', properties: { a: { properties: fields(3) } } });
    expect(nodesAt(tree, '/a/f2')).toHaveLength(1);
    expect(nodesAt(tree, '/a/f3')).toEqual([]);
  });

  it('stays open where the tree was cut for its size: the field may be in what is not shown', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 5 }, (_, n) => [`w${n}`, { type: 'object', properties: fields(900) }]),
    );
    const tree = treeOf({
      oneOf: [{ properties: wide }, { properties: { last: { properties: fields(2) } } }],
    });
    expect(nodesAt(tree, '/w0/f1')).toHaveLength(1);
    expect(nodesAt(tree, '/last/f1')).toBeUndefined();
    expect(nodesAt(tree, '/w4/f899')).toBeUndefined();
  });
});
