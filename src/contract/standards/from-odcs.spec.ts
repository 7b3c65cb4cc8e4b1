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
          logicalTypeOptions: { maxLength: 10, pattern: '^a', format: 'uuid' },
        },
        {
          ...{ name: 'lines', logicalType: 'array', items: { logicalType: 'integer' } },
          logicalTypeOptions: { uniqueItems: true },
        },
        { name: 'day', logicalType: 'date', logicalTypeOptions: { minimum: '2020-01-01' } },
        { name: 'any', logicalType: 'array' },
        {
          ...{ name: 'only/there', logicalType: 'map', physicalType: 'VARIANT' },
          classification: 'secret',
        },
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
              id: { type: 'string', maxLength: 10, pattern: '^a', description: 'Which one.' },
              lines: { type: 'array', items: { type: 'integer' }, uniqueItems: true },
              day: { type: 'string', format: 'date' },
              any: { type: 'array' },
              'only/there': {},
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
      '/schema/*/properties/*/logicalTypeOptions/minimum',
      '/schema/*/properties/*/physicalType',
      '/schema/*/properties/*/primaryKey',
      '/slaProperties/*/property',
      '/slaProperties/*/value',
      '/version',
    ]);
  });

  it('what is no object or has no name of its own is told, and nothing is made of it', () => {
    const properties = [
      { name: 'id', logicalType: 'string' },
      { name: 'id', logicalType: 'integer', required: true },
      { logicalType: 'integer' },
      null,
    ];
    const { contracts, notes, lost } = made({
      ...DOCUMENT,
      schema: [{ name: 'a', physicalName: 'public/a', properties }, null, 7],
      team: [{ username: 'ada' }],
      description: 'Tells.',
    });
    expect(contracts).toMatchObject([
      {
        channel: { topic: 'public.a' },
        schema: { definition: { type: 'object', properties: { id: { type: 'string' } } } },
      },
    ]);
    expect(notes).toEqual([
      'The document names no team: write the owning team in place of "unowned".',
      '"public/a" cannot be the name of a topic: "public.a" was written instead. Write the topic that events are sent to.',
      'Nothing was made of what stands at "/schema/1", "/schema/2", "/schema/0/properties/3", "/schema/0/properties/1", "/schema/0/properties/2": it is not what the standard has there.',
    ]);
    expect(lost).toEqual(expect.arrayContaining(['/team', '/description']));
    const many = made({
      ...DOCUMENT,
      schema: [{ name: 'a' }, ...Array.from({ length: 9 }, () => 0)],
    });
    expect(many.notes.at(-1)).toMatch(/"\/schema\/5", 4 other places: it is not/);
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
    expect(notes).toEqual([
      'The document names no team: write the owning team in place of "unowned".',
      'Its status "in review" is none that a contract has: "draft" was written instead.',
    ]);
    expect(
      made({ ...DOCUMENT, status: undefined, id: undefined, tags: 'a' }).contracts,
    ).toMatchObject([{ id: 'orders', name: 'orders', status: 'draft' }]);
  });

  it.each([
    ['P7D', undefined, 'P7D'],
    [1, 'year', 'P1Y'],
    [2, 'yr', 'P2Y'],
    [1, undefined, undefined],
    [1.5, 'd', undefined],
    [1, 'constructor', undefined],
  ])('keeps %j %s as %s', (value, unit, retention) => {
    const slaProperties = [{ property: 'retention', value, unit }];
    const [contract] = made({ ...DOCUMENT, slaProperties }).contracts as { channel: object }[];
    expect(contract?.channel).toEqual({ topic: 'orders.placed', ...(retention && { retention }) });
  });

  const said = { apiVersion: 'v3.0.2', kind: 'DataContract' };
  it.each([
    ['nothing', {}, 'it does not say "kind: DataContract".'],
    [
      'version 2',
      { ...said, apiVersion: 'v2.2.2' },
      'it says "apiVersion: v2.2.2", and only version 3 is read, such as "apiVersion: v3.1.0".',
    ],
    [
      'no version',
      { kind: 'DataContract' },
      'it does not say "apiVersion: v3.1.0" or another version of v3.',
    ],
    ['no schema', said, 'it has no list of objects under "schema".'],
    [
      'a schema as of version 2',
      { ...said, schema: { a: {} } },
      'it has no list of objects under "schema".',
    ],
    ['an empty schema', { ...said, schema: [null] }, 'the list under its "schema" has no object.'],
  ])('refuses %s in words', (_, odd, why) => {
    expect(importContracts(losslessText(odd), importedStandards.odcs)).toEqual({
      ok: false,
      error: why,
    });
  });
});
