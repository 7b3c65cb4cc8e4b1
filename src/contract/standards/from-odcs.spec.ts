import { describe, expect, it } from '@jest/globals';
import { readContract } from '../read-contract.js';
import { importContracts, importedStandards } from './import-contracts.js';
import { type Imported } from './imported.js';
import { losslessText } from './lossless-text.js';

const DOCUMENT = {
  apiVersion: 'v3.1.0',
  kind: 'DataContract',
  id: 'urn:shop:orders',
  version: '1.0.0',
  status: 'active',
  domain: 'orders',
  tags: ['a'],
  team: { name: 'orders' },
  description: { purpose: 'Tells.', limitations: 'Not all.', usage: 'Read it.' },
  slaProperties: [
    { property: 'latency', value: 4 },
    { property: 'retention', value: 'long' },
    { property: 'retention', value: 30, unit: 'd' },
  ],
  schema: [
    {
      name: 'orders',
      physicalName: 'orders.placed',
      logicalType: 'object',
      properties: [
        {
          name: 'id',
          logicalType: 'string',
          required: true,
          primaryKey: true,
          description: 'Which one.',
          logicalTypeOptions: { maxLength: 10, format: 'uuid' },
        },
        { name: 'lines', logicalType: 'array', items: { logicalType: 'integer' } },
        { name: 'any', logicalType: 'array' },
        { name: 'only/there', physicalType: 'VARIANT', classification: 'secret' },
        { logicalType: 'map' },
        { name: 'nested', properties: [{ name: 'x', logicalType: 'boolean' }] },
        {
          name: 'who',
          logicalType: 'object',
          properties: [{ name: 'email', logicalType: 'string', classification: 'pii.contact' }],
        },
      ],
    },
  ],
};

const made = (document: object): Imported => {
  const read = importContracts(losslessText(document));
  if (!read.ok) throw new Error(read.error);
  return JSON.parse(losslessText(read.value)) as Imported;
};

describe('contracts from ODCS', () => {
  it('an object of its schema becomes a contract with a JSON Schema', () => {
    const { contracts, notes } = made(DOCUMENT);
    expect(notes).toEqual([]);
    expect(contracts).toMatchObject([
      {
        id: 'urn-shop-orders',
        status: 'active',
        description: { purpose: 'Tells.', limitations: 'Not all.' },
        channel: { topic: 'orders.placed', retention: 'P30D' },
        fields: {
          '/who/email': { classification: 'pii.contact' },
          '/only~1there': { classification: 'secret' },
        },
        schema: {
          definition: {
            required: ['id'],
            properties: {
              id: { type: 'string', maxLength: 10, description: 'Which one.' },
              lines: { type: 'array', items: { type: 'integer' } },
              any: { type: 'array' },
              'only/there': {},
              '': {},
              nested: { type: 'object', properties: { x: { type: 'boolean' } } },
            },
          },
        },
      },
    ]);
    expect(readContract(losslessText(contracts[0])).ok).toBe(true);
  });

  it('what a contract has no place for is listed', () => {
    expect(made(DOCUMENT).lost).toEqual([
      '/description/usage',
      '/schema/*/properties/*/logicalType',
      '/schema/*/properties/*/logicalTypeOptions/format',
      '/schema/*/properties/*/physicalType',
      '/schema/*/properties/*/primaryKey',
      '/slaProperties/*/property',
      '/slaProperties/*/value',
      '/version',
    ]);
  });

  it('little said becomes a draft that asks for what is missing', () => {
    const { contracts, notes } = made({
      ...{ apiVersion: 'v3.0.2', kind: 'DataContract', name: 'Shop', status: 'in review' },
      schema: [{}, { name: 'b', businessName: 'B', description: 'About b.' }],
      customProperties: [{ property: 'eventSchema', value: { type: 'JSON' } }, 7],
    });
    expect(contracts).toMatchObject([
      { id: 'Shop.event', name: 'Shop', status: 'draft', owner: { team: 'unowned' } },
      { id: 'Shop.b', name: 'B', description: { purpose: 'About b.' } },
    ]);
    expect(notes).toHaveLength(2);
    expect(
      made({ ...DOCUMENT, status: undefined, id: undefined, tags: 'a' }).contracts,
    ).toMatchObject([{ id: 'orders', name: 'orders', status: 'draft' }]);
  });

  it.each([
    ['P7D', undefined, 'P7D'],
    [1, 'year', 'P1Y'],
    [1, undefined, undefined],
    [1.5, 'd', undefined],
    [1, 'constructor', undefined],
  ])('keeps %j %s as %s', (value, unit, retention) => {
    const slaProperties = [{ property: 'retention', value, unit }];
    const [contract] = made({ ...DOCUMENT, slaProperties }).contracts as { channel: object }[];
    expect(contract?.channel).toEqual({ topic: 'orders.placed', ...(retention && { retention }) });
  });

  it.each([
    ['nothing', {}],
    ['version 2', { apiVersion: 'v2.2.2', kind: 'DataContract' }],
    ['no version', { kind: 'DataContract' }],
    ['no schema', { apiVersion: 'v3.0.2', kind: 'DataContract' }],
    ['an empty schema', { apiVersion: 'v3.0.2', kind: 'DataContract', schema: [] }],
  ])('refuses %s in words', (_, odd) => {
    expect(importContracts(losslessText(odd), importedStandards.odcs).ok).toBe(false);
  });
});
