import { describe, expect, it } from '@jest/globals';
import { formatted } from '../language.js';
import { avro } from './avro.js';

const read = (schema: unknown, references: Readonly<Record<string, unknown>> = {}) => {
  const result = avro.read({
    type: 'AVRO',
    text: JSON.stringify(schema),
    references: Object.entries(references).map(([name, each]) => ({
      name,
      text: JSON.stringify(each),
    })),
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const money = {
  type: 'record',
  name: 'Money',
  namespace: 'acme',
  fields: [
    { name: 'amount', type: 'long' },
    { name: 'currency', type: { type: 'enum', name: 'Currency', symbols: ['EUR'] } },
  ],
};

describe('a resolved Avro schema', () => {
  it('stands alone: a type of a reference is written once, where it is used first', () => {
    const order = {
      type: 'record',
      name: 'Order',
      namespace: 'shop',
      fields: [
        { name: 'tips', type: ['null', { type: 'array', items: 'acme.Money' }] },
        { name: 'total', type: 'acme.Money' },
        { name: 'unit', type: 'acme.Currency' },
        { name: 'by', type: { type: 'map', values: { type: 'string' } } },
        { name: 'rest', type: { type: 'acme.Money' } },
        { name: 'before', type: ['null', 'Order'] },
      ],
    };
    const schema = read(order, { 'acme.Money': money });
    const text = formatted(avro, schema, 'resolved');
    const alone = read(JSON.parse(text));
    const inlined = JSON.parse(text).fields[0].type[1].items;
    expect(inlined).toMatchObject({ name: 'Money', namespace: 'acme' });
    expect(inlined.fields[1].type.name).toBe('Currency');
    expect(text.match(/"symbols"/g)).toHaveLength(1);
    expect(avro.sample(alone, 7)).toEqual(avro.sample(schema, 7));
    expect(formatted(avro, alone, 'resolved')).toBe(text);
  });

  it('keeps a type of the null namespace where it was', () => {
    const plain = { type: 'fixed', name: 'Hash', size: 4 };
    const order = {
      type: 'record',
      name: 'Order',
      namespace: 'shop',
      fields: [{ name: 'hash', type: 'Hash' }],
    };
    const text = formatted(avro, read(order, { Hash: plain }), 'resolved');
    expect(JSON.parse(text).fields[0].type).toEqual({ ...plain, namespace: '' });
  });

  it('is the canonical text where nothing is referred to, or nobody knows the format', () => {
    const schema = read({ type: 'enum', name: 'E', symbols: ['A'] });
    for (const format of ['resolved', 'serialized', 'toString', ''])
      expect(formatted(avro, schema, format)).toBe(avro.canonical(schema));
  });
});
