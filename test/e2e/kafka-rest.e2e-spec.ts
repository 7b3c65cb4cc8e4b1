import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import avsc from 'avsc';
import { framed } from '../support/framed.js';
import { concordatWithLog } from '../support/concordat-with-log.js';

const ORDER = {
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'orderId', type: 'string' },
    { name: 'version', type: 'long' },
    { name: 'note', type: ['null', 'string'], default: null },
  ],
} as const;
const WIDER = {
  ...ORDER,
  fields: [...ORDER.fields, { name: 'total', type: 'double', default: 0 }],
};
const PROTO = `syntax = "proto3";
message Order { string order_id = 1; int64 version = 2; }`;
const JSON_ORDER = {
  type: 'object',
  required: ['orderId'],
  properties: { orderId: { type: 'string' }, version: { type: 'integer' } },
};
const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64');

interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at, not used
  readonly body: any;
}

describe('the Kafka REST dialect at the door', () => {
  const held = concordatWithLog();

  const post = async (
    url: string,
    body: unknown,
    headers: Record<string, string> = { 'Content-Type': 'application/json' },
  ): Promise<Answer> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(url, { method: 'POST', headers, body: text });
    return { status: answer.status, body: await answer.json() };
  };
  const register = async (subject: string, type: string, schema: unknown): Promise<number> => {
    const text = typeof schema === 'string' ? schema : JSON.stringify(schema);
    const url = `${held.concordat.registryUrl}/subjects/${subject}/versions`;
    const { status, body } = await post(url, { schemaType: type, schema: text });
    expect([status, body]).toEqual([200, expect.objectContaining({ id: expect.any(Number) })]);
    return body.id as number;
  };
  const publish = async (id: string, format: string, definition: unknown, more: object = {}) => {
    const { schema, ...rest } = { schema: {}, ...more };
    const document = {
      ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id, owner: { team: 'orders' } },
      schema: { format, definition, subject: `${id}-value`, ...schema },
      channel: { topic: id, key: '/orderId', partitions: 1 },
      ...rest,
    };
    const { status, body } = await post(`${held.concordat.registryUrl}/v1/contracts`, document);
    expect([status, body]).toEqual([201, expect.objectContaining({ id })]);
    for (let tries = 0; tries < 100; tries++) {
      const probe = await fetch(`${held.concordat.gatewayUrl}/v1/validate/${id}`);
      if (probe.status === 200) break;
      await sleep(20);
    }
    return body.schemaId as number;
  };
  const toTopic = (topic: string, format: string, body: unknown, more: object = {}) =>
    post(`${held.concordat.gatewayUrl}/topics/${topic}`, body, {
      'Content-Type': `application/vnd.kafka.${format}.v2+json`,
      ...more,
    });
  const v3 = (topic: string) =>
    `${held.concordat.gatewayUrl}/v3/clusters/any/topics/${topic}/records`;
  const logged = (topic: string) => held.log.read({ topic, partition: 0, offset: 0 }, 1_000);
  const bytes = async (topic: string) =>
    (await logged(topic)).map(({ key, value }) => [key?.toString('hex'), value?.toString('hex')]);
  const hex = (text: string) => Buffer.from(text).toString('hex');
  const codes = ({ body }: Answer) =>
    (body.offsets as { error_code: number | null; reason?: string }[]).map(
      ({ error_code, reason }) => reason ?? error_code,
    );

  it('v2 writes Avro as its serializers do, framed and with every digit of a long', async () => {
    const id = await publish('rest-avro', 'avro', ORDER);
    const answer = await toTopic(
      'rest-avro',
      'avro',
      `{"records":[{"value":{"orderId":"a","version":9007199254740993,"note":{"string":"n"}}},
        {"value":{"orderId":"b","version":"no","note":null}},
        {"value":{"orderId":"c","version":2,"note":null}}],
        "value_schema":${JSON.stringify(JSON.stringify(ORDER))}}`,
    );
    expect([answer.status, codes(answer)]).toEqual([200, [null, 'SCHEMA_VIOLATION', null]]);
    expect(answer.body).toMatchObject({ key_schema_id: null, value_schema_id: id });
    const type = avsc.Type.forSchema(ORDER as unknown as avsc.Schema);
    const long = Buffer.concat([
      ...[Buffer.from([2, 97]), Buffer.from([0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20])],
      Buffer.from([2, 2, 110]),
    ]);
    expect(await bytes('rest-avro')).toEqual([
      [hex('a'), framed(id, long).toString('hex')],
      [
        hex('c'),
        framed(id, type.toBuffer({ orderId: 'c', version: 2, note: null })).toString('hex'),
      ],
    ]);
  });

  it('a schema in the request is registered under the subject, by the rules of the registry', async () => {
    await publish('rest-inline', 'avro', ORDER, { schema: { accepts: 'any-of-subject' } });
    const record = { orderId: 'a', version: 1, note: null, total: 2 };
    const wider = { value_schema: JSON.stringify(WIDER), records: [{ value: record }] };
    const first = await toTopic('rest-inline', 'avro', wider);
    expect([first.status, codes(first)]).toEqual([200, [null]]);
    const found = await fetch(
      `${held.concordat.registryUrl}/subjects/rest-inline-value/versions/2`,
    );
    expect(await found.json()).toMatchObject({ id: first.body.value_schema_id });
    const broken = { ...ORDER, fields: [{ name: 'orderId', type: 'int' }] };
    const refused = await toTopic('rest-inline', 'avro', {
      ...{ value_schema: JSON.stringify(broken), records: [{ value: { orderId: 1 } }] },
    });
    expect(refused).toMatchObject({ status: 409, body: { code: 'SCHEMA_INCOMPATIBLE' } });
    const nonsense = await toTopic('rest-inline', 'avro', {
      ...wider,
      value_schema: '{"type":"x"}',
    });
    expect([nonsense.status, nonsense.body.error_code]).toEqual([422, 422]);
  });

  it('what is registered and not accepted by the contract is refused', async () => {
    await publish('rest-exact', 'avro', ORDER);
    const id = await register('rest-exact-value', 'AVRO', WIDER);
    const value = { orderId: 'a', version: 1, note: null, total: 1 };
    const answer = await toTopic('rest-exact', 'avro', {
      ...{ value_schema_id: id, records: [{ value }] },
    });
    expect(codes(answer)).toEqual(['SCHEMA_NOT_ACCEPTED']);
  });

  it('v2 frames the very JSON text, writes Protobuf, and opens base64', async () => {
    const json = await publish('rest-json', 'json-schema', JSON_ORDER);
    const text = '{ "orderId" : "\\u0061" , "version":1.0 }';
    await toTopic('rest-json', 'jsonschema', `{"records":[{"value":${text}}]}`);
    const raw = await toTopic('rest-json', 'binary', {
      records: [
        { value: base64(text) },
        { value: base64('{"orderId":7}') },
        { value: 'no base64!' },
        { key: base64('a'), value: base64('{"orderId":"a"}') },
        { key: base64('b'), value: base64('{"orderId":"a"}') },
      ],
    });
    expect(codes(raw)).toEqual([null, 'SCHEMA_VIOLATION', 'NOT_DECODABLE', null, 'KEY_MISMATCH']);
    expect(await bytes('rest-json')).toEqual([
      [hex('a'), framed(json, Buffer.from(text)).toString('hex')],
      [hex('a'), hex(text)],
      [hex('a'), hex('{"orderId":"a"}')],
    ]);
    const proto = await publish('rest-proto', 'protobuf', PROTO);
    const written = await toTopic('rest-proto', 'protobuf', {
      records: [{ value: { orderId: 'p', version: '5' } }, { value: { orderId: 5 } }],
    });
    expect(codes(written)).toEqual([null, 'SCHEMA_VIOLATION']);
    expect(await bytes('rest-proto')).toEqual([
      [hex('p'), framed(proto, [0], [0x0a, 1, 112, 0x10, 5]).toString('hex')],
    ]);
  });

  it('a mode that lets everything pass does not let pass what cannot be written', async () => {
    await publish('rest-observed', 'avro', ORDER, { enforcement: { mode: 'observe' } });
    const answer = await toTopic('rest-observed', 'avro', { records: [{ value: { orderId: 1 } }] });
    expect(codes(answer)).toEqual(['NOT_WRITABLE']);
    expect(await bytes('rest-observed')).toEqual([]);
  });

  it('keys are judged by the schemas of the topic, embedded, framed or named in a header', async () => {
    await publish('rest-keys', 'json-schema', JSON_ORDER);
    const opaque = Buffer.from([0, 0, 0, 0, 0, 0, 0, 7]);
    const asBytes = (key: Buffer) => ({ key: base64(key), value: base64('{"orderId":"a"}') });
    await publish('rest-opaque', 'json-schema', JSON_ORDER, {
      channel: { topic: 'rest-opaque', partitions: 1 },
    });
    expect(codes(await toTopic('rest-opaque', 'binary', { records: [asBytes(opaque)] }))).toEqual([
      null,
    ]);
    const id = await register('rest-keys-key', 'AVRO', '"string"');
    await sleep(600);
    const good = framed(id, [2, 97]);
    const records = [
      asBytes(good),
      asBytes(framed(id, [4, 97])),
      asBytes(framed(id, [2, 98])),
      asBytes(framed(id + 1_000, [2, 97])),
    ];
    expect(codes(await toTopic('rest-keys', 'binary', { records }))).toEqual([
      null,
      'SCHEMA_VIOLATION',
      'KEY_MISMATCH',
      'SCHEMA_NOT_ACCEPTED',
    ]);
    const { guid } = (await (
      await fetch(`${held.concordat.registryUrl}/subjects/rest-keys-key/versions/1`)
    ).json()) as { guid: string };
    const header = Buffer.from(`01${guid.replaceAll('-', '')}`, 'hex');
    const entry = (entryId: string, name: string, key: object) => ({
      ...{ id: entryId, headers: [{ name, value: base64(header) }], key },
      value: { type: 'JSON', data: { orderId: 'a' } },
    });
    const batch = await post(`${v3('rest-keys')}:batch`, {
      entries: [
        entry('1', '__key_schema_id', { type: 'BINARY', data: base64(Buffer.from([2, 97])) }),
        entry('2', '__key_schema_id', { type: 'BINARY', data: base64(Buffer.from([9, 97])) }),
        entry('3', 'x', { type: 'AVRO', data: 'a' }),
        entry('4', '__value_schema_id', { type: 'STRING', data: 'a' }),
      ],
    });
    expect(batch.status).toBe(207);
    expect(batch.body.successes.map((each: { id: string }) => each.id)).toEqual(['1', '3']);
    expect(batch.body.failures).toMatchObject([
      { id: '2', error_code: 422, reason: 'SCHEMA_VIOLATION' },
      { id: '4', error_code: 422, reason: 'SCHEMA_NOT_ACCEPTED' },
    ]);
    expect((await bytes('rest-keys')).map(([key]) => key)).toEqual([
      good.toString('hex'),
      '0261',
      framed(id, [2, 97]).toString('hex'),
    ]);
  });

  it('v3 streams: each record is answered while the next one is not sent yet', async () => {
    await publish('rest-stream', 'json-schema', JSON_ORDER);
    const record = (orderId: unknown) =>
      JSON.stringify({
        headers: [{ name: 'h', value: base64('x') }],
        value: { type: 'JSON', data: { orderId } },
      });
    const stream = request(v3('rest-stream'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Transfer-Encoding': 'chunked' },
    });
    const lines: string[] = [];
    const heard = (count: number) =>
      new Promise<void>((done) => {
        const look = () => (lines.length >= count ? done() : setTimeout(look, 10));
        look();
      });
    const ended = new Promise<void>((done) => {
      stream.on('response', (response) => {
        response.on('data', (chunk: Buffer) => lines.push(...chunk.toString().trim().split('\n')));
        response.on('end', done);
      });
    });
    stream.write(record('a'));
    await heard(1);
    const [half, rest] = [record('b').slice(0, 30), record('b').slice(30)];
    stream.write(`${record(7)}\n${half}`);
    await heard(2);
    stream.write(`${rest}{"value":{"type":"NONE","data":1}}`);
    await heard(4);
    stream.end('  ] ');
    await ended;
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { error_code: 200, cluster_id: 'any', topic_name: 'rest-stream', partition_id: 0, offset: 0 },
      { error_code: 422, reason: 'SCHEMA_VIOLATION' },
      { error_code: 200, offset: 1 },
      { error_code: 400, reason: 'BODY_SHAPE_UNKNOWN' },
      { error_code: 400, reason: 'BODY_SHAPE_UNKNOWN' },
    ]);
    const [first] = await logged('rest-stream');
    expect(first?.headers.find(([name]) => name === 'h')?.[1].toString()).toBe('x');
  });

  it('v3 streams are read at whichever way of writing their address', async () => {
    await publish('rest-encoded', 'json-schema', JSON_ORDER);
    const { host, hostname, port } = new URL(held.concordat.gatewayUrl);
    const record = JSON.stringify({ value: { type: 'JSON', data: { orderId: 'a' } } });
    const address = '/v3/clusters/any/topics/rest-encoded/records';
    const answered = (path: string) =>
      new Promise<string>((done, failed) => {
        const headers = { 'Content-Type': 'application/json', 'Content-Length': record.length };
        request({ hostname, port, method: 'POST', path, headers }, (response) => {
          let said = '';
          response.on('data', (chunk: Buffer) => (said += chunk.toString()));
          response.on('end', () => done(said));
        })
          .on('error', failed)
          .end(record);
      });
    for (const path of [
      `http://${host}${address}`,
      address.replace('records', '%72ecords'),
      address.replace('/v3', '/%763'),
    ])
      expect(JSON.parse(await answered(path))).toMatchObject({ error_code: 200 });
    expect(await logged('rest-encoded')).toHaveLength(3);
  });

  it('an event of the type application/x-stream keeps its value', async () => {
    await publish('rest-x-stream', 'json-schema', JSON_ORDER, { envelope: { type: 'x-stream' } });
    const { status, body } = await post(`${held.concordat.gatewayUrl}/events`, '{"orderId":"a"}', {
      ...{ 'Content-Type': 'application/x-stream', 'ce-id': '1', 'ce-source': '/shop' },
      ...{ 'ce-type': 'x-stream', 'ce-specversion': '1.0' },
    });
    expect([status, body.code]).toEqual([422, 'CONTENT_TYPE_MISMATCH']);
  });

  it('v3 batches take schemas by id, version, subject and text, and answer by the status if asked', async () => {
    const id = await publish('rest-batch', 'avro', ORDER);
    const data = { orderId: 'a', version: 1, note: null };
    const schemas = [
      { type: 'AVRO', schema_id: id },
      { type: 'AVRO', schema_version: 1 },
      { type: 'AVRO', subject: 'rest-batch-value' },
      { type: 'AVRO', schema: JSON.stringify(ORDER) },
      { schema_id: id },
      { type: 'AVRO' },
    ];
    const entries = schemas.map((each, n) => ({ id: `${n}`, value: { ...each, data } }));
    const strict = { 'Content-Type': 'application/json', Prefer: 'handling=strict' };
    const all = await post(`${v3('rest-batch')}:batch`, { entries }, strict);
    expect([all.status, all.body.failures]).toEqual([200, []]);
    const wrong = { id: 'w', value: { type: 'AVRO', subject: 'other', data } };
    const some = await post(`${v3('rest-batch')}:batch`, { entries: [...entries, wrong] }, strict);
    expect([some.status, some.body.failures.length]).toEqual([207, 1]);
    const none = await post(`${v3('rest-batch')}:batch`, { entries: [wrong] }, strict);
    expect(none.status).toBe(422);
    const twice = await post(`${v3('rest-batch')}:batch`, { entries: [wrong, wrong] });
    expect(twice).toMatchObject({ status: 400, body: { code: 'BODY_SHAPE_UNKNOWN' } });
    expect(new Set((await bytes('rest-batch')).map(([, value]) => value)).size).toBe(1);
  });

  it('what was refused is sent again as it was to be written', async () => {
    const id = await publish('rest-again', 'avro', ORDER);
    const answer = await toTopic('rest-again', 'avro', {
      records: [{ value: { orderId: 'a', version: 'x', note: null } }],
    });
    const [{ quarantine_id: kept }] = answer.body.offsets as [{ quarantine_id: string }];
    const replayed = await post(`${held.concordat.gatewayUrl}/v1/quarantine/${kept}/replay`, {
      ...{ orderId: 'a', version: 1, note: null },
    });
    expect([replayed.status, replayed.body.state]).toEqual([200, 'fixed']);
    expect(await bytes('rest-again')).toEqual([
      [hex('a'), framed(id, [2, 97, 2, 0]).toString('hex')],
    ]);
  });

  it('a lenient producer hears 200 at the door of CloudEvents, too', async () => {
    await publish('rest-lenient', 'json-schema', JSON_ORDER, {
      envelope: { spec: 'cloudevents', type: 'rest-lenient' },
    });
    const event = (data: object) => ({
      ...{ specversion: '1.0', id: '1', source: '/s', type: 'rest-lenient', data },
    });
    const lenient = { Prefer: 'handling=lenient' };
    const one = await post(`${held.concordat.gatewayUrl}/events`, event({}), {
      ...{ 'Content-Type': 'application/cloudevents+json', ...lenient },
    });
    expect(one).toMatchObject({ status: 200, body: { verdict: 'quarantined' } });
    const batch = await post(`${held.concordat.gatewayUrl}/events`, [event({})], {
      ...{ 'Content-Type': 'application/cloudevents-batch+json', ...lenient },
    });
    expect([batch.status, batch.body.results.length]).toEqual([200, 1]);
  });
});
