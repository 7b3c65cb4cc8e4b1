import { describe, expect, it } from '@jest/globals';
import { fieldAt, fieldsByPointer } from '../field-at.js';
import { memberPath } from './member-path.js';
import { readJsonSchema } from './read.js';
import { treeOfJsonSchema } from './tree.js';

describe('the field a pointer alone tells', () => {
  it.each([
    ['/properties/a', '/a'],
    ['/properties/a/enum', '/a'],
    ['/properties/a/properties', '/a'],
    ['/properties/a/properties/b/minLength', '/a/b'],
    ['/properties/properties/properties/enum', '/properties/enum'],
    ['/properties/a~1b/type', '/a~1b'],
    ['', ''],
    ['/required', ''],
    ['/properties', ''],
  ])('%s is about %s', (pointer, field) => expect(memberPath(pointer)).toBe(field));

  it.each([
    ...['/items', '/definitions/a', '/definitions/a/properties/b', '/allOf/0/properties/a'],
    ...['/properties/a/items', '/properties/a/items/minLength', '/properties/a/oneOf/1'],
    ...['/properties/a/additionalProperties', '/properties/a/enum/0', 'address.json#/properties/a'],
  ])('%s is left to who reads the schema', (pointer) =>
    expect(memberPath(pointer)).toBeUndefined(),
  );

  it('is the field the drawn tree tells', () => {
    const order = { type: 'object', properties: { id: { minLength: 1 }, 'a/b': { enum: [1] } } };
    const text = JSON.stringify({ properties: { order, list: { items: { type: 'string' } } } });
    const read = readJsonSchema({ type: 'JSON', text, references: [] });
    if (!read.ok) throw new Error('The schema is one.');
    const drawn = fieldsByPointer(treeOfJsonSchema(read.value));
    for (const pointer of [
      ...[
        '',
        '/required',
        '/properties',
        '/properties/order',
        '/properties/order/type',
        '/properties/order/properties/id',
      ],
      ...['/properties/order/properties/a~1b/enum', '/properties/list/items'],
    ]) {
      const told = memberPath(pointer);
      if (told !== undefined)
        expect([pointer, told]).toEqual([pointer, fieldAt(drawn, pointer) ?? '']);
    }
  });
});
