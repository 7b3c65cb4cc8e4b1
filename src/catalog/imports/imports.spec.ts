import { describe, expect, it } from '@jest/globals';
import { readContract } from '#contract';
import type { Json } from '#schema';
import { fromAsyncApi } from './from-asyncapi.js';
import { fromOdcs } from './from-odcs.js';

const three: Json = {
  asyncapi: '3.0.0',
  info: { title: 'Shop', version: '1', contact: { name: 'orders' } },
  channels: {
    placed: {
      address: 'orders/placed',
      messages: { order: { $ref: '#/components/messages/order' } },
      bindings: { kafka: { topic: 'orders.placed', partitions: 6 } },
    },
  },
  components: {
    messages: {
      order: {
        name: 'OrderPlaced',
        title: 'Order placed',
        summary: 'Somebody ordered.',
        payload: { $ref: '#/components/schemas/order' },
      },
    },
    schemas: {
      order: {
        type: 'object',
        properties: {
          total: { $ref: '#/components/schemas/money' },
          parts: { type: 'array', items: { $ref: '#/components/schemas/order' } },
        },
      },
      money: { type: 'number' },
    },
  },
};

const made = (result: ReturnType<typeof fromAsyncApi>) => {
  if (!result.ok) throw new Error(result.error);
  return result.value;
};

describe('contracts from AsyncAPI', () => {
  it('each message of a channel becomes a contract that can be published', () => {
    const { contracts, notes } = made(fromAsyncApi(three));
    expect(notes).toEqual([]);
    expect(contracts).toMatchObject([
      {
        id: 'orders-placed.OrderPlaced',
        name: 'Order placed',
        owner: { team: 'orders' },
        channel: { topic: 'orders.placed', partitions: 6 },
      },
    ]);
    expect(readContract(JSON.stringify(contracts[0])).ok).toBe(true);
  });

  it('what a schema refers to in the document moves inside, itself included', () => {
    const [contract] = made(fromAsyncApi(three)).contracts as { schema: { definition: object } }[];
    expect(contract?.schema.definition).toMatchObject({
      properties: { total: { $ref: '#/$defs/money' }, parts: { items: { $ref: '#/$defs/order' } } },
      $defs: { money: { type: 'number' }, order: { type: 'object' } },
    });
  });

  it('version 2 is read too, and an owner that is missing is asked for', () => {
    const two: Json = {
      asyncapi: '2.6.0',
      info: { title: 'Shop', version: '1' },
      channels: {
        clicks: {
          publish: {
            message: {
              oneOf: [
                {
                  name: 'click',
                  schemaFormat: 'application/vnd.apache.avro;version=1.9.0',
                  payload: { type: 'record', name: 'Click', fields: [] },
                },
              ],
            },
          },
        },
      },
    };
    const { contracts, notes } = made(fromAsyncApi(two));
    expect(contracts).toMatchObject([{ id: 'clicks.click', schema: { format: 'avro' } }]);
    expect(notes).toHaveLength(1);
  });

  it.each([
    ['nothing', {}],
    ['version 1', { asyncapi: '1.2.0' }],
    ['no message', { asyncapi: '3.0.0', channels: { a: { messages: {} } } }],
    ['a reference to itself', { asyncapi: '3.0.0', channels: { a: { $ref: '#/channels/a' } } }],
    ['no object', null],
  ])('refuses %s in words', (_, document) => {
    expect(fromAsyncApi(document as Json).ok).toBe(false);
  });
});

describe('contracts from ODCS', () => {
  const document: Json = {
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: 'urn:shop:orders',
    version: '1.0.0',
    status: 'active',
    domain: 'orders',
    team: { name: 'orders' },
    slaProperties: [{ property: 'retention', value: 30, unit: 'd' }],
    schema: [
      {
        name: 'orders',
        physicalName: 'orders.placed',
        properties: [
          {
            name: 'id',
            logicalType: 'string',
            required: true,
            logicalTypeOptions: { maxLength: 10 },
          },
          { name: 'lines', logicalType: 'array', items: { logicalType: 'integer' } },
          {
            name: 'who',
            logicalType: 'object',
            properties: [{ name: 'email', logicalType: 'string', classification: 'pii.contact' }],
          },
        ],
      },
    ],
  };

  it('an object of its schema becomes a contract with a JSON Schema', () => {
    const { contracts, notes } = made(fromOdcs(document));
    expect(notes).toEqual([]);
    expect(contracts).toMatchObject([
      {
        id: 'urn-shop-orders',
        channel: { topic: 'orders.placed', retention: 'P30D' },
        fields: { '/who/email': { classification: 'pii.contact' } },
        schema: {
          definition: {
            required: ['id'],
            properties: {
              id: { type: 'string', maxLength: 10 },
              lines: { items: { type: 'integer' } },
            },
          },
        },
      },
    ]);
    expect(readContract(JSON.stringify(contracts[0])).ok).toBe(true);
  });

  it.each([
    ['nothing', {}],
    ['version 2', { apiVersion: 'v2.2.2', kind: 'DataContract' }],
    ['no schema', { apiVersion: 'v3.0.2', kind: 'DataContract' }],
  ])('refuses %s in words', (_, odd) => {
    expect(fromOdcs(odd).ok).toBe(false);
  });
});
