import { describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { readContract } from '../read-contract.js';
import { importContracts, importedStandards } from './import-contracts.js';
import { type Imported } from './imported.js';
import { losslessText } from './lossless-text.js';

const THREE = {
  asyncapi: '3.0.0',
  info: { title: 'Shop', version: '1', contact: { name: 'orders', email: 'orders@shop.example' } },
  channels: {
    placed: {
      address: 'orders/placed',
      messages: { order: { $ref: '#/components/messages/order' } },
      bindings: {
        kafka: {
          topic: 'orders.placed',
          partitions: 6,
          topicConfiguration: { 'retention.ms': 86_400_000, 'cleanup.policy': ['compact'] },
        },
      },
    },
  },
  operations: { receive: { action: 'receive' } },
  components: {
    messages: {
      order: {
        name: 'OrderPlaced',
        title: 'Order placed',
        summary: 'Somebody ordered.',
        tags: [{ name: 'orders' }, { $ref: '#/components/tags/new' }, { description: 'no name' }],
        headers: { type: 'object' },
        payload: { $ref: '#/components/schemas/order' },
      },
      unused: { name: 'Unused' },
    },
    tags: { new: { name: 'new' } },
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

const made = (document: object): Imported => {
  const read = importContracts(losslessText(document));
  if (!read.ok) throw new Error(read.error);
  return read.value;
};
const refusal = (document: unknown): string | undefined => {
  const read = importContracts(losslessText(document), importedStandards.asyncapi);
  return read.ok ? undefined : read.error;
};
/** A document with one message; `components` beside it. */
const withPayload = (payload: unknown, more: object = {}, message: object = {}) => ({
  asyncapi: '3.0.0',
  info: { contact: { name: 'orders' } },
  channels: { a: { messages: { m: { name: 'm', payload, ...message } } } },
  ...more,
});
const definitionOf = (...given: Parameters<typeof withPayload>): unknown => {
  const [contract] = made(withPayload(...given)).contracts as { schema: object }[];
  return (contract?.schema as { definition: unknown }).definition;
};

describe('contracts from AsyncAPI', () => {
  it('each message of a channel becomes a contract that can be published', () => {
    const { contracts, notes } = made(THREE);
    expect(notes).toEqual([]);
    expect(contracts).toMatchObject([
      {
        id: 'orders-placed.OrderPlaced',
        name: 'Order placed',
        owner: { team: 'orders', contact: 'orders@shop.example' },
        tags: ['orders', 'new'],
        channel: { topic: 'orders.placed', partitions: 6, retention: 'P1D', cleanup: 'compact' },
      },
    ]);
    expect(readContract(losslessText(contracts[0])).ok).toBe(true);
  });

  it('what a contract has no place for is listed, by where it stands', () => {
    expect(made(THREE).lost).toEqual([
      '/components/messages/order/headers',
      '/components/messages/order/tags/*/description',
      '/components/messages/unused',
      '/info/title',
      '/info/version',
      '/operations',
    ]);
  });

  it('what a schema refers to in the document moves inside; to itself it still refers', () => {
    const [contract] = made(THREE).contracts as { schema: { definition: object } }[];
    expect(contract?.schema.definition).toEqual({
      type: 'object',
      properties: {
        total: { $ref: '#/$defs/money' },
        parts: { type: 'array', items: { $ref: '#' } },
      },
      $defs: { money: { type: 'number' } },
    });
  });

  it('parts that move keep out of each other’s way', () => {
    const schemas = {
      a: { money: { items: { $ref: '#/components/schemas/b' } } },
      b: { money: true, $ref: '#/components/schemas/a/money', title: 'b' },
    };
    const payload = {
      items: [
        { $ref: '#/components/schemas/a/money' },
        { $ref: '#/components/schemas/b/money' },
        { $ref: '#/channels/a/messages/m/payload/items/0' },
      ],
      $defs: { money: { type: 'integer' } },
    };
    expect(definitionOf(payload, { components: { schemas } })).toEqual({
      items: [{ $ref: '#/$defs/money_1' }, { $ref: '#/$defs/money_2' }, { $ref: '#/items/0' }],
      $defs: {
        money: { type: 'integer' },
        money_1: { items: { $ref: '#/$defs/b' } },
        money_2: true,
        b: { money: true, $ref: '#/$defs/money_1', title: 'b' },
      },
    });
  });

  it('a part with an address of its own refers to itself only, or its reference would change', () => {
    const schemas = { a: { $id: 'a', x: true, items: { $ref: '#/components/schemas/a/x' } } };
    const payload = { items: { $ref: '#/components/schemas/a' } };
    expect(definitionOf(payload, { components: { schemas } })).toEqual({
      items: { $ref: '#/$defs/a' },
      $defs: { a: { $id: 'a', x: true, items: { $ref: '#/x' } } },
    });
    const odd = { properties: { a: { $id: 'a', items: { $ref: '#/components/schemas/a' } } } };
    expect(refusal(withPayload(odd, { components: { schemas } }))).toBe(
      'at "/channels/a/messages/m/payload/properties/a" stands a schema with an address of its own ("$id"), and in it the reference "#/components/schemas/a" would mean another place. Leave that "$id" out.',
    );
  });

  it('a schema says its draft where only the document did', () => {
    const schema = { type: 'object' };
    const inDraft = (version: string) =>
      definitionOf({ schemaFormat: `application/schema+json;version=${version}`, schema });
    expect(inDraft('draft-07')).toEqual(schema);
    expect(inDraft('draft-04')).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#',
      ...schema,
    });
    expect(inDraft('2020-12')).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      ...schema,
    });
  });

  it('schemas of other languages may stand elsewhere in the document, too', () => {
    const avro = { type: 'record', name: 'Click', fields: [] };
    const format = 'application/vnd.apache.avro;version=1.9.0';
    const components = { schemas: { click: avro } };
    const payload = { schemaFormat: format, schema: { $ref: '#/components/schemas/click' } };
    const about = made(
      withPayload(payload, { components, defaultContentType: 'application/avro' }),
    );
    expect(about.contracts).toMatchObject([{ schema: { format: 'avro', definition: avro } }]);
    expect(about.lost).toEqual([]);
    const text = 'syntax = "proto3"; message A {}';
    const proto = { schemaFormat: 'application/vnd.google.protobuf;version=3', schema: text };
    expect(made(withPayload(proto)).contracts).toMatchObject([
      { schema: { format: 'protobuf', definition: text } },
    ]);
  });

  it('names without a letter are called what they are', () => {
    const channels = { '###': { messages: { '###': { payload: true } } } };
    expect(made({ asyncapi: '3.0.0', channels }).contracts).toMatchObject([
      { id: 'imported', name: '###', channel: { topic: 'imported' } },
    ]);
  });

  it('a message without a payload takes every event', () => {
    const channels = { a: { messages: { m: {} } } };
    const { contracts, notes } = made({ asyncapi: '3.1.0', channels });
    expect(contracts).toMatchObject([
      { id: 'a.m', owner: { team: 'unowned' }, schema: { definition: true } },
    ]);
    expect(notes).toEqual([
      'The message at "/channels/a/messages/m" has no payload: its contract takes every event.',
      'The document names no contact: write the owning team in place of "unowned".',
    ]);
  });

  it('an address with parameters is no topic, and its message is called as the document does', () => {
    const schema = { type: 'object' };
    const components = { messages: { moved: { payload: schema } } };
    const two = {
      ...{ asyncapi: '2.6.0', info: { contact: { name: 'users' } }, components },
      channels: {
        'user/{id}': { publish: { message: { $ref: '#/components/messages/moved' } } },
        'user/{id}/.left': { subscribe: { message: { messageId: 'userLeft', payload: schema } } },
        'user/gone': { subscribe: { message: { payload: schema } } },
      },
    };
    const { contracts, notes } = made(two);
    expect(contracts).toMatchObject([
      { id: 'user-id.moved', name: 'moved', channel: { topic: 'user.id' } },
      { id: 'user-id.left.userLeft', name: 'userLeft' },
      { id: 'user-gone', name: 'user/gone', channel: { topic: 'user.gone' } },
    ]);
    expect(notes).toContain(
      '"user/{id}" cannot be the name of a topic: "user.id" was written instead. Write the topic that events are sent to.',
    );
  });

  it('what is no message is told, and no contract is made of it', () => {
    const { contracts, notes, lost } = made({
      asyncapi: '3.0.0',
      channels: {
        a: {
          messages: { ok: { payload: true }, no: null, ref: { $ref: '#/components/messages/x' } },
        },
        b: null,
        c: { messages: ['m'] },
      },
      components: { messages: { x: 5 } },
    });
    expect(contracts).toMatchObject([{ id: 'a.ok' }]);
    expect(notes).toContain(
      'Nothing was made of what stands at "/channels/a/messages/no", "/components/messages/x": it is not what the standard has there.',
    );
    expect(lost).toEqual(['/channels/a/messages/no', '/channels/b', '/channels/c/messages']);
  });

  it('a schema in another language than a contract’s is left out, and one of OpenAPI looked over', () => {
    const messages = {
      raml: { payload: { schemaFormat: 'application/raml+yaml;version=1.0', schema: {} } },
      bare: { payload: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0' } },
      open: {
        payload: {
          schemaFormat: 'application/vnd.oai.openapi;version=3.0.0',
          schema: { type: 'string', nullable: true },
        },
      },
    };
    const { contracts, notes } = made({ asyncapi: '3.0.0', channels: { a: { messages } } });
    expect(contracts).toMatchObject([{ id: 'a.open', schema: { format: 'json-schema' } }]);
    expect(notes).toEqual([
      'Left out: the message at "/channels/a/messages/raml". It names "application/raml+yaml;version=1.0", in which no contract can be written.',
      'Left out: the message at "/channels/a/messages/bare". It names "application/vnd.apache.avro;version=1.9.0", and no schema stands there.',
      'The schema at "/channels/a/messages/open/payload/schema" is written for OpenAPI and was taken as a JSON Schema, where "nullable" and other words of OpenAPI say nothing: look it over.',
      'The document names no contact: write the owning team in place of "unowned".',
    ]);
    const kept = { id: 'a', schema: { type: 'JSON' } };
    const own = {
      asyncapi: '3.0.0',
      channels: { a: { messages } },
      'x-concordat': { contract: kept },
    };
    expect(made(own).contracts).toMatchObject([{ id: 'a.open' }]);
  });

  it('what a broker is told and a contract cannot promise is listed', () => {
    const kafka = {
      partitions: 'many',
      topicConfiguration: { 'retention.ms': -1, 'cleanup.policy': ['compact', 'delete'] },
    };
    const channels = { a: { bindings: { kafka, amqp: {} }, messages: { m: { payload: true } } } };
    const { contracts, lost } = made({ asyncapi: '3.0.0', channels });
    expect(contracts).toMatchObject([{ channel: { topic: 'a' } }]);
    expect(lost).toEqual([
      '/channels/a/bindings/amqp',
      '/channels/a/bindings/kafka/partitions',
      '/channels/a/bindings/kafka/topicConfiguration/cleanup.policy',
      '/channels/a/bindings/kafka/topicConfiguration/retention.ms',
    ]);
    const odd = { topicConfiguration: { 'retention.ms': 1_500, 'cleanup.policy': 'delete' } };
    channels.a.bindings.kafka = odd as never;
    expect(made({ asyncapi: '3.0.0', channels }).contracts).toMatchObject([
      { channel: { retention: 'PT1.5S' } },
    ]);
  });

  it('messages of one topic get subjects of their own, and of one name, ids', () => {
    const messages = { a: { name: 'shop.a', payload: true }, b: { name: 'shop.A', payload: true } };
    const { contracts, notes } = made({
      asyncapi: '3.0.0',
      info: { contact: { name: 'orders', url: 'https://shop.example' }, description: 'Shop.' },
      channels: { t: { messages } },
    });
    expect(contracts).toMatchObject([
      { id: 'shop.a', schema: { subject: 'shop.a-value' }, description: { purpose: 'Shop.' } },
      { id: 'shop.A-2', schema: { subject: 'shop.A-2-value' } },
    ]);
    expect(notes).toHaveLength(2);
  });

  it('version 2 is read too, and an owner that is missing is asked for', () => {
    const { contracts, notes, lost } = made({
      asyncapi: '2.6.0',
      info: { title: 'Shop', version: '1' },
      channels: {
        clicks: {
          publish: {
            operationId: 'click',
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
          subscribe: {},
        },
        views: {
          subscribe: { message: { title: 'View', description: 'Seen.', payload: {} } },
          publish: { message: { $ref: '#/channels/views/subscribe/message' } },
        },
      },
    });
    expect(contracts).toMatchObject([
      { id: 'clicks.click', schema: { format: 'avro' } },
      { id: 'views.View', description: { purpose: 'Seen.' } },
    ]);
    expect(notes).toHaveLength(1);
    expect(lost).toContain('/channels/clicks/publish/operationId');
  });

  it.each<[string, unknown, RegExp]>([
    ['nothing', {}, /does not say "asyncapi: 3.0.0"/],
    ['version 1', { asyncapi: '1.2.0' }, /says "asyncapi: 1\.2\.0", and only the versions 2 and 3/],
    ['version 9', { asyncapi: '9.9.9' }, /says "asyncapi: 9\.9\.9", and only the versions 2 and 3/],
    ['a version that is a number', { asyncapi: 3 }, /or another version of 2 or 3, as text/],
    [
      'messages that are none',
      { asyncapi: '3.0.0', channels: { a: { messages: { m: { $ref: '#/x' } } } }, x: null },
      /no channel with a message\. Nothing was made of what stands at "\/x": it is not/,
    ],
    [
      'only what no contract can be',
      withPayload({ schemaFormat: 'application/raml+yaml;version=1.0', schema: {} }),
      /none of its messages can be a contract\. Left out: the message at .* "application\/raml/,
    ],
    ['no channel', { asyncapi: '3.0.0', channels: [] }, /no channel with a message/],
    ['no message', { asyncapi: '3.0.0', channels: { a: { messages: {} } } }, /no channel/],
    ['a circle', { asyncapi: '3.0.0', channels: { a: { $ref: '#/channels/a' } } }, /in a circle/],
    ['no object', null, /does not say/],
    [
      'a channel elsewhere',
      { asyncapi: '3.0.0', channels: { a: { $ref: './channels.yaml#/a' } } },
      /"\.\/channels\.yaml#\/a", which is outside of it\. Nothing is ever fetched/,
    ],
    ['a schema elsewhere', withPayload({ $ref: 'https://a.example/s.json' }), /Nothing is ever/],
    ['a part elsewhere', withPayload({ items: { $ref: 'a.json#/x' } }), /"a\.json#\/x", which is/],
    [
      'a part that nobody wrote',
      withPayload({ items: { $ref: '#/x' } }),
      /and nothing stands there/,
    ],
    ['a pointer that is none', withPayload({ $ref: '#/%zz' }), /Nothing is ever fetched/],
    ['another root', withPayload({ items: { $ref: 'a.json' }, $id: 'urn:a' }), /"a\.json", which/],
    ['a long address', withPayload({ $ref: `a${'b'.repeat(300)}` }), /"ab{199}…", which/],
  ])('refuses %s in words', (_, document, why) => {
    expect(refusal(document)).toMatch(why);
  });

  it('refuses what is of no standard, or no document', () => {
    expect(importContracts(' \n')).toEqual({ ok: false, error: 'it is empty.' });
    for (const text of ['{}', '[]', '7', '{', 'a: b', 'a: *b'])
      expect(importContracts(text).ok).toBe(false);
    expect(importContracts('asyncapi: 3.0.0\nchannels: {a: {messages: {m: {}}}}').ok).toBe(true);
  });

  it('a reference may be repeated as far as the limit, and not once more', () => {
    const most = limits.importedValues.value;
    const messages = 100;
    /** A list of so many values that each message refers to. */
    const values = (count: number) => ({
      ...withPayload({}),
      channels: {
        a: {
          messages: Object.fromEntries(
            Array.from({ length: messages }, (_, index) => [
              `m${index}`,
              { name: `m${index}`, payload: { $ref: '#/components/schemas/list' } },
            ]),
          ),
        },
      },
      components: { schemas: { list: { enum: Array.from({ length: count }, () => 0) } } },
    });
    // Besides the list: the schema, its list, and nine values of each contract.
    const perMessage = most / messages;
    const own = 2 + 9;
    expect(refusal(values(perMessage - own))).toBeUndefined();
    expect(refusal(values(perMessage - own + 1))).toMatch(/would hold more than 200000 values/);
  });

  it('a long text counts for more than one value', () => {
    const messages = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `m${index}`,
        { name: `m${index}`, payload: true },
      ]),
    );
    const info = { description: 'x'.repeat(80_000) };
    expect(refusal({ asyncapi: '3.0.0', info, channels: { a: { messages } } })).toMatch(/200000/);
  });
});
