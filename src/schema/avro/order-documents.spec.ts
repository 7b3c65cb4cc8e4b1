import { describe, expect, it } from '@jest/globals';
import { avroNamesIn } from './order-documents.js';

const namesIn = (schema: unknown) => {
  const { defined, missing } = avroNamesIn(JSON.stringify(schema));
  return { defined: [...defined], missing: [...missing] };
};

describe('the names of an Avro schema', () => {
  it('are those it defines, and those it speaks of and does not define', () => {
    const fields = [
      { name: 'total', type: 'acme.Money' },
      { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A'] } },
      { name: 'again', type: ['null', 'shop.Kind', { type: 'array', items: 'long' }] },
      'no field',
    ];
    const order = { type: 'record', name: 'Order', namespace: 'shop', fields };
    const { defined, missing } = namesIn(order);
    expect(defined.toSorted()).toEqual(['shop.Kind', 'shop.Order']);
    expect(missing).toContain('acme.Money');
    expect(missing).not.toContain('shop.Kind');
    expect(missing).not.toContain('long');
  });

  it('are looked for in what has no name of its own, and are none in what is no JSON', () => {
    const nameless = { type: 'record', fields: [{ name: 'a', type: 'acme.Money' }, 7] };
    expect(namesIn([7, nameless]).missing).toContain('acme.Money');
    const { defined, missing } = avroNamesIn('{');
    expect([defined.size, missing.size]).toEqual([0, 0]);
  });
});
