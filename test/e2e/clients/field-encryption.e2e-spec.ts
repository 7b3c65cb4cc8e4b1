import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AvroDeserializer,
  AvroSerializer,
  clearKmsClients,
  DekRegistryClient,
  FieldEncryptionExecutor,
  JsonDeserializer,
  JsonSerializer,
  LocalKmsDriver,
  RuleMode,
  RuleRegistry,
  SchemaRegistryClient,
  SerdeType,
} from '@confluentinc/schemaregistry';
import { asking } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const SECRET = 'a master secret of 32 characters'.replaceAll(' ', '-');
const OTHER_SECRET = 'the secret of clients only, not ours'.replaceAll(' ', '-');

const avroOrder = JSON.stringify({
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'email', type: 'string', 'confluent:tags': ['PII'] },
  ],
});
const jsonOrder = JSON.stringify({
  type: 'object',
  properties: { id: { type: 'string' }, email: { type: 'string', 'confluent:tags': ['PII'] } },
});
const event = { id: 'o-1', email: 'ann@example.com' };

const languages = [
  {
    schemaType: 'AVRO',
    schema: avroOrder,
    serializer: AvroSerializer,
    deserializer: AvroDeserializer,
  },
  {
    schemaType: 'JSON',
    schema: jsonOrder,
    serializer: JsonSerializer,
    deserializer: JsonDeserializer,
  },
] as const;

describe('fields encrypted by @confluentinc/schemaregistry', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  /** Clients of their own, with executors of their own: nothing comes from a cache. */
  const client = () => new SchemaRegistryClient({ baseURLs: [concordat.registryUrl] });
  const rules = () => {
    const registry = new RuleRegistry();
    registry.registerExecutor(new FieldEncryptionExecutor());
    return registry;
  };
  const withoutDecryption = () => {
    const registry = rules();
    registry.registerOverride({ type: 'ENCRYPT', disabled: true });
    return registry;
  };

  beforeAll(async () => {
    LocalKmsDriver.register();
    concordat = await startConcordat({ CONCORDAT_MASTER_KEY: SECRET });
  }, 90_000);
  beforeEach(() => clearKmsClients());
  afterAll(() => concordat?.stop());

  const register = (subject: string, language: (typeof languages)[number], params: object) =>
    ask('POST', `/subjects/${subject}/versions`, {
      schemaType: language.schemaType,
      schema: language.schema,
      ruleSet: {
        domainRules: [
          {
            name: 'encryptPii',
            kind: 'TRANSFORM',
            mode: RuleMode.WRITEREAD,
            type: 'ENCRYPT',
            tags: ['PII'],
            params,
            onFailure: 'ERROR,ERROR',
          },
        ],
      },
    });

  const roundTrip = async (
    topic: string,
    { serializer: Serializer, deserializer: Deserializer }: (typeof languages)[number],
    ruleConfig: Record<string, string>,
  ) => {
    const serializer = new Serializer(
      client(),
      SerdeType.VALUE,
      { useLatestVersion: true, autoRegisterSchemas: false, ruleConfig },
      rules(),
    );
    const bytes = await serializer.serialize(topic, { ...event });
    clearKmsClients();
    const reader = (registry: RuleRegistry) =>
      new Deserializer(client(), SerdeType.VALUE, { ruleConfig }, registry);
    return {
      bytes,
      clear: (await reader(rules()).deserialize(topic, bytes)) as typeof event,
      sealed: (await reader(withoutDecryption()).deserialize(topic, bytes)) as typeof event,
    };
  };

  it.each(languages)(
    'are sealed by a key the client wraps, and clear to who holds the secret: $schemaType [dialect csfle]',
    async (language) => {
      const topic = `client-${language.schemaType.toLowerCase()}`;
      const kek = `kek-${topic}`;
      const params = {
        'encrypt.kek.name': kek,
        'encrypt.kms.type': 'local-kms',
        'encrypt.kms.key.id': 'one',
      };
      expect((await register(`${topic}-value`, language, params)).status).toBe(200);
      const { bytes, clear, sealed } = await roundTrip(topic, language, { secret: OTHER_SECRET });
      expect(bytes.includes('ann@example.com')).toBe(false);
      expect(bytes.includes('o-1')).toBe(true);
      expect({ ...clear }).toEqual(event);
      expect(sealed.id).toBe('o-1');
      expect(Buffer.from(sealed.email, 'base64').length).toBe(12 + event.email.length + 16);
      const dek = await ask('GET', `/dek-registry/v1/keks/${kek}/deks/${topic}-value`);
      expect(dek.body).toMatchObject({ algorithm: 'AES256_GCM', version: 1 });
      expect(dek.body.keyMaterial).toBeUndefined();
    },
  );

  it.each(languages)(
    'are sealed by a key the registry makes, with no secret at the client: $schemaType [dialect csfle]',
    async (language) => {
      const topic = `shared-${language.schemaType.toLowerCase()}`;
      const kek = `kek-${topic}`;
      await new DekRegistryClient({ baseURLs: [concordat.registryUrl] }).registerKek(
        kek,
        'local-kms',
        'one',
        true,
      );
      const params = { 'encrypt.kek.name': kek, 'encrypt.dek.algorithm': 'AES256_GCM' };
      expect((await register(`${topic}-value`, language, params)).status).toBe(200);
      const { bytes, clear, sealed } = await roundTrip(topic, language, {});
      expect(bytes.includes('ann@example.com')).toBe(false);
      expect({ ...clear }).toEqual(event);
      expect(sealed.email).not.toBe(event.email);
      const made = await ask('GET', `/dek-registry/v1/keks/${kek}/deks/${topic}-value`);
      expect(Buffer.from(made.body.keyMaterial, 'base64').length).toBe(34);
      expect(made.body.encryptedKeyMaterial).not.toBe(made.body.keyMaterial);
    },
  );

  it('seal the same text to the same bytes where the algorithm is deterministic [dialect csfle]', async () => {
    const [avro] = languages;
    const params = {
      'encrypt.kek.name': 'kek-siv',
      'encrypt.kms.type': 'local-kms',
      'encrypt.kms.key.id': 'one',
      'encrypt.dek.algorithm': 'AES256_SIV',
    };
    await ask('POST', '/dek-registry/v1/keks', {
      name: 'kek-siv',
      kmsType: 'local-kms',
      kmsKeyId: 'one',
      shared: true,
    });
    await register('siv-value', avro, params);
    const first = await roundTrip('siv', avro, {});
    const second = await roundTrip('siv', avro, {});
    expect(first.sealed.email).toBe(second.sealed.email);
    expect(first.sealed.email).not.toBe(event.email);
    expect({ ...second.clear }).toEqual(event);
  });

  it('go on being read after the key was turned: a key that expired has a next version [dialect csfle]', async () => {
    const [avro] = languages;
    const kek = { name: 'kek-turned', kmsType: 'local-kms', kmsKeyId: 'one', shared: true };
    await ask('POST', '/dek-registry/v1/keks', kek);
    const params = { 'encrypt.kek.name': kek.name, 'encrypt.dek.expiry.days': '1' };
    await register('turned-value', avro, params);
    const first = await roundTrip('turned', avro, {});
    expect({ ...first.clear }).toEqual(event);
    const dekClient = new DekRegistryClient({ baseURLs: [concordat.registryUrl] });
    await dekClient.registerDek(kek.name, 'turned-value', 'AES256_GCM', 2);
    const second = await roundTrip('turned', avro, {});
    expect({ ...second.clear }).toEqual(event);
    const versionIn = (sealed: string) => Buffer.from(sealed, 'base64').readInt32BE(1);
    expect([first, second].map(({ sealed }) => versionIn(sealed.email))).toEqual([1, 2]);
  });

  it('are opened by a client that holds the secret of the registry, though the registry wrapped the key [dialect csfle]', async () => {
    const kek = { name: 'kek-both', kmsType: 'local-kms', kmsKeyId: 'one', shared: true };
    await ask('POST', '/dek-registry/v1/keks', kek);
    const [avro] = languages;
    await register('both-value', avro, { 'encrypt.kek.name': kek.name });
    const { bytes } = await roundTrip('both', avro, {});
    await ask('PUT', '/dek-registry/v1/keks/kek-both', { shared: false });
    clearKmsClients();
    const ruleConfig = { secret: SECRET };
    const reader = new AvroDeserializer(client(), SerdeType.VALUE, { ruleConfig }, rules());
    expect({ ...((await reader.deserialize('both', bytes)) as object) }).toEqual(event);
  });
});
