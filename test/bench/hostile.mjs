// What each hostile definition costs the registry, its sandboxes included, until it is refused.
import { readdirSync, readFileSync } from 'node:fs';
import { processes } from './started.mjs';

const TYPE = 'application/vnd.schemaregistry.v1+json';
const TIMES = 5;
const many = (count, of) => Array.from({ length: count }, (_, i) => of(i));
const object = (count, member) => Object.fromEntries(many(count, member));
const nested = (depth, open, close, core) => open.repeat(depth) + core + close.repeat(depth);
const json = (schema) => ({ schemaType: 'JSON', schema: JSON.stringify(schema) });
const avro = (schema) => ({ schemaType: 'AVRO', schema: JSON.stringify(schema) });
const protobuf = (schema) => ({ schemaType: 'PROTOBUF', schema: `syntax = "proto3"; ${schema}` });
const int = (i) => ({ name: `f${i}`, type: 'int' });

/** Each is refused with a 4xx; beside it what is looked for. */
const HOSTILE = {
  'nested 5,000 deep': { schemaType: 'JSON', schema: nested(5_000, '{"not":', '}', '{}') },
  '10,000 properties': json({ properties: object(10_000, (i) => [`p${i}`, {}]) }),
  '300 alternatives': json({ anyOf: many(300, (i) => ({ const: i })) }),
  '201 patterns': json({ patternProperties: object(201, (i) => [`^${i}$`, {}]) }),
  'an enum of 5,001': json({ enum: many(5_001, (i) => i) }),
  '2,001 references': json({
    $defs: { a: {} },
    allOf: [{ items: many(2_001, () => ({ $ref: '#/$defs/a' })) }],
  }),
  'a pattern with look-behind': json({ pattern: '(?<=a)b' }),
  'a circle of references': json({ $ref: '#' }),
  'a reference that leads away': json({ $ref: 'http://127.0.0.1:9/a' }),
  'a member __proto__': { schemaType: 'JSON', schema: '{"__proto__":{"type":"string"}}' },
  'no JSON for a megabyte': { schemaType: 'JSON', schema: '['.repeat(1_000_000) },
  'Avro, 10,000 fields': avro({ type: 'record', name: 'W', fields: many(10_000, int) }),
  'Avro, 5,000 deep': {
    ...{ schemaType: 'AVRO' },
    schema: nested(5_000, '{"type":"array","items":', '}', '"int"'),
  },
  'Avro, a union of 300': avro(many(300, (i) => ({ type: 'fixed', name: `F${i}`, size: 1 }))),
  'Protobuf, 10,000 fields': protobuf(
    `message A {${many(10_000, (i) => `int32 f${i} = ${i + 1};`).join('')}}`,
  ),
  'Protobuf, 2,000 deep': protobuf(nested(2_000, 'message A {', '}', '')),
  'Protobuf, options for prototypes': protobuf('option __proto__.polluted = "x"; message A {}'),
};

/** Milliseconds of CPU so far of the registry and its sandboxes, to the nanosecond of the kernel. */
function cpuMs(pid) {
  let nanoseconds = 0;
  for (const row of processes(pid)) {
    if (row.command === 'postgres') continue;
    for (const thread of readdirSync(`/proc/${row.pid}/task`)) {
      const [onCpu] = readFileSync(`/proc/${row.pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      nanoseconds += Number(onCpu);
    }
  }
  return nanoseconds / 1e6;
}

async function costOf(registry, name, body) {
  const subject = encodeURIComponent(`hostile ${name}`);
  const before = cpuMs(registry.pid);
  const answer = await fetch(`${registry.url}/subjects/${subject}/versions`, {
    ...{ method: 'POST', headers: { 'Content-Type': TYPE }, body: JSON.stringify(body) },
  });
  const { error_code: code } = await answer.json();
  if (answer.status < 400 || answer.status > 499) throw new Error(`${name}: ${answer.status}`);
  return { code, cost: cpuMs(registry.pid) - before };
}

/** The first time, with all that is compiled then, and the median of the times after it. */
export async function hostile(registry) {
  const figure = (value) => Number(value.toPrecision(3));
  const rows = [];
  for (const [name, body] of Object.entries(HOSTILE)) {
    const { code, cost: firstMs } = await costOf(registry, name, body);
    const again = [];
    for (let i = 0; i < TIMES; i++) again.push((await costOf(registry, name, body)).cost);
    const cpuMs = again.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)];
    rows.push({ name, code, firstCpuMs: figure(firstMs), cpuMs: figure(cpuMs) });
    process.stdout.write(`  ${JSON.stringify(rows.at(-1))}\n`);
  }
  return rows;
}
