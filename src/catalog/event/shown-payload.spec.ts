import { describe, expect, it } from '@jest/globals';
import { treeOf, type SchemaSource } from '#schema';
import { shownPayload } from './shown-payload.js';

const avro: SchemaSource = {
  type: 'AVRO',
  text: '{"type":"record","name":"Sold","fields":[{"name":"sku","type":"string"},{"name":"mail","type":"string"}]}',
  references: [],
};
/** Two texts, each behind its length. */
const sold = Buffer.from('\u0006A-1\u0010a@b.test');
const personal = { '/mail': { classification: 'pii.contact' } } as never;
const shown = (value: Buffer, schema = avro) =>
  shownPayload(
    { value, headers: [] },
    { by: { source: schema, schemaId: 7 }, fields: personal, tree: treeOf(schema) },
  );

describe('a refused event for people', () => {
  it('is read by the schema where it is binary, framed or not, and masked like any other', () => {
    const framed = Buffer.concat([Buffer.from([0, 0, 0, 0, 7]), sold]);
    for (const bytes of [sold, framed])
      expect(shown(bytes)).toEqual({ masked: { sku: 'A-1', mail: '●●●' }, readAs: 'AVRO' });
  });

  it('is shown as it came where it is JSON, whatever the language', () => {
    expect(shown(Buffer.from('{"sku":"A-1"}'))).toEqual({ masked: { sku: 'A-1' } });
  });

  it('is not shown where its bytes say nothing', () => {
    expect(shown(sold.subarray(0, 4))).toBeUndefined();
    expect(shown(sold, { ...avro, type: 'JSON', text: '{}' })).toBeUndefined();
  });
});
