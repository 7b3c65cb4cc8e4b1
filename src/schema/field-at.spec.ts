import { describe, expect, it } from '@jest/globals';
import { fieldAt, fieldsByPointer } from './field-at.js';
import type { SchemaNode } from './language.js';

const node = (path: string, schemaPointer?: string, ...children: SchemaNode[]): SchemaNode => ({
  ...{ name: path, path, type: 'any', required: false, constraints: [], children },
  ...(schemaPointer !== undefined && { schemaPointer }),
});

describe('the field a part of a schema is about', () => {
  const fields = fieldsByPointer(
    node(
      '',
      '',
      node('/a', '/properties/a', node('/a/b', '/properties/a/properties/b')),
      node('/twice', '/properties/a'),
      node('/c', '/fields/1/type'),
      node('/referred'),
    ),
  );
  it.each([
    ['/properties/a/properties/b/minLength', '/a/b'],
    ['/fields/1', '/c'],
    ['/required', undefined],
    ['', undefined],
  ])('%s belongs to %s', (pointer, field) => expect(fieldAt(fields, pointer)).toBe(field));

  it('what two fields share belongs to one of them; what cannot be drawn to none', () => {
    expect(['/a', '/twice']).toContain(fieldAt(fields, '/properties/a'));
    expect(fieldAt(fieldsByPointer(undefined), '/properties/a')).toBeUndefined();
  });
});
