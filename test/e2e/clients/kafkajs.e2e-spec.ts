import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

type Registered = Parameters<SchemaRegistry['register']>[0];

const line = {
  [SchemaType.JSON]: JSON.stringify({
    $id: 'https://example.com/line.json',
    type: 'object',
    properties: { sku: { type: 'string' } },
    required: ['sku'],
  }),
  [SchemaType.AVRO]: JSON.stringify({
    type: 'record',
    name: 'Line',
    namespace: 'shop',
    fields: [{ name: 'sku', type: 'string' }],
  }),
  [SchemaType.PROTOBUF]: 'syntax = "proto3"; package shop; message Line { string sku = 1; }',
};
const basket = {
  [SchemaType.JSON]: JSON.stringify({
    $id: 'https://example.com/basket.json',
    type: 'object',
    properties: { line: { $ref: 'https://example.com/line.json' } },
    required: ['line'],
  }),
  [SchemaType.AVRO]: JSON.stringify({
    type: 'record',
    name: 'Basket',
    namespace: 'shop',
    fields: [{ name: 'line', type: 'shop.Line' }],
  }),
  [SchemaType.PROTOBUF]:
    'syntax = "proto3"; package shop; import "line.proto"; message Basket { Line line = 1; }',
};
const referenceName = {
  [SchemaType.JSON]: 'https://example.com/line.json',
  [SchemaType.AVRO]: 'shop.Line',
  [SchemaType.PROTOBUF]: 'line.proto',
};
const broken = {
  [SchemaType.JSON]: JSON.stringify({ type: 'object', required: ['line', 'total'] }),
  [SchemaType.AVRO]: JSON.stringify({
    type: 'record',
    name: 'Basket',
    namespace: 'shop',
    fields: [{ name: 'total', type: 'double' }],
  }),
  [SchemaType.PROTOBUF]: 'syntax = "proto3"; package shop; message Basket { int32 line = 1; }',
};
/** What each of its encoders refuses: Protobuf knows no member that must be there. */
const refused = {
  [SchemaType.JSON]: { line: {} },
  [SchemaType.AVRO]: { line: {} },
  [SchemaType.PROTOBUF]: { line: { sku: 1 } },
};
const event = { line: { sku: 's-1' } };

describe('@kafkajs/confluent-schema-registry', () => {
  let concordat: StartedConcordat;
  /** One of its own for every question, so that no answer comes from its cache. */
  const registry = () => new SchemaRegistry({ host: concordat.registryUrl, retry: { retries: 0 } });
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  describe.each([SchemaType.JSON, SchemaType.AVRO, SchemaType.PROTOBUF] as const)(
    'with %s',
    (type) => {
      const subject = `kafkajs-${type}-value`;
      const references = [
        { name: referenceName[type], subject: `kafkajs-${type}-line`, version: 1 },
      ];
      const schema = { type, schema: basket[type], references } as Registered;

      beforeAll(async () => {
        const inner = { type, schema: line[type] } as Registered;
        await registry().register(inner, { subject: `kafkajs-${type}-line` });
        await registry().register(schema, { subject, compatibility: COMPATIBILITY.FULL });
      });

      it('registers once, and finds the id again', async () => {
        const { id } = await registry().register(schema, {
          subject,
          compatibility: COMPATIBILITY.FULL,
        });
        expect(await registry().getLatestSchemaId(subject)).toBe(id);
        expect(await registry().getRegistryId(subject, 1)).toBe(id);
        // This client leaves the references out of a look-up, so it is asked for a schema without.
        const inner = { type, schema: line[type] } as Registered;
        expect(await registry().getRegistryIdBySchema(`kafkajs-${type}-line`, inner)).toBe(
          await registry().getLatestSchemaId(`kafkajs-${type}-line`),
        );
      });

      it('encodes with the id before the bytes, and decodes through the references', async () => {
        const id = await registry().getLatestSchemaId(subject);
        const bytes = await registry().encode(id, event);
        expect([bytes[0], bytes.readInt32BE(1)]).toEqual([0, id]);
        expect(JSON.parse(JSON.stringify(await registry().decode(bytes)))).toEqual(event);
        await expect(registry().encode(id, refused[type])).rejects.toThrow();
      });

      it('hears that a schema is not compatible, and that another was never registered', async () => {
        const other = { type, schema: broken[type] } as Registered;
        await expect(
          registry().register(other, { subject, compatibility: COMPATIBILITY.FULL }),
        ).rejects.toThrow(/incompatible with an earlier schema/);
        await expect(registry().getRegistryIdBySchema(subject, other)).rejects.toThrow(
          /Schema not found/,
        );
        await expect(registry().getSchema(999_999)).rejects.toThrow(/Schema 999999 not found/);
      });
    },
  );

  it('does not register under a level other than the one it was told', async () => {
    const avro = { type: SchemaType.AVRO, schema: line[SchemaType.AVRO] } as Registered;
    await registry().register(avro, {
      subject: 'level-value',
      compatibility: COMPATIBILITY.FORWARD,
    });
    await expect(
      registry().register(avro, { subject: 'level-value', compatibility: COMPATIBILITY.NONE }),
    ).rejects.toThrow(/does not match the configuration/);
  });
});
