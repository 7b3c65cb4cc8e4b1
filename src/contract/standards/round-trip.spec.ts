import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { exampleOf, type SchemaSource, treeOf } from '#schema';
import { readContract } from '../read-contract.js';
import { type ExportedContract } from './exported-contract.js';
import { importContracts } from './import-contracts.js';
import { losslessFrom, losslessText } from './lossless-text.js';
import { toAsyncApi } from './to-asyncapi.js';
import { toOdcs } from './to-odcs.js';

const official = createRequire(import.meta.url)(
  '@asyncapi/specs/schemas/3.0.0-without-$id.json',
) as object;
const isAsyncApi = new Ajv({
  strict: false,
  logger: false,
  allErrors: true,
  validateFormats: false,
}).compile(official);

const FULL = {
  domain: 'shop',
  description: { purpose: 'Somebody ordered.', limitations: 'Not all.' },
  tags: ['orders'],
  envelope: { type: 'order.placed' },
  channel: { topic: 'orders', partitions: 6, retention: 'P30D', cleanup: 'compact' },
  retry: { initialBackoff: 'PT2S', maxAttempts: 5 },
};

/** A contract with its schema, as a file or a registry holds it. */
function contractWith(source: SchemaSource, more: object = FULL): ExportedContract {
  const format = { JSON: 'json-schema', AVRO: 'avro', PROTOBUF: 'protobuf' }[source.type];
  const schema = { format, file: './order.schema', ...Object(Object(more).schema) };
  const read = readContract({
    ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'orders.placed' },
    ...{ name: 'Order placed', owner: { team: 'orders', contact: '#orders' } },
    channel: { topic: 'orders' },
    ...more,
    schema,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return { contract: read.value, source };
}

const made = (text: string) => {
  const read = importContracts(text);
  if (!read.ok) throw new Error(read.error);
  return read.value;
};

/** The same whatever the order of keys, and to the last digit. */
const told = (text: string, type: SchemaSource['type']): string =>
  type === 'PROTOBUF' ? text : losslessText(losslessFrom(text));

const SCHEMAS: Readonly<Record<string, readonly [SchemaSource['type'], text: string]>> = {
  'references to its own definitions': [
    'JSON',
    `{
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "type": "object",
      "properties": {
        "total": { "$ref": "#/$defs/money" },
        "back": { "$ref": "#/$defs/money~1back%20again" },
        "parent": { "$ref": "#" },
        "named": { "$ref": "#money" },
        "$ref": { "type": "string" },
        "fixed": { "const": { "$ref": "#/$defs/money" }, "examples": [[{ "$ref": "#/x" }]] }
      },
      "$defs": {
        "money": { "$anchor": "money", "type": "integer", "maximum": 12345678901234567890 },
        "money/back again": { "allOf": [{ "$ref": "#/$defs/money" }, true] }
      }
    }`,
  ],
  'nothing but a reference to a part of itself': [
    'JSON',
    '{ "$ref": "#/definitions/order", "definitions": { "order": { "type": "object" } } }',
  ],
  'an address of its own, used in it': [
    'JSON',
    `{
      "$schema": "https://json-schema.org/draft/2019-09/schema",
      "$id": "https://shop.example/order.json",
      "properties": {
        "a": { "$ref": "https://shop.example/order.json#/$defs/a" },
        "b": { "$ref": "inner.json" },
        "c": { "$ref": "https://json-schema.org/draft/2019-09/schema" }
      },
      "$defs": {
        "a": { "type": "string" },
        "b c": {
          "$id": "inner.json",
          "$defs": { "c": { "type": "null" } },
          "items": { "$ref": "#/$defs/c" }
        }
      }
    }`,
  ],
  'the oldest draft': [
    'JSON',
    `{
      "$schema": "http://json-schema.org/draft-04/schema#",
      "definitions": { "a": { "id": "http://a.example/", "not": { "$ref": "#/x" }, "x": {} } },
      "dependencies": { "a": ["b"], "c": { "$ref": "#/definitions/a" } }
    }`,
  ],
  'a draft between': [
    'JSON',
    '{ "$schema": "http://json-schema.org/draft-06/schema#", "properties": [] }',
  ],
  'an address of old': [
    'JSON',
    '{ "$schema": "http://json-schema.org/draft-04/schema#", "id": "http://a.example/b#", "not": { "$ref": "b#/x" }, "x": { "id": 7 } }',
  ],
  'nothing to say': ['JSON', 'true'],
  Avro: [
    'AVRO',
    '{"type":"record","name":"Order","fields":[{"name":"n","type":"double","default":1.00000000000000000001}]}',
  ],
  Protobuf: ['PROTOBUF', 'syntax = "proto3";\nmessage Order { string id = 1; }\n'],
};

describe('a contract that leaves and comes back', () => {
  it.each(Object.entries(SCHEMAS))(
    'is the same contract with the same schema: %s [covers 68]',
    (_, [type, text]) => {
      const exported = contractWith({ type, text, references: [] });
      const { file: _file, ...schema } = exported.contract.schema;
      for (const document of [
        toAsyncApi({ ...exported, version: 3 }, exampleOf(exported.source)),
        toOdcs({ ...exported, version: 3 }, treeOf(exported.source)),
      ]) {
        const { contracts, notes, lost } = made(losslessText(document));
        expect({ notes, lost }).toEqual({ notes: [], lost: [] });
        const [contract] = contracts as [{ schema: { definition: unknown } }];
        const { definition } = contract.schema;
        const back = typeof definition === 'string' ? definition : losslessText(definition);
        expect(told(back, type)).toBe(told(text, type));
        const read = readContract(losslessText(contract));
        if (!read.ok) throw new Error(JSON.stringify(read.error));
        const { definition: _text, ...about } = read.value.schema;
        expect({ ...read.value, schema: about }).toEqual({ ...exported.contract, schema });
      }
    },
  );

  it('is an AsyncAPI document that the official schema takes, in every language [covers 68]', () => {
    for (const [type, text] of Object.values(SCHEMAS)) {
      const exported = contractWith({ type, text, references: [] });
      const written = losslessText(toAsyncApi(exported, exampleOf(exported.source)));
      const document = JSON.parse(written) as object;
      expect(isAsyncApi(document) || isAsyncApi.errors).toBe(true);
      expect(isAsyncApi({ ...document, channels: [] })).toBe(false);
    }
  });

  it('names the parts of its schema from the root of the document, where its readers look', () => {
    const [type, text] = SCHEMAS['references to its own definitions'] ?? ['JSON', ''];
    const document = toAsyncApi(contractWith({ type, text, references: [] }));
    const place = '#/components/messages/event/payload/schema';
    expect(document).toMatchObject({
      components: {
        messages: {
          event: {
            payload: {
              schema: {
                properties: {
                  total: { $ref: `${place}/$defs/money` },
                  parent: { $ref: place },
                  named: { $ref: '#money' },
                  fixed: { const: { $ref: '#/$defs/money' } },
                },
              },
            },
          },
        },
      },
    });
  });

  it('brings along what it refers to by a subject, and names it again when it is back', () => {
    const text = `{ "items": [
      { "$ref": "money.json" },
      { "$ref": "money.json#/$defs/cents" },
      { "$ref": "money.json#anchor" },
      { "$ref": "elsewhere.json" },
      { "$ref": "#/items/0" }
    ] }`;
    const references = [
      {
        name: 'money.json',
        text: '{ "$defs": { "cents": { "$ref": "deep.json#/a" }, "self": { "$ref": "#" } } }',
      },
      { name: 'deep.json', text: '{ "a": { "$ref": "#/b" }, "b": true }' },
    ];
    const schema = {
      references: [
        { name: 'money.json', subject: 'money', version: 1 },
        { name: 'elsewhere.json', subject: 'elsewhere', version: 1 },
      ],
    };
    const exported = contractWith({ type: 'JSON', text, references }, { schema });
    const document = toAsyncApi(exported);
    expect(document).toMatchObject({
      components: {
        schemas: {
          reference1: {
            $defs: {
              cents: { $ref: '#/components/schemas/reference2/a' },
              self: { $ref: '#/components/schemas/reference1' },
            },
          },
          reference2: { a: { $ref: '#/components/schemas/reference2/b' } },
        },
      },
      'x-concordat': { references: { reference1: 'money.json' } },
    });
    const { contracts, lost } = made(losslessText(document));
    expect(lost).toEqual([]);
    expect(JSON.parse(losslessText(contracts))).toMatchObject([
      { schema: { ...schema, definition: JSON.parse(text) as object } },
    ]);
  });

  it('tells ODCS of every field what it can hold', () => {
    const text = JSON.stringify({
      required: ['total'],
      properties: {
        total: { type: 'number' },
        who: { type: 'object', properties: { email: { type: 'string', description: 'Whose.' } } },
      },
    });
    const source: SchemaSource = { type: 'JSON', text, references: [] };
    const fields = { '/who/email': { classification: 'pii' } };
    const written = toOdcs(contractWith(source, { owner: { team: 'a' }, fields }), treeOf(source));
    const email = { name: 'email', logicalType: 'string', description: 'Whose.' };
    expect(written).toMatchObject({
      version: '0.0.0',
      schema: [
        {
          properties: [
            { name: 'total', logicalType: 'number', required: true },
            { name: 'who', properties: [{ ...email, classification: 'pii' }] },
          ],
        },
      ],
    });
    expect(written).not.toHaveProperty('support');
  });

  it('brings along what files told it, which then is a part of it', () => {
    const references = [{ name: './money.json', text: '{ "type": "number" }' }];
    const text = '{ "items": { "$ref": "./money.json" } }';
    const exported = contractWith({ type: 'JSON', text, references }, {});
    expect(made(losslessText(toAsyncApi(exported))).contracts).toMatchObject([
      {
        schema: {
          definition: {
            items: { $ref: '#/$defs/reference1' },
            $defs: { reference1: { type: 'number' } },
          },
        },
      },
    ]);
  });

  it('comes back with its edited schema; other edits are named, for nobody merges them', () => {
    const exported = contractWith({ type: 'JSON', text: '{"type":"object"}', references: [] });
    const document = JSON.parse(losslessText(toAsyncApi(exported))) as {
      info: { title: string; license?: object };
      channels: { events: { address: string }; other?: object };
      components: { messages: { event: { payload: { schema: object } } } };
    };
    document.info.title = 'Another';
    document.channels.other = { messages: {} };
    document.components.messages.event.payload.schema = { type: 'array' };
    const { contracts, notes, lost } = made(JSON.stringify(document));
    expect(contracts).toMatchObject([
      { name: 'Order placed', schema: { definition: { type: 'array' } } },
    ]);
    expect(notes).toHaveLength(1);
    expect(lost).toEqual(['/info/title', '/channels/other']);
  });

  it('stays what it says it is, where a contract could not be that', () => {
    const exported = contractWith({ type: 'JSON', text: 'true', references: [] });
    const document = JSON.parse(losslessText(toAsyncApi(exported))) as {
      'x-concordat': { contract: { owner?: object } };
    };
    delete document['x-concordat'].contract.owner;
    const { contracts, lost } = made(JSON.stringify(document));
    expect(contracts).toMatchObject([{ id: 'orders.placed' }]);
    expect(lost).toEqual([]);
  });

  it.each<[string, object]>([
    ['no id', { id: undefined }],
    ['no schema', { schema: undefined }],
    ['a language nobody speaks', { schema: { type: 'COBOL' } }],
    ['no language', { schema: {} }],
  ])('is read like any other document where it kept %s', (_, odd) => {
    const exported = contractWith({ type: 'JSON', text: 'true', references: [] });
    const contract = { ...exported.contract, ...odd };
    const document = { ...toAsyncApi(exported), 'x-concordat': { contract } };
    expect(made(losslessText(document)).contracts).toMatchObject([{ id: 'order.placed' }]);
    const odcs = {
      ...toOdcs(exported, undefined),
      customProperties: [
        { property: 'eventContract', value: contract },
        { property: 'eventSchema', value: { type: 'JSON', text: 'true' } },
      ],
    };
    expect(made(losslessText(odcs)).notes).toEqual([]);
  });
});
