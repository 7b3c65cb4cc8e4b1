import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const MONEY =
  'syntax = "proto3";\npackage acme;\n\n// In cents.\nmessage Money { int64 cents = 1; string currency = 2; }\n';
const ORDER = `syntax = "proto3";
package shop;
import "acme/money.proto";
import "google/protobuf/timestamp.proto";
message Order { string id = 1; acme.Money total = 2; google.protobuf.Timestamp at = 3; }`;

describe('Protobuf in the registry', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  const proto = (schema: string, rest: object = {}) => ({
    schemaType: 'PROTOBUF',
    schema,
    ...rest,
  });
  const register = (subject: string, schema: string, rest: object = {}) =>
    ask('POST', `/subjects/${subject}/versions`, proto(schema, rest));
  const references = [{ name: 'acme/money.proto', subject: 'money', version: 1 }];
  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('is registered, found again whatever its layout, and answered in one layout', async () => {
    const first = await register('money', MONEY);
    expect([first.status, first.body.schemaType]).toEqual([200, 'PROTOBUF']);
    const squeezed = MONEY.replace(/\/\/.*\n/, '').replaceAll('\n', ' ');
    expect((await register('money', squeezed)).body).toMatchObject({
      ...{ id: first.body.id, version: 1 },
    });
    const found = await ask('POST', '/subjects/money', proto(squeezed));
    expect([found.status, found.body.version]).toEqual([200, 1]);
    const { body } = await ask('GET', `/schemas/ids/${first.body.id}`);
    expect(body).toMatchObject({
      schemaType: 'PROTOBUF',
      schema: expect.stringContaining('message Money {'),
    });
    expect((await ask('GET', '/schemas/types')).body).toEqual(['JSON', 'AVRO', 'PROTOBUF']);
  });

  it('refers to other subjects by import path, and the well-known types are there', async () => {
    const made = await register('orders', ORDER, { references });
    expect([made.status, made.body.references]).toEqual([200, references]);
    const used = await ask('GET', '/subjects/money/versions/1/referencedby');
    expect(used.body).toEqual([made.body.id]);
    const lost = await register('lost', ORDER);
    expect([lost.status, lost.body.error_code]).toEqual([422, 42201]);
    expect(lost.body.message).toContain('acme/money.proto');
  });

  it('is taken as a descriptor, as the Python client sends it, and told as one [dialect GET /schemas/ids/{id} ?format, GET /schemas/ids/{id}/schema ?format, GET /subjects/{s}/versions/{v} ?format, GET /subjects/{s}/versions/{v}/schema ?format, GET /schemas/guids/{guid} ?format, POST /subjects/{s} ?format, POST /subjects/{s}/versions ?format, GET /subjects/{s}/metadata ?format, POST /subjects/{s}/versions/{v}/tags ?format]', async () => {
    const { id, guid } = (await register('money', MONEY)).body;
    const isMoney = (text: unknown) => {
      const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(String(text), 'base64'));
      expect([file.package, file.messageType[0]?.name]).toEqual(['acme', 'Money']);
    };
    const query = '?format=serialized';
    for (const path of [
      ...[`/schemas/ids/${id}`, `/schemas/guids/${guid}`, '/subjects/money/versions/1'],
    ])
      isMoney((await ask('GET', `${path}${query}`)).body.schema);
    for (const path of [`/schemas/ids/${id}/schema`, '/subjects/money/versions/1/schema']) {
      const answer = await fetch(`${concordat.registryUrl}${path}${query}`);
      isMoney(await answer.text());
    }
    isMoney((await ask('POST', `/subjects/money${query}`, proto(MONEY))).body.schema);
    isMoney((await ask('POST', `/subjects/money/versions${query}`, proto(MONEY))).body.schema);
    await register('tagged', MONEY, { metadata: { properties: { owner: 'a' } } });
    isMoney((await ask('GET', `/subjects/tagged/metadata${query}&key=owner&value=a`)).body.schema);
    const retagged = { metadata: { properties: { owner: 'b' } } };
    isMoney((await ask('POST', `/subjects/tagged/versions/1/tags${query}`, retagged)).body.schema);
    const serialized = (await ask('GET', `/schemas/ids/${id}${query}`)).body.schema as string;
    const sent = await register('from-descriptor', serialized);
    expect([sent.status, sent.body.schema]).toEqual([
      200,
      expect.stringContaining('message Money {'),
    ]);
    const unknown = await ask('GET', `/schemas/ids/${id}?format=nonsense`);
    expect(unknown.body.schema).toContain('message Money {');
  });

  it('an Avro schema is told with its references inside when asked', async () => {
    const avro = (schema: object, rest: object = {}) => ({
      schema: JSON.stringify(schema),
      ...rest,
    });
    const part = {
      type: 'record',
      name: 'Part',
      namespace: 'a',
      fields: [{ name: 'n', type: 'int' }],
    };
    const whole = {
      type: 'record',
      name: 'Whole',
      namespace: 'b',
      fields: [{ name: 'p', type: 'a.Part' }],
    };
    await ask('POST', '/subjects/part/versions', avro(part));
    const of = [{ name: 'a.Part', subject: 'part', version: 1 }];
    const { body } = await ask('POST', '/subjects/whole/versions', avro(whole, { references: of }));
    const told = await ask('GET', `/schemas/ids/${body.id}?format=resolved`);
    expect(JSON.parse(told.body.schema).fields[0].type).toEqual({
      ...{ type: 'record', name: 'Part', namespace: 'a', fields: [{ name: 'n', type: 'int' }] },
    });
  });

  it('with normalize two spellings are one schema', async () => {
    const one = await ask(
      'POST',
      '/subjects/norm/versions?normalize=true',
      proto(
        'syntax = "proto3"; package n; option java_package = "a"; option go_package = "b"; message A { B b = 1; } message B {}',
      ),
    );
    const other = await ask(
      'POST',
      '/subjects/norm/versions?normalize=true',
      proto(
        'syntax = "proto3"; package n; option go_package = "b"; option java_package = "a"; message A { .n.B b = 1; } message B {}',
      ),
    );
    expect([one.status, other.body.id, other.body.version]).toEqual([200, one.body.id, 1]);
  });

  it('a version is held against the older ones, and the refusal says what the bytes say', async () => {
    const cents = (type: string) => `syntax = "proto3"; message Price { ${type} cents = 1; }`;
    const subject = 'compared';
    await register(subject, cents('int64'));
    const refused = await register(subject, cents('int32'));
    expect([refused.status, refused.body.error_code]).toEqual([409, 40901]);
    expect(refused.body.message).toContain(
      "{errorType:'FIELD_SCALAR_KIND_CHANGED', description:'The kind of a SCALAR field at path '#/Price/1' in the new schema does not match its kind in the old schema', additionalInfo:'{\"cents\":\"4294967296\"}'}",
    );
    expect(refused.body.findings[0]).toMatchObject({
      ...{ ruleId: 'PROTO_FIELD_TYPE_CHANGED', severity: 'breaking', newPath: '/Price/1' },
      witness: { bytes: '088080808010', acceptedBy: 'old', rejectedBy: 'new' },
    });
    const path = `/compatibility/subjects/${subject}/versions/latest?verbose=true`;
    const asked = await ask('POST', path, proto(cents('string')));
    expect([asked.status, asked.body.is_compatible]).toEqual([200, false]);
    expect(asked.body.messages[0]).toContain('FIELD_SCALAR_KIND_CHANGED');
    const longer = await register(subject, cents('int64').replace('}', 'string currency = 2; }'));
    expect([longer.status, longer.body.version]).toEqual([200, 2]);
    await ask('PUT', `/config/${subject}`, { compatibility: 'FORWARD_TRANSITIVE' });
    const wider = await ask('POST', path, proto(cents('uint64')));
    expect(wider.body.is_compatible).toBe(false);
  });

  it('what another subject declares is compared with it', async () => {
    const money = (type: string) =>
      `syntax = "proto3"; package acme; message Coin { ${type} cents = 1; }`;
    const purse =
      'syntax = "proto3"; import "acme/coin.proto"; message Purse { repeated acme.Coin coins = 1; }';
    await ask('PUT', '/config/coin', { compatibility: 'NONE' });
    await register('coin', money('int64'));
    await register('coin', money('int32'));
    const of = (version: number) => ({
      references: [{ name: 'acme/coin.proto', subject: 'coin', version }],
    });
    await register('purse', purse, of(1));
    const refused = await register('purse', purse, of(2));
    expect([refused.status, refused.body.error_code]).toEqual([409, 40901]);
    expect(refused.body.findings[0].witness.event).toBe('{"coins":[{"cents":"4294967296"}]}');
  });

  it('what protoc would refuse is refused with its place, and nothing hostile gets further', async () => {
    const cases = [
      ['syntax = "proto3"; enum E { A = 1; }', 'first'],
      ['syntax = "proto3"; message A { int32 a = 1; int32 b = 1; }', ''],
      ['syntax = "proto3"; message A { Missing a = 1; }', 'Missing'],
      ['syntax = "proto3"; message A { int32 a = 19000; }', '19000'],
      ['message', ''],
      ['', ''],
      ['\0', ''],
      ['['.repeat(100_000), ''],
      [`syntax = "proto3"; ${'message A {'.repeat(5_000)}`, ''],
      ['syntax = "proto3"; import "http://127.0.0.1:1/x.proto";', 'http://127.0.0.1:1/x.proto'],
      ['AAAA', ''],
    ] as const;
    for (const [schema, words] of cases) {
      const { status, body } = await register('hostile', schema);
      expect([schema.slice(0, 40), status, body.error_code]).toEqual([
        schema.slice(0, 40),
        422,
        42201,
      ]);
      expect(body.message).toContain(words);
    }
    expect((await ask('GET', '/subjects/hostile/versions')).status).toBe(404);
    for (const name of ['__proto__', 'constructor', 'toString'])
      expect([
        name,
        (await register(`odd-${name}`, `syntax = "proto3"; message ${name} { int32 ${name} = 1; }`))
          .status,
      ]).toEqual([name, 200]);
  });
});
