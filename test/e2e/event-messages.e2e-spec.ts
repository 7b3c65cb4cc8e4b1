import { setTimeout as sleep } from 'node:timers/promises';
import { create, createFileRegistry, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { ProtobufSerializer, SchemaRegistryClient, SerdeType } from '@confluentinc/schemaregistry';
import { describe, expect, it } from '@jest/globals';
import { concordatWithLog } from '../support/concordat-with-log.js';

const orders = (placed: string, more = '') => `syntax = "proto3";
package acme.orders;
message Address { string city = 1; }
message OrderPlaced { string order_id = 1; ${placed} }
message OrderCancelled { string order_id = 1; string why = 2; }
message Other { message Inner { string text = 1; } }
${more}`;
const PLACED = orders('int64 cents = 2; Address to = 3;');
const renamed = (text: string) => text.replaceAll('OrderPlaced', 'OrderAccepted');

interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at, not used
  readonly body: any;
}

describe('contracts that name one message of a Protobuf file', () => {
  const held = concordatWithLog();
  let ids = 0;

  const ask = async (url: string, init?: RequestInit): Promise<Answer> => {
    const answer = await fetch(url, init);
    return { status: answer.status, body: await answer.json() };
  };
  const post = (url: string, body: unknown, type = 'application/json') =>
    ask(url, { method: 'POST', headers: { 'Content-Type': type }, body: JSON.stringify(body) });
  const contract = (id: string, schema: object, more: object = {}) => ({
    ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id, owner: { team: 'orders' } },
    schema: { format: 'protobuf', subject: `${id}-value`, ...schema },
    envelope: { spec: 'cloudevents', type: id },
    channel: { topic: id, partitions: 1 },
    ...more,
  });
  const publish = (...args: Parameters<typeof contract>) =>
    post(`${held.concordat.registryUrl}/v1/contracts`, contract(...args));
  /** Publishes, and waits until the gateway judges by it. */
  const inForce = async (...args: Parameters<typeof contract>): Promise<number> => {
    const { status, body } = await publish(...args);
    expect([status, body]).toEqual([201, expect.objectContaining({ id: args[0] })]);
    for (let tries = 0; tries < 200; tries++) {
      const probe = await post(`${held.concordat.gatewayUrl}/v1/validate/${args[0]}`, null);
      if (probe.body.contract === `${args[0]}@${body.version}`) break;
      await sleep(20);
    }
    return body.schemaId as number;
  };
  const send = (type: string, bytes: Uint8Array): Promise<Answer> =>
    ask(`${held.concordat.gatewayUrl}/events`, {
      method: 'POST',
      headers: {
        ...{ 'ce-id': `${ids++}`, 'ce-source': '/shop', 'ce-type': type, 'ce-specversion': '1.0' },
        'Content-Type': 'application/octet-stream',
      },
      body: new Uint8Array(bytes),
    });
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const logged = async (topic: string) =>
    (await held.log.read({ topic, partition: 0, offset: 0 }, 10)).map(
      ({ value }) => value && hex(value),
    );
  /** What a producer with generated code and Confluent's serializer puts on the wire. */
  const client = async (id: string, schemaId: number) => {
    const registry = new SchemaRegistryClient({ baseURLs: [held.concordat.registryUrl] });
    const { schema } = await registry.getBySubjectAndId(`${id}-value`, schemaId, 'serialized');
    const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(schema, 'base64'));
    const files = createFileRegistry(Object.assign(file, { name: `${id}.proto` }), () => undefined);
    const config = { useLatestVersion: true, autoRegisterSchemas: false };
    const serializer = new ProtobufSerializer(registry, SerdeType.VALUE, config);
    const made = (name: string, values: Record<string, unknown>) => {
      const message = files.getMessage(`acme.orders.${name}`);
      if (!message) throw new Error(`no ${name}`);
      serializer.registry.add(message);
      return { message, event: create(message, values) };
    };
    return {
      bare: (name: string, values: Record<string, unknown>): Uint8Array => {
        const { message, event } = made(name, values);
        return toBinary(message, event);
      },
      framed: (name: string, values: Record<string, unknown>): Promise<Buffer> =>
        serializer.serialize(id, made(name, values).event),
    };
  };

  it('is refused where the schema declares no such message, with its place', async () => {
    const named = (message: string, definition = PLACED) =>
      publish('message-missing', { message, definition });
    const missing = await named('acme.orders.OrderPlace');
    expect([missing.status, missing.body]).toEqual([
      422,
      expect.objectContaining({
        code: 'CONTRACT_INVALID',
        detail: expect.stringContaining('The schema declares no message "acme.orders.OrderPlace".'),
        faults: [
          expect.objectContaining({ code: 'MESSAGE_NOT_IN_SCHEMA', pointer: '/schema/message' }),
        ],
      }),
    ]);
    // By its full name only, and an imported message has no index in this file.
    expect((await named('OrderPlaced')).body.detail).toContain('"acme.orders.OrderPlaced" is one');
    const importing = 'syntax = "proto3"; import "google/protobuf/any.proto"; message M {}';
    expect((await named('google.protobuf.Any', importing)).body.detail).toContain('declares "M"');
    const avro = await publish('message-missing', { format: 'avro', message: 'M' });
    expect(avro.body.faults).toMatchObject([{ code: 'MESSAGE_NOT_PROTOBUF' }]);
    // A schema that is registered already is held against it, too.
    await post(`${held.concordat.registryUrl}/subjects/message-registered-value/versions`, {
      ...{ schemaType: 'PROTOBUF', schema: PLACED },
    });
    const registered = await publish('message-registered', { message: 'acme.orders.Nothing' });
    expect(registered.body.faults).toMatchObject([{ code: 'MESSAGE_NOT_IN_SCHEMA' }]);
  });

  it('takes what a client of Confluent writes as that message, and refuses all others', async () => {
    const id = 'message-wire';
    const message = 'acme.orders.OrderPlaced';
    const schemaId = await inForce(id, { definition: PLACED, message }, { undeclared: 'refuse' });
    const { framed, bare } = await client(id, schemaId);
    const order = { orderId: 'a', cents: 7n, to: { city: 'Bern' } };
    const taken = await framed('OrderPlaced', order);
    expect([...taken.subarray(5, 7)]).toEqual([2, 2]);
    expect((await send(id, taken)).body).toMatchObject({ verdict: 'accepted' });
    for (const [name, values, index] of [
      ['OrderCancelled', { orderId: 'a', why: 'no' }, '2'],
      ['Address', { city: 'Bern' }, '0'],
      ['Other.Inner', { text: 'x' }, '3, 0'],
    ] as const)
      expect((await send(id, await framed(name, values))).body).toMatchObject({
        ...{ status: 422, code: 'MESSAGE_NOT_ACCEPTED', verdict: 'quarantined' },
        detail: expect.stringMatching(
          `message \\[${index}\\] of its schema.*takes the message ${message} only`,
        ),
      });
    // Bytes without a frame are the message the contract names, not the first of the file.
    expect((await send(id, bare('OrderPlaced', order))).body).toMatchObject({
      verdict: 'accepted',
    });
    expect((await send(id, Buffer.from([0x10, 0x80]))).body).toMatchObject({
      code: 'NOT_DECODABLE',
    });
    expect(await logged(id)).toEqual([hex(taken), hex(bare('OrderPlaced', order))]);
  });

  it('is what the gateway writes of records in JSON, as a client of Confluent would', async () => {
    const id = 'message-rest';
    const schema = { definition: PLACED, message: 'acme.orders.OrderPlaced' };
    const schemaId = await inForce(id, schema, { envelope: undefined, undeclared: 'refuse' });
    const { body } = await post(
      `${held.concordat.gatewayUrl}/topics/${id}`,
      { records: [{ value: { orderId: 'b', cents: '8' } }, { value: { city: 'Bern' } }] },
      'application/vnd.kafka.protobuf.v2+json',
    );
    expect(body.offsets).toMatchObject([
      { offset: 0 },
      { error: expect.stringContaining('"OrderPlaced" has no such field') },
    ]);
    const { framed } = await client(id, schemaId);
    const written = await framed('OrderPlaced', { orderId: 'b', cents: 8n });
    expect(await logged(id)).toEqual([hex(written)]);
  });

  it('shows its fields in the catalog, with an example of them, and a rule may name them', async () => {
    const id = 'message-shown';
    const schema = { definition: PLACED, message: 'acme.orders.OrderPlaced' };
    const rules = [{ name: 'dear', cel: 'cents > 5' }];
    const examples = [{ city: 'Bern' }];
    expect((await publish(id, schema, { examples })).body.faults).toMatchObject([
      { code: 'EXAMPLE_REFUSED', pointer: expect.stringContaining('/examples/0') },
    ]);
    await inForce(id, schema, { rules, examples: [{ orderId: 'a', cents: '7' }] });
    const { body } = await ask(`${held.concordat.registryUrl}/catalog/v1/events/${id}`);
    expect(JSON.stringify(body)).toContain('Each event is a message acme.orders.OrderPlaced.');
    const { tree } = body.schema;
    expect(tree).toMatchObject({ name: 'OrderPlaced' });
    expect(tree.children.map((each: { path: string }) => each.path)).toEqual([
      '/orderId',
      '/cents',
      '/to',
    ]);
    expect(Object.keys(body.example as object)).not.toContain('city');
  });

  it('is compared as that message: others may change, it may not', async () => {
    const id = 'message-compared';
    const message = 'acme.orders.OrderPlaced';
    await inForce(id, { definition: PLACED, message });
    const broken = orders('string cents = 2; Address to = 3;');
    const refused = await publish(id, { definition: broken, message });
    expect(refused.body).toMatchObject({ status: 409, code: 'CONTRACT_INCOMPATIBLE' });
    expect(refused.body.findings[0]).toMatchObject({
      ...{ ruleId: 'PROTO_FIELD_TYPE_CHANGED', oldPath: '/OrderPlaced/2' },
      witness: { event: '{"cents":"1"}' },
    });
    const register = (schema: string) =>
      post(`${held.concordat.registryUrl}/subjects/${id}-value/versions`, {
        ...{ schemaType: 'PROTOBUF', schema },
      });
    expect((await register(broken)).body).toMatchObject({ error_code: 40901 });
    // What the event is made of is part of it; what stands beside it is not.
    const city = PLACED.replace('string city = 1', 'int32 city = 1');
    expect((await publish(id, { definition: city, message })).body.status).toBe(409);
    const gone = PLACED.replace(/message OrderPlaced .*\n/, '');
    expect((await register(gone)).body.message).toContain('OrderPlaced');
    const beside = PLACED.replace('string why = 2', 'int32 why = 2').replace('Inner', 'Deep');
    const { status, body } = await publish(id, { definition: beside, message });
    expect([status, body.compatibility.verdict]).toEqual([201, 'compatible']);
    expect((await register(PLACED.replace('string why = 2', 'bool why = 2'))).status).toBe(200);
  });

  it('where two contracts share a subject, neither breaks the message of the other', async () => {
    const shared = { definition: PLACED, subject: 'message-shared-value' };
    await inForce('message-one', { ...shared, message: 'acme.orders.OrderPlaced' });
    await inForce('message-two', { ...shared, message: 'acme.orders.OrderCancelled' });
    const broken = PLACED.replace('string why = 2', 'int32 why = 2');
    const changed = { ...shared, definition: broken, message: 'acme.orders.OrderPlaced' };
    expect((await publish('message-one', changed)).body).toMatchObject({
      ...{ status: 409, code: 'CONTRACT_INCOMPATIBLE' },
      findings: [{ oldPath: '/OrderCancelled/2' }],
    });
  });

  it('another name is another message on the wire, or the same, and said to be what it is', async () => {
    const id = 'message-renamed';
    const accepts = 'any-of-subject';
    const message = 'acme.orders.OrderPlaced';
    const before = await inForce(id, { definition: PLACED, message, accepts });
    // The same file, another message of it: "cents" would be read as a text.
    const other = { definition: PLACED, message: 'acme.orders.OrderCancelled', accepts };
    expect((await publish(id, other)).body).toMatchObject({
      ...{ status: 409, code: 'CONTRACT_INCOMPATIBLE' },
      findings: expect.arrayContaining([
        expect.objectContaining({ ruleId: 'PROTO_FIELD_TYPE_CHANGED', severity: 'breaking' }),
      ]),
    });
    // Called otherwise, the same to every reader of bytes.
    const same = renamed(orders('int64 cents = 2; Address to = 3; string note = 4;'));
    const moved = { definition: same, message: 'acme.orders.OrderAccepted', accepts };
    const after = await inForce(id, moved);
    const { body } = await ask(`${held.concordat.registryUrl}/v1/contracts/${id}/versions`);
    expect(body.versions.map((each: { message: string }) => each.message)).toEqual([
      message,
      'acme.orders.OrderAccepted',
    ]);
    // Who still writes under the old schema, which is accepted, writes the old name.
    const { framed } = await client(id, after);
    expect((await send(id, await framed('OrderAccepted', { orderId: 'b' }))).status).toBe(200);
    const old = await framed('OrderAccepted', { orderId: 'c' });
    old.writeUInt32BE(before, 1);
    expect((await send(id, old)).status).toBe(200);
    old[6] = 4;
    expect((await send(id, old)).body).toMatchObject({ code: 'MESSAGE_NOT_ACCEPTED' });
  });
});
