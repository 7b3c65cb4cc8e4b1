import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import avsc from 'avsc';
import { eventually } from '../support/eventually.js';
import { runCli } from '../support/run-cli.js';
import { framed } from '../support/framed.js';
import { concordatWithLog } from '../support/concordat-with-log.js';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ORDER = {
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'orderId', type: 'string' },
    { name: 'version', type: 'long' },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID'] } },
    { name: 'note', type: ['null', 'string'], default: null },
  ],
} as const;
const orderType = avsc.Type.forSchema(ORDER as unknown as avsc.Schema);
const avroOrder = (orderId: string, version: number, status = 'NEW') =>
  orderType.toBuffer({ orderId, version, status, note: null });
const PROTO = `syntax = "proto3";
package acme;
message Order {
  message Line { string sku = 1; int32 quantity = 2; }
  string order_id = 1;
  int64 version = 2;
  repeated Line lines = 3;
}
message Other { string x = 1; }`;
/** Field 1 a text, field 2 a whole number, both small. */
const protoOrder = (orderId: string, version: number) =>
  Buffer.from([0x0a, orderId.length, ...Buffer.from(orderId), 0x10, version]);

interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at, not used
  readonly body: any;
}

async function post(
  url: string,
  body: string | Buffer,
  headers: Record<string, string>,
): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: answer.status, body: await answer.json() };
}
const JSON_BODY = { 'Content-Type': 'application/json' };

describe('payloads that are not JSON', () => {
  const held = concordatWithLog();
  let ids = 0;

  const contract = (id: string, format: string, definition: unknown, more: object = {}) => ({
    apiVersion: 'concordat/v1',
    kind: 'EventContract',
    id,
    owner: { team: 'orders' },
    schema: { format, definition, subject: `${id}-value` },
    envelope: { spec: 'cloudevents', type: id },
    channel: { topic: id, key: '/orderId', partitions: 1 },
    ...more,
  });
  /** Publishes, waits until it is in force, and answers the id of its schema. */
  const publish = async (document: ReturnType<typeof contract>): Promise<number> => {
    const answer = await post(
      `${held.concordat.registryUrl}/v1/contracts`,
      JSON.stringify(document),
      JSON_BODY,
    );
    expect([answer.status, answer.body]).toEqual([
      201,
      expect.objectContaining({ id: document.id }),
    ]);
    for (let tries = 0; tries < 100; tries++) {
      const probe = await post(
        `${held.concordat.gatewayUrl}/v1/validate/${document.id}`,
        'null',
        JSON_BODY,
      );
      if (probe.body.contract === `${document.id}@${answer.body.version}`) break;
      await sleep(20);
    }
    return answer.body.schemaId as number;
  };
  const send = (type: string, data: Buffer | string, more: Record<string, string> = {}) =>
    post(`${held.concordat.gatewayUrl}/events`, data, {
      'ce-id': `${ids++}`,
      'ce-source': '/shop',
      'ce-type': type,
      'ce-specversion': '1.0',
      'Content-Type': 'application/octet-stream',
      ...more,
    });
  const logged = async (topic: string) => {
    const events = await held.log.read({ topic, partition: 0, offset: 0 }, 1_000);
    return events.map(({ key, value }) => [key?.toString(), value?.toString('hex')]);
  };
  const guarded = {
    semantics: {
      kind: 'state',
      entity: { type: 'order', key: '/orderId', version: '/version' },
      transitions: { field: '/status', graph: { NEW: ['PAID'], PAID: [] } },
    },
  };

  it('Avro is judged, guarded by what is inside of it, and leaves byte for byte [covers 53]', async () => {
    await publish(contract('avro-guarded', 'avro', ORDER, guarded));
    const first = avroOrder('o-1', 1);
    const taken = await send('avro-guarded', first, { 'Content-Type': 'application/avro' });
    expect([taken.status, taken.body]).toEqual([
      200,
      expect.objectContaining({ verdict: 'accepted' }),
    ]);
    const stale = await send('avro-guarded', avroOrder('o-1', 1, 'PAID'));
    expect(stale.body).toMatchObject({ status: 409, code: 'STALE_VERSION' });
    const second = avroOrder('o-1', 2, 'PAID');
    expect((await send('avro-guarded', second)).status).toBe(200);
    const back = await send('avro-guarded', avroOrder('o-1', 3, 'NEW'));
    expect(back.body).toMatchObject({ status: 409, code: 'TRANSITION_NOT_ALLOWED' });
    const cut = await send('avro-guarded', first.subarray(0, first.length - 1));
    expect(cut.body).toMatchObject({ status: 422, code: 'NOT_DECODABLE', verdict: 'quarantined' });
    const json = await send('avro-guarded', '{"orderId":"o-1"}', JSON_BODY);
    expect(json.body).toMatchObject({ status: 422, code: 'CONTENT_TYPE_MISMATCH' });
    expect(await logged('avro-guarded')).toEqual([
      ['o-1', first.toString('hex')],
      ['o-1', second.toString('hex')],
    ]);
  });

  it('Protobuf is judged, guarded by what is inside of it, and leaves byte for byte', async () => {
    const { semantics } = guarded;
    const { entity } = semantics;
    await publish(
      contract('proto-guarded', 'protobuf', PROTO, { semantics: { kind: 'state', entity } }),
    );
    const first = protoOrder('p-1', 5);
    const media = { 'Content-Type': 'application/protobuf' };
    expect((await send('proto-guarded', first, media)).status).toBe(200);
    expect((await send('proto-guarded', protoOrder('p-1', 4), media)).body).toMatchObject({
      code: 'STALE_VERSION',
    });
    expect((await send('proto-guarded', Buffer.from([0x0a, 9, 65]), media)).body).toMatchObject({
      code: 'NOT_DECODABLE',
    });
    expect(await logged('proto-guarded')).toEqual([['p-1', first.toString('hex')]]);
  });

  it('rules are asked of what is inside of Avro and Protobuf', async () => {
    const rules = (cel: string) => ({ rules: [{ name: 'sane', cel, message: 'Look again.' }] });
    const avroRule = 'version % 2 == 1 && (status != "PAID" || version > 2)';
    await publish(contract('avro-rule', 'avro', ORDER, rules(avroRule)));
    expect((await send('avro-rule', avroOrder('o-1', 3, 'PAID'))).body.verdict).toBe('accepted');
    expect((await send('avro-rule', avroOrder('o-1', 1, 'PAID'))).body).toMatchObject({
      ...{ status: 422, code: 'RULE_BROKEN', verdict: 'quarantined', pointer: '/version' },
      detail: expect.stringContaining('The rule "sane" does not hold (/version is 1'),
    });
    const protoRule = 'int(version) * 2 > 4 && this.orderId.startsWith("p-")';
    await publish(contract('proto-rule', 'protobuf', PROTO, rules(protoRule)));
    expect((await send('proto-rule', protoOrder('p-1', 5))).body).toMatchObject({
      verdict: 'accepted',
    });
    expect((await send('proto-rule', protoOrder('p-1', 2))).body.code).toBe('RULE_BROKEN');
    expect((await send('proto-rule', protoOrder('q-1', 5))).body.code).toBe('RULE_BROKEN');
  });

  it('a field Protobuf bytes carry and no schema declares is warned about, or refused', async () => {
    await publish(contract('proto-warn', 'protobuf', PROTO));
    await publish(contract('proto-refuse', 'protobuf', PROTO, { undeclared: 'refuse' }));
    const more = Buffer.concat([protoOrder('p-1', 1), Buffer.from([0x98, 0x06, 1])]);
    expect((await send('proto-warn', more)).body).toMatchObject({
      verdict: 'accepted',
      warnings: [{ code: 'UNDECLARED_FIELD', pointer: '/99' }],
    });
    expect((await send('proto-refuse', more)).body).toMatchObject({
      code: 'UNDECLARED_FIELD',
      pointer: '/99',
    });
  });

  it('what says which message of its schema it is, is judged as that one', async () => {
    const id = await publish(contract('proto-framed', 'protobuf', PROTO));
    const bytes = protoOrder('p-1', 1);
    // The short form of [0], and the long one: the first message of the file.
    const [short, long] = [framed(id, [0], bytes), framed(id, [2, 0], bytes)];
    for (const each of [short, long])
      expect((await send('proto-framed', each)).body).toMatchObject({ verdict: 'accepted' });
    // One index, 1, and two, 0 in 0: the second message and the one in the first, neither an order.
    for (const indexes of [
      [2, 2],
      [4, 0, 0],
    ])
      expect((await send('proto-framed', framed(id, indexes, bytes))).body).toMatchObject({
        code: 'KEY_MISSING',
      });
    expect((await send('proto-framed', framed(id, [2, 14], bytes))).body).toMatchObject({
      code: 'SCHEMA_NAME_UNREADABLE',
    });
    expect((await send('proto-framed', framed(id + 999, [0], bytes))).body).toMatchObject({
      code: 'SCHEMA_NOT_ACCEPTED',
    });
    expect(await logged('proto-framed')).toEqual([
      ['p-1', short.toString('hex')],
      ['p-1', long.toString('hex')],
    ]);
  });

  it('JSON behind a schema id is judged as the JSON it is', async () => {
    const schema = {
      type: 'object',
      required: ['orderId'],
      properties: { orderId: { type: 'string' } },
    };
    const id = await publish(contract('json-framed', 'json-schema', schema));
    const good = framed(id, Buffer.from('{"orderId":"a"}'));
    expect((await send('json-framed', good, JSON_BODY)).status).toBe(200);
    const bad = framed(id, Buffer.from('{"orderId":1}'));
    expect((await send('json-framed', bad, JSON_BODY)).body).toMatchObject({
      code: 'SCHEMA_VIOLATION',
    });
    const twice = framed(id, Buffer.from('{"orderId":"a","orderId":"b"}'));
    expect((await send('json-framed', twice, JSON_BODY)).body).toMatchObject({
      code: 'DUPLICATE_KEY',
    });
    expect(await logged('json-framed')).toEqual([['a', good.toString('hex')]]);
  });

  it('a contract takes the versions of its subject it says it accepts, as soon as there are more', async () => {
    const wider = {
      ...ORDER,
      fields: [...ORDER.fields, { name: 'channel', type: 'string', default: 'web' }],
    };
    const id = 'avro-accepts';
    const accepting = (accepts: unknown) =>
      contract(id, 'avro', ORDER, {
        schema: { format: 'avro', definition: ORDER, subject: `${id}-value`, accepts },
        compatibility: { meaning: 'warn' }, // a narrower set is a break of meaning
      });
    const exact = await publish(accepting('exact'));
    const body = JSON.stringify({ schema: JSON.stringify(wider), schemaType: 'AVRO' });
    const register = () =>
      post(`${held.concordat.registryUrl}/subjects/${id}-value/versions`, body, {
        'Content-Type': 'application/vnd.schemaregistry.v1+json',
      });
    const later = (await register()).body.id as number;
    expect(later).not.toBe(exact);
    const bytes = Buffer.concat([avroOrder('o-1', 1), Buffer.from([6, 97, 98, 99])]);
    const uri = (schemaId: number) => ({
      'ce-dataschema': `https://registry/schemas/ids/${schemaId}`,
    });
    expect((await send(id, bytes, uri(later))).body).toMatchObject({ code: 'SCHEMA_NOT_ACCEPTED' });
    expect((await send(id, avroOrder('o-1', 1), uri(exact))).status).toBe(200);
    for (const accepts of ['any-of-subject', 'latest', { from: 1, to: 2 }]) {
      await publish(accepting(accepts));
      expect((await send(id, bytes, uri(later))).status).toBe(200);
    }
    await publish(accepting({ from: 1, to: 1 }));
    expect((await send(id, bytes, uri(later))).body).toMatchObject({ code: 'SCHEMA_NOT_ACCEPTED' });
    // One that comes after the contract.
    await publish(accepting('any-of-subject'));
    const widest = { ...wider, fields: [...wider.fields, { name: 'n', type: 'int', default: 1 }] };
    const newest = await post(
      `${held.concordat.registryUrl}/subjects/${id}-value/versions`,
      JSON.stringify({ schema: JSON.stringify(widest), schemaType: 'AVRO' }),
      { 'Content-Type': 'application/vnd.schemaregistry.v1+json' },
    );
    const more = Buffer.concat([bytes, Buffer.from([2])]);
    await eventually(async () =>
      expect((await send(id, more, uri(newest.body.id as number))).status).toBe(200),
    );
  });

  it('the JSON encoding of Avro is taken where it says so', async () => {
    await publish(contract('avro-json', 'avro', ORDER));
    const media = { 'Content-Type': 'application/avro+json' };
    const good = '{"orderId":"a","version":1,"status":"NEW","note":{"string":"x"}}';
    expect((await send('avro-json', good, media)).status).toBe(200);
    const bad = '{"orderId":"a","version":1,"status":"LOST","note":null}';
    expect((await send('avro-json', bad, media)).body).toMatchObject({
      code: 'SCHEMA_VIOLATION',
      pointer: '/status',
    });
    const structured = {
      ...{ specversion: '1.0', id: 'b', source: '/s', type: 'avro-json' },
      data_base64: avroOrder('b', 1).toString('base64'),
    };
    const answer = await post(`${held.concordat.gatewayUrl}/events`, JSON.stringify(structured), {
      'Content-Type': 'application/cloudevents+json',
    });
    expect(answer.status).toBe(200);
    expect(await logged('avro-json')).toEqual([
      ['a', Buffer.from(good).toString('hex')],
      ['b', avroOrder('b', 1).toString('hex')],
    ]);
  });

  it('bytes that lie about their counts are refused, and nothing falls over', async () => {
    const bomb = { type: 'array', items: 'null' };
    await publish(
      contract('avro-bomb', 'avro', bomb, { channel: { topic: 'avro-bomb', partitions: 1 } }),
    );
    const huge = Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x0f, 0]);
    expect((await send('avro-bomb', huge)).body).toMatchObject({ code: 'NOT_DECODABLE' });
    expect((await send('avro-bomb', Buffer.from([4, 0]))).status).toBe(200);
  });

  it('tells how it judges a contract, and which schemas it takes', async () => {
    const schema = { type: 'object', patternProperties: { '^x': {} } };
    const id = await publish(contract('how', 'json-schema', schema, { channel: { topic: 'how' } }));
    const how = async (name: string) =>
      (await (await fetch(`${held.concordat.gatewayUrl}/v1/validate/${name}`)).json()) as object;
    expect(await how('how')).toMatchObject({
      judgedBy: 'part',
      untold: ['patternProperties'],
      accepts: [{ id, version: 1 }],
    });
    expect(await how('avro-json')).toMatchObject({ format: 'AVRO', judgedBy: 'bytes', untold: [] });
    expect(await how('nobody')).toMatchObject({ status: 404, code: 'UNKNOWN_CONTRACT' });
  });

  it('is published from files by the command line, in the words of its languages', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'concordat-payloads-'));
    await writeFile(join(folder, 'order.avsc'), JSON.stringify(ORDER));
    await writeFile(
      join(folder, 'order.contract.yaml'),
      [
        ...[
          'apiVersion: concordat/v1',
          'kind: EventContract',
          'id: avro-cli',
          'owner: { team: a }',
        ],
        'schema: { format: avro, file: ./order.avsc }',
        'channel: { topic: avro-cli, key: /orderId }',
      ].join('\n'),
    );
    const run = await runCli(['publish', folder, '--registry', held.concordat.registryUrl]);
    expect([run.exitCode, run.stdout]).toEqual([0, expect.stringContaining('avro-cli')]);
  });

  it('an event whose attributes are of other types, or whose batch has a stranger, is refused alone', async () => {
    const schema = { type: 'object' };
    await publish(
      contract('batch', 'json-schema', schema, { channel: { topic: 'batch', partitions: 1 } }),
    );
    const event = { specversion: '1.0', id: '1', source: '/s', type: 'batch', data: {} };
    const texts = [
      JSON.stringify(event),
      '5',
      JSON.stringify({ ...event, id: 5 }),
      JSON.stringify({ ...event, id: '6' }).replace('"id"', '"id":"7","id"'),
      JSON.stringify({ ...event, id: '8' }),
    ];
    const answer = await post(`${held.concordat.gatewayUrl}/events`, `[${texts.join(',')}]`, {
      'Content-Type': 'application/cloudevents-batch+json',
    });
    const reasons = (answer.body.results as { reason?: string }[]).map(({ reason }) => reason);
    expect([answer.status, reasons]).toEqual([
      207,
      [undefined, 'NOT_A_CLOUDEVENT', 'NOT_A_CLOUDEVENT', 'NOT_A_CLOUDEVENT', undefined],
    ]);
    const latin = await send('batch', '{}', { 'Content-Type': 'application/json; charset=latin1' });
    expect(latin.body).toMatchObject({ code: 'CONTENT_TYPE_MISMATCH' });
    const utf8 = await send('batch', '{}', { 'Content-Type': 'application/json; charset="UTF-8"' });
    expect(utf8.status).toBe(200);
  });
});
