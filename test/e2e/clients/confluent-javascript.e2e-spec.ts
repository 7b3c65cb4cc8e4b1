import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AvroDeserializer,
  AvroSerializer,
  Compatibility,
  HeaderSchemaIdSerializer,
  JsonDeserializer,
  JsonSerializer,
  RuleMode,
  type SchemaInfo,
  SchemaRegistryClient,
  SerdeType,
  type SerializerConfig,
  VALUE_SCHEMA_ID_HEADER,
} from '@confluentinc/schemaregistry';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

interface Language {
  readonly name: string;
  /** An order that holds a customer of a schema of its own. */
  readonly customer: SchemaInfo;
  readonly order: SchemaInfo;
  /** How `order` names `customer`. */
  readonly reference: string;
  /** The order with a member more, which may be left out. */
  readonly later: string;
  /** The order with a member more that may not be left out. */
  readonly breaking: string;
  serializer(client: SchemaRegistryClient, config: SerializerConfig): Serializer;
  deserializer(client: SchemaRegistryClient): Deserializer;
}

interface Serializer {
  serialize(topic: string, event: unknown, headers?: object): Promise<Buffer>;
}
interface Deserializer {
  deserialize(topic: string, payload: Buffer, headers?: object): Promise<unknown>;
}

const jsonOrder = (extra: object, required: readonly string[] = ['id']) =>
  JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { id: { type: 'string' }, customer: { $ref: 'customer.json' }, ...extra },
    required,
    additionalProperties: false,
  });
const avroOrder = (...extra: readonly object[]) =>
  JSON.stringify({
    type: 'record',
    name: 'Order',
    namespace: 'shop',
    fields: [{ name: 'id', type: 'string' }, { name: 'customer', type: 'Customer' }, ...extra],
  });

const languages: readonly Language[] = [
  {
    name: 'JSON Schema',
    customer: {
      schemaType: 'JSON',
      schema: JSON.stringify({
        $schema: 'http://json-schema.org/draft-07/schema#',
        type: 'object',
        properties: { email: { type: 'string' } },
        required: ['email'],
      }),
    },
    order: { schemaType: 'JSON', schema: jsonOrder({}) },
    reference: 'customer.json',
    later: jsonOrder({ note: { type: 'string' } }),
    breaking: jsonOrder({ total: { type: 'number' } }, ['id', 'total']),
    serializer: (client, config) => new JsonSerializer(client, SerdeType.VALUE, config),
    deserializer: (client) => new JsonDeserializer(client, SerdeType.VALUE, {}),
  },
  {
    name: 'Avro',
    customer: {
      schemaType: 'AVRO',
      schema: JSON.stringify({
        type: 'record',
        name: 'Customer',
        namespace: 'shop',
        fields: [{ name: 'email', type: 'string' }],
      }),
    },
    order: { schemaType: 'AVRO', schema: avroOrder() },
    reference: 'shop.Customer',
    later: avroOrder({ name: 'note', type: 'string', default: '' }),
    breaking: avroOrder({ name: 'total', type: 'double' }),
    serializer: (client, config) => new AvroSerializer(client, SerdeType.VALUE, config),
    deserializer: (client) => new AvroDeserializer(client, SerdeType.VALUE, {}),
  },
];

const event = { id: 'o-1', customer: { email: 'a@example.com' } };
const ruleSet = {
  domainRules: [
    {
      name: 'idIsThere',
      doc: 'An order has an id.',
      kind: 'CONDITION',
      mode: RuleMode.WRITE,
      type: 'CEL',
      tags: ['checked'],
      params: { 'dlq.topic': 'orders-dlq' },
      expr: "message.id != ''",
      onFailure: 'ERROR',
      disabled: true,
    },
  ],
  migrationRules: [
    {
      name: 'up',
      kind: 'TRANSFORM',
      mode: RuleMode.UPGRADE,
      type: 'JSONATA',
      expr: '$merge([$, {}])',
      disabled: true,
    },
  ],
};
const metadata = {
  tags: { '**.email': ['PII'] },
  properties: { owner: 'orders', major: '1' },
  sensitive: ['owner'],
};

describe('@confluentinc/schemaregistry', () => {
  let concordat: StartedConcordat;
  /** A client of its own for every question, so that no answer comes from its caches. */
  const client = () => new SchemaRegistryClient({ baseURLs: [concordat.registryUrl] });
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  describe.each(languages)('with $name', (language) => {
    const topic = `confluent-${language.name.toLowerCase().replaceAll(' ', '-')}`;
    const subject = `${topic}-value`;
    const customerSubject = `${topic}-customer`;
    const references = [{ name: language.reference, subject: customerSubject, version: 1 }];
    const order: SchemaInfo = { ...language.order, references };

    beforeAll(async () => {
      await client().register(customerSubject, language.customer);
      await client().register(subject, order);
    });

    it('registers, looks up, and finds by id, version and guid', async () => {
      const registered = await client().registerFullResponse(subject, order);
      expect(registered).toMatchObject({ id: expect.any(Number), version: 1, references });
      const found = await client().getIdFullResponse(subject, order);
      expect(found).toMatchObject({ subject, version: 1, id: registered.id });
      expect(found.guid).toBe(registered.guid);
      expect(await client().getVersion(subject, order)).toBe(1);
      expect(await client().getAllVersions(subject)).toEqual([1]);
      expect(await client().getAllSubjects()).toEqual(expect.arrayContaining([subject]));
      const byId = await client().getBySubjectAndId(subject, registered.id ?? 0);
      expect(byId).toMatchObject({ schema: order.schema, references });
      expect(await client().getByGuid(registered.guid ?? '')).toMatchObject({
        schema: order.schema,
      });
    });

    it('looks up in vain what was never registered', async () => {
      await expect(
        client().getId(subject, { ...order, schema: language.breaking }),
      ).rejects.toMatchObject({ status: 404, errorCode: 40403 });
      await expect(client().getLatestSchemaMetadata(`${subject}-none`)).rejects.toMatchObject({
        errorCode: 40401,
      });
    });

    it('serializes with the id before the bytes, and reads it back', async () => {
      const { id } = await client().getIdFullResponse(subject, order);
      const serializer = language.serializer(client(), {
        useLatestVersion: true,
        autoRegisterSchemas: false,
      });
      const bytes = await serializer.serialize(topic, event);
      expect(bytes[0]).toBe(0);
      expect(bytes.readInt32BE(1)).toBe(id);
      const read = await language.deserializer(client()).deserialize(topic, bytes);
      expect({ ...(read as object) }).toEqual(event);
    });

    it('serializes with the guid in a header, and reads it back', async () => {
      const { guid = '' } = await client().getIdFullResponse(subject, order);
      const serializer = language.serializer(client(), {
        useLatestVersion: true,
        autoRegisterSchemas: false,
        schemaIdSerializer: HeaderSchemaIdSerializer,
      });
      const headers: Record<string, Buffer> = {};
      const bytes = await serializer.serialize(topic, event, headers);
      const header = headers[VALUE_SCHEMA_ID_HEADER];
      expect(VALUE_SCHEMA_ID_HEADER).toBe('__value_schema_id');
      expect(header?.[0]).toBe(1);
      expect(header?.subarray(1, 17).toString('hex')).toBe(guid.replaceAll('-', ''));
      const read = await language.deserializer(client()).deserialize(topic, bytes, headers);
      expect({ ...(read as object) }).toEqual(event);
    });

    it('keeps metadata and rules exactly', async () => {
      const owned: SchemaInfo = { ...order, metadata, ruleSet };
      const plain = await client().getIdFullResponse(subject, order);
      const registered = await client().registerFullResponse(`${topic}2-value`, owned);
      expect(registered.id).not.toBe(plain.id);
      const found = await client().getBySubjectAndId(`${topic}2-value`, registered.id ?? 0);
      expect(found.metadata).toEqual(metadata);
      expect(found.ruleSet).toEqual(ruleSet);
    });

    it('asks for compatibility and hears why not', async () => {
      const name = `${topic}3-value`;
      await client().register(name, order);
      const later = { ...order, schema: language.later };
      const breaking = { ...order, schema: language.breaking };
      expect(await client().testSubjectCompatibility(name, later)).toBe(true);
      expect(await client().testSubjectCompatibility(name, breaking)).toBe(false);
      expect(await client().testCompatibility(name, 1, breaking)).toBe(false);
      await expect(client().register(name, breaking)).rejects.toMatchObject({
        status: 409,
        errorCode: 40901,
      });
      await client().updateCompatibility(name, Compatibility.NONE);
      expect(await client().getCompatibility(name)).toBe('NONE');
      expect((await client().registerFullResponse(name, breaking)).version).toBe(2);
    });

    it('serializes with the newest schema whose metadata are asked for [dialect GET /subjects/{s}/metadata ?key]', async () => {
      const name = `${topic}5-value`;
      await client().updateCompatibility(name, Compatibility.NONE);
      const versions = [];
      for (const major of ['1', '1', '2'])
        versions.push(
          await client().registerFullResponse(name, {
            ...order,
            metadata: { properties: { major, revision: String(versions.length) } },
          }),
        );
      const found = await client().getLatestWithMetadata(name, { major: '1' });
      expect(found).toMatchObject({ version: 2, id: versions[1]?.id });
      const serializer = language.serializer(client(), {
        useLatestWithMetadata: { major: '1', revision: '0' },
        autoRegisterSchemas: false,
      });
      const bytes = await serializer.serialize(`${topic}5`, event);
      expect(bytes.readInt32BE(1)).toBe(versions[0]?.id);
      await expect(client().getLatestWithMetadata(name, { major: '3' })).rejects.toMatchObject({
        errorCode: 40403,
      });
    });

    it('deletes softly, then for good', async () => {
      const name = `${topic}4-value`;
      const { id = 0 } = await client().registerFullResponse(name, {
        ...order,
        metadata: { properties: { only: name } },
      });
      expect(await client().deleteSubjectVersion(name, 1)).toBe(1);
      await expect(client().getLatestSchemaMetadata(name)).rejects.toMatchObject({
        errorCode: 40401,
      });
      expect(await client().getBySubjectAndId(name, id)).toMatchObject({ schema: order.schema });
      expect(await client().deleteSubject(name, true)).toEqual([1]);
      await expect(client().getBySubjectAndId(name, id)).rejects.toMatchObject({
        errorCode: 40403,
      });
    });
  });

  it('reads and writes the configuration of everything and of one subject', async () => {
    expect(await client().getDefaultCompatibility()).toBe('BACKWARD');
    await client().register('configured-value', { schemaType: 'AVRO', schema: '"string"' });
    const change = { compatibility: Compatibility.FULL, normalize: true, compatibilityGroup: 'g' };
    await client().updateConfig('configured-value', change);
    expect(await client().getConfig('configured-value')).toEqual({
      compatibilityLevel: 'FULL',
      normalize: true,
      compatibilityGroup: 'g',
    });
    expect(await client().updateDefaultCompatibility(Compatibility.FORWARD)).toBe('FORWARD');
    expect((await client().getDefaultConfig()).compatibilityLevel).toBe('FORWARD');
    await client().updateDefaultCompatibility(Compatibility.BACKWARD);
  });

  it('many serializers that boot at once register one version between them', async () => {
    const topic = 'boot';
    const schema = { schemaType: 'AVRO', schema: languages[1]?.customer.schema ?? '' };
    const ids = await Promise.all(
      Array.from({ length: 24 }, () => client().register(`${topic}-value`, schema)),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await client().getAllVersions(`${topic}-value`)).toEqual([1]);
  });
});
