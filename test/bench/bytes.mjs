// What it costs to judge an event by its bytes, beside what a service would do: the same events, the
// same schema, one process, CPU time. `node test/bench/bytes.mjs` writes bytes-results.json.
import { createRequire } from 'node:module';
import { writeFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import avsc from 'avsc';
import { avro, jsonSchema, protobuf, VALID } from '../../dist/src/schema/index.js';
import { githubSchemas } from './compat-pairs.mjs';
import { order, orderSchema } from './order.mjs';
import { loadAverage, thisMachine } from './this-machine.mjs';

const require = createRequire(import.meta.url);
// Not a dependency of ours: one of a library we test against brings it.
const protobufjs = createRequire(require.resolve('@kafkajs/confluent-schema-registry'))(
  'protobufjs',
);

const ROUNDS = 20;
const ROUND_CPU_MS = 100;
/** Of CPU time: on a busy machine a clock would let one side begin before V8 has made its code fast. */
const WARM_UP_CPU_MS = 5_000;

/** Events a CPU-second: the best of some rounds, because others use the machine as well. */
function rate(judge, events) {
  let i = 0;
  const some = (count) => {
    for (let n = 0; n < count; n++)
      if (!judge(events[i++ % events.length])) throw new Error('a good event is refused');
  };
  const burntMs = (since) => {
    const { user, system } = process.cpuUsage(since);
    return (user + system) / 1e3;
  };
  const warm = process.cpuUsage();
  while (burntMs(warm) < WARM_UP_CPU_MS) some(100);
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const begun = process.cpuUsage();
    let count = 0;
    let ms;
    do {
      some(100);
      count += 100;
      ms = burntMs(begun);
    } while (ms < ROUND_CPU_MS);
    best = Math.max(best, (count / ms) * 1e3);
  }
  return best;
}

/** What stands in an array of bytes of its own stands in one body when it comes. */
function inOneBody(texts) {
  const bytes = texts.map((text) => Buffer.from(text));
  const body = Buffer.concat(bytes);
  let at = 0;
  return bytes.map(({ length }) => body.subarray(at, (at += length)));
}

function payloadOf(language, type, definition) {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const read = language.read({ type, text, references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return language.payload(read.value);
}

const rows = [];
function compare(name, events, { own, theirs, tier }) {
  const row = {
    name,
    bytes: Math.round(events.reduce((sum, { length }) => sum + length, 0) / events.length),
    ours: Math.round(rate(own, events)),
    theirs: Math.round(rate(theirs, events)),
    tier,
  };
  row.ratio = Number((row.ours / row.theirs).toFixed(2));
  rows.push(row);
  process.stdout.write(
    `${name}, ${row.bytes} bytes: ${row.ours} against ${row.theirs} a CPU-second, ${row.ratio} ×\n`,
  );
}

function json(name, schema, events, ajv) {
  const payload = payloadOf(jsonSchema, 'JSON', schema);
  const check = addFormats.default(ajv).compile(schema);
  const told = events.filter((event) => payload.judge(event, false) === VALID);
  compare(name, told, {
    own: (event) => payload.judge(event, false) === VALID,
    theirs: (event) => check(JSON.parse(event.toString('utf8'))),
    tier: payload.tier.name,
  });
  return { told: told.length, of: events.length };
}

const orders = inOneBody(Array.from({ length: 1_000 }, (_, n) => JSON.stringify(order(n))));
json('JSON: order event against JSON.parse + ajv', orderSchema, orders, new Ajv2020());
const closed = (schema) =>
  schema.type === 'object'
    ? {
        ...schema,
        additionalProperties: false,
        properties: Object.fromEntries(
          Object.entries(schema.properties).map(([name, each]) => [name, closed(each)]),
        ),
      }
    : schema.items
      ? { ...schema, items: closed(schema.items) }
      : schema;
json('JSON: the same, closed', closed(orderSchema), orders, new Ajv2020());

/** An address by the short expression is what we ask for, too; by default ajv-formats asks by a long one. */
const FORMATS_AS_OURS = { mode: 'fast' };

/** Each example by the schema of its event and action; those ajv itself refuses are left out. */
function github() {
  const schemas = new Map(githubSchemas().map(({ name, schema }) => [name, schema]));
  const ready = new Map();
  const events = [];
  let all = 0;
  for (const { name, examples } of require('@octokit/webhooks-examples/api.github.com/index.json'))
    for (const example of examples) {
      const schema = schemas.get(`${name}$${example.action}`) ?? schemas.get(`${name}_event`);
      if (!schema) continue;
      if (!ready.has(schema))
        ready.set(schema, {
          payload: payloadOf(jsonSchema, 'JSON', schema),
          check: addFormats.default(new Ajv({ strict: false })).compile(schema),
          sameCheck: addFormats
            .default(new Ajv({ strict: false }), FORMATS_AS_OURS)
            .compile(schema),
        });
      const { payload, check, sameCheck } = ready.get(schema);
      if (!check(example)) continue;
      all++;
      const bytes = Buffer.from(JSON.stringify(example));
      if (payload.judge(bytes, false) === VALID) events.push({ bytes, payload, check, sameCheck });
      else if (process.env.WHY) console.log(name, example.action, payload.tier);
    }
  const bytes = inOneBody(events.map((each) => each.bytes));
  return {
    all,
    told: events.map((each, n) => ({ ...each, bytes: bytes[n], length: bytes[n].length })),
  };
}
/** A gateway meets the same events again and again; a tenth of the schemas is warm sooner than all. */
const FAMILIAR = 12;

const { all, told } = github();
const bySchema = [...Map.groupBy(told, ({ payload }) => payload).values()];
const familiar = bySchema
  .sort((a, b) => b.length - a.length)
  .slice(0, FAMILIAR)
  .flat();
compare('JSON: GitHub’s webhook events, each by its own schema', familiar, {
  own: ({ bytes, payload }) => payload.judge(bytes, false) === VALID,
  theirs: ({ bytes, check }) => check(JSON.parse(bytes.toString('utf8'))),
  tier: `${told.length} of ${all} told by bytes`,
});
compare('JSON: the same, ajv with the short expressions for addresses', familiar, {
  own: ({ bytes, payload }) => payload.judge(bytes, false) === VALID,
  theirs: ({ bytes, sameCheck }) => sameCheck(JSON.parse(bytes.toString('utf8'))),
  tier: `${told.length} of ${all} told by bytes`,
});

const avroSchema = {
  type: 'record',
  name: 'Order',
  fields: [
    ...['eventId', 'eventType', 'occurredAt', 'orderId', 'customerId', 'currency'].map((name) => ({
      name,
      type: 'string',
    })),
    { name: 'version', type: 'int' },
    {
      name: 'status',
      type: { type: 'enum', name: 'Status', symbols: ['PLACED', 'PAID', 'SHIPPED'] },
    },
    { name: 'totalCents', type: 'long' },
    { name: 'taxRate', type: 'double' },
    { name: 'express', type: 'boolean' },
    { name: 'couponCode', type: ['null', 'string'] },
    {
      name: 'items',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Item',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'qty', type: 'int' },
            { name: 'priceCents', type: 'int' },
          ],
        },
      },
    },
    {
      name: 'address',
      type: {
        type: 'record',
        name: 'Address',
        fields: ['line1', 'city', 'zip', 'country'].map((name) => ({ name, type: 'string' })),
      },
    },
    { name: 'tags', type: { type: 'array', items: 'string' } },
  ],
};
const plain = (n) => ({
  eventId: `123e4567-e89b-12d3-a456-${String(426_614_174_000 + n)}`,
  eventType: 'order.placed',
  occurredAt: '2026-11-26T10:00:00.000Z',
  orderId: `ORD-${1_000_000 + n}`,
  customerId: `123e4567-e89b-12d3-a456-${String(526_614_174_000 + n)}`,
  currency: 'EUR',
  version: 3,
  status: 'PAID',
  totalCents: 4_711 + n,
  taxRate: 0.2,
  express: n % 2 === 0,
  couponCode: n % 3 === 0 ? 'SAVE10' : null,
  items: Array.from({ length: 2 + (n % 2) }, (_, i) => ({
    sku: `SKU-${10_000 + i}`,
    qty: 1 + i,
    priceCents: 199 + n,
  })),
  address: { line1: '7 Rue de la Paix', city: 'Paris', zip: '75002', country: 'FR' },
  tags: ['web', 'promo'],
});
const type = avsc.Type.forSchema(avroSchema);
const avroEvents = inOneBody(Array.from({ length: 1_000 }, (_, n) => type.toBuffer(plain(n))));
const avroPayload = payloadOf(avro, 'AVRO', avroSchema);
compare('Avro: order event against avsc', avroEvents, {
  own: (event) => avroPayload.judge(event, false) === VALID,
  theirs: (event) => type.fromBuffer(event) !== undefined,
  tier: avroPayload.tier.name,
});

const proto = `syntax = "proto3";
message Order { string eventId = 1; string eventType = 2; int32 version = 3; string occurredAt = 4;
  string orderId = 5; string customerId = 6; Status status = 7; string currency = 8; int64 totalCents = 9;
  double taxRate = 10; bool express = 11; string couponCode = 12; repeated Item items = 13;
  Address address = 14; repeated string tags = 15; }
message Item { string sku = 1; int32 qty = 2; int32 priceCents = 3; }
message Address { string line1 = 1; string city = 2; string zip = 3; string country = 4; }
enum Status { PLACED = 0; PAID = 1; SHIPPED = 2; }`;
const Order = protobufjs.parse(proto, { keepCase: true }).root.lookupType('Order');
const protoEvents = inOneBody(
  Array.from({ length: 1_000 }, (_, n) => {
    const { couponCode, ...rest } = plain(n);
    return Buffer.from(
      Order.encode(Order.fromObject({ ...rest, ...(couponCode && { couponCode }) })).finish(),
    );
  }),
);
const protoPayload = payloadOf(protobuf, 'PROTOBUF', proto);
compare('Protobuf: order event against protobufjs', protoEvents, {
  own: (event) => protoPayload.judge(event, false) === VALID,
  theirs: (event) => Order.decode(event) !== undefined,
  tier: protoPayload.tier.name,
});

const results = {
  measuredOn: new Date().toISOString().slice(0, 10),
  machine: { ...thisMachine(), loadAverage: loadAverage() },
  unit: 'events a CPU-second, best of 20 rounds after five CPU-seconds',
  rows,
};
await writeFile(
  new URL('bytes-results.json', import.meta.url),
  `${JSON.stringify(results, undefined, 2)}\n`,
);
