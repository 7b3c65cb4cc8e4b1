import { create, createFileRegistry, type DescMessage, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import {
  HeaderSchemaIdSerializer,
  ProtobufDeserializer,
  ProtobufSerializer,
  type ProtobufSerializerConfig,
  type SchemaInfo,
  SchemaRegistryClient,
  SerdeType,
  VALUE_SCHEMA_ID_HEADER,
} from '@confluentinc/schemaregistry';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const CUSTOMER = 'syntax = "proto3";\npackage shop;\nmessage Customer { string email = 1; }\n';
const ORDER = `syntax = "proto3";
package shop;
import "customer.proto";
message Note { string text = 1; }
message Order {
  message Line { string sku = 1; sint32 pieces = 2; }
  string id = 1;
  Customer customer = 2;
  repeated Line lines = 3;
}
`;
const references = [{ name: 'customer.proto', subject: 'customer.proto', version: 1 }];
const event = { id: 'o-1', customer: { email: 'a@b.c' }, lines: [{ sku: 's', pieces: -2 }] };

describe('@confluentinc/schemaregistry with Protobuf', () => {
  let concordat: StartedConcordat;
  const client = () => new SchemaRegistryClient({ baseURLs: [concordat.registryUrl] });
  const order: SchemaInfo = { schemaType: 'PROTOBUF', schema: ORDER, references };
  /** The message as a producer's generated code knows it, from what the registry serializes. */
  let Order: DescMessage;
  let Line: DescMessage;
  let id: number;
  const serializer = (config: ProtobufSerializerConfig) => {
    const made = new ProtobufSerializer(client(), SerdeType.VALUE, config);
    for (const message of [Order, Line]) made.registry.add(message);
    return made;
  };
  const deserialize = (topic: string, bytes: Buffer, headers?: object) =>
    new ProtobufDeserializer(client(), SerdeType.VALUE, {}).deserialize(topic, bytes, headers);
  const onlyLatest = { useLatestVersion: true, autoRegisterSchemas: false };

  beforeAll(async () => {
    concordat = await startConcordat();
    const customer = { schemaType: 'PROTOBUF', schema: CUSTOMER };
    const customerId = await client().register('customer.proto', customer);
    id = await client().register('orders-value', order);
    const fileOf = async (subject: string, number: number, name: string) => {
      const { schema } = await client().getBySubjectAndId(subject, number, 'serialized');
      const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(schema, 'base64'));
      return Object.assign(file, { name });
    };
    const imported = await fileOf('customer.proto', customerId, 'customer.proto');
    const own = await fileOf('orders-value', id, 'order.proto');
    const files = createFileRegistry(own, () => imported);
    const [message, line] = [files.getMessage('shop.Order'), files.getMessage('shop.Order.Line')];
    if (!message || !line) throw new Error('the registry serialized another file');
    [Order, Line] = [message, line];
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('registers once, looks up and finds by guid, its import kept', async () => {
    const found = await client().getIdFullResponse('orders-value', order);
    expect(found).toMatchObject({ id, version: 1, references });
    expect(await client().getByGuid(found.guid ?? '')).toMatchObject({ references });
    expect(await client().register('orders-value', order)).toBe(id);
  });

  it.each([
    ['a message by its place in the file', () => Order, event, [2, 2]],
    ['a message inside of another', () => Line, { sku: 's', pieces: -2 }, [4, 2, 0]],
  ] as const)('writes %s after the id, and reads it back', async (_, message, said, indexes) => {
    const bytes = await serializer(onlyLatest).serialize(
      'orders',
      create(message(), said as Record<string, unknown>),
    );
    expect([bytes[0], bytes.readInt32BE(1)]).toEqual([0, id]);
    expect([...bytes.subarray(5, 5 + indexes.length)]).toEqual(indexes);
    expect(JSON.parse(JSON.stringify(await deserialize('orders', bytes)))).toMatchObject(said);
  });

  it('writes the guid and the message into a header, and reads it back', async () => {
    const { guid = '' } = await client().getIdFullResponse('orders-value', order);
    const headers: Record<string, Buffer> = {};
    const config = { ...onlyLatest, schemaIdSerializer: HeaderSchemaIdSerializer };
    const bytes = await serializer(config).serialize('orders', create(Order, event), headers);
    const header = headers[VALUE_SCHEMA_ID_HEADER] ?? Buffer.alloc(0);
    expect(header[0]).toBe(1);
    expect(header.subarray(1, 17).toString('hex')).toBe(guid.replaceAll('-', ''));
    expect(JSON.parse(JSON.stringify(await deserialize('orders', bytes, headers)))).toMatchObject(
      event,
    );
  });

  it('registers what generated code knows, imports first, as binary descriptors', async () => {
    const made = serializer({ autoRegisterSchemas: true });
    const bytes = await made.serialize('made', create(Order, event));
    const stored = await client().getLatestSchemaMetadata('made-value');
    expect(bytes.readInt32BE(1)).toBe(stored.id);
    expect(stored.schema).toContain('message Order');
    expect(stored.references).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(await deserialize('made', bytes)))).toMatchObject(event);
  });

  it('hears why a change breaks readers', async () => {
    const breaking = { ...order, schema: ORDER.replace('string id = 1', 'sint32 id = 1') };
    expect(await client().testSubjectCompatibility('orders-value', breaking)).toBe(false);
    await expect(client().register('orders-value', breaking)).rejects.toMatchObject({
      status: 409,
      errorCode: 40901,
    });
  });
});
