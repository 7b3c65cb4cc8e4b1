import { describe, expect, it } from '@jest/globals';
import { inlineTagsOf, withInlineTags } from './inline-tags.js';

const field = (entityPath: string, ...tags: string[]) => ({
  schemaEntity: { entityPath, entityType: 'sr_field' as const },
  tags,
});
const record = (entityPath: string, ...tags: string[]) => ({
  schemaEntity: { entityPath, entityType: 'sr_record' as const },
  tags,
});

describe('inline tags', () => {
  it('of Avro hang on records and fields by full name', () => {
    const inner = { type: 'record', name: 'Line', fields: [{ name: 'sku', type: 'string' }] };
    const order = {
      type: 'record',
      name: 'Order',
      namespace: 'shop',
      fields: [{ name: 'lines', type: { type: 'array', items: ['null', inner] } }],
    };
    const source = { type: 'AVRO' as const, text: JSON.stringify(order) };
    const add = [field('.shop.Line.sku', 'PII'), record('shop.Order', 'A', 'B')];
    const text = withInlineTags(source, { add, remove: [] });
    expect(inlineTagsOf('AVRO', text)).toEqual([
      record('shop.Order', 'A', 'B'),
      field('shop.Line.sku', 'PII'),
    ]);
    const remove = [field('shop.Line.sku', 'PII'), record('shop.Order', 'B')];
    const less = withInlineTags({ type: 'AVRO', text }, { add: [], remove });
    expect(inlineTagsOf('AVRO', less)).toEqual([record('shop.Order', 'A')]);
    expect(less).not.toContain('PII');
  });

  it('of JSON Schema hang on properties by the types on the way to them', () => {
    const leaf = { type: 'object', properties: { id: { type: 'string' } } };
    const schema = {
      type: 'object',
      properties: {
        lines: { type: 'array', items: leaf },
        either: { allOf: [leaf] },
        no: { not: leaf },
        limit: { maximum: 12345678901234567890n },
      },
    };
    const text = JSON.stringify(schema, (_key, value: unknown) =>
      typeof value === 'bigint' ? 'BIG' : value,
    ).replace('"BIG"', '12345678901234567890');
    const paths = [
      'object.lines.array.object.id',
      'object.either.allof.0.object.id',
      'object.no.not.object.id',
      'object.limit',
    ];
    const add = paths.map((path) => field(path, 'X'));
    const tagged = withInlineTags({ type: 'JSON', text }, { add, remove: [] });
    expect(inlineTagsOf('JSON', tagged).map((each) => each.schemaEntity.entityPath)).toEqual(paths);
    expect(tagged).toContain('12345678901234567890');
  });

  it('on what is not there are refused, or left out where asked', () => {
    const source = { type: 'JSON' as const, text: '{"type":"object"}' };
    const change = { add: [field('object.a', 'X')], remove: [] };
    expect(() => withInlineTags(source, change)).toThrow(/no field "object.a" to tag/);
    expect(withInlineTags(source, change, true)).toBe(source.text);
  });
});
