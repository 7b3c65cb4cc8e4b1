// Pairs of schemas as teams really change them: every event of GitHub's webhooks, and events made
// up here, each with one or a few of the edits people make. The same seed gives the same pairs.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
export const BYTES_MAX = 20 * 1024;

/** Small and good enough to pick edits with (Marsaglia's xorshift). */
export function chooser(seed) {
  let state = seed | 0 || 1;
  const below = (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  return { below, of: (list) => list[below(list.length)] };
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function* objectsIn(schema) {
  if (Array.isArray(schema)) for (const inner of schema) yield* objectsIn(inner);
  if (!isObject(schema)) return;
  if (isObject(schema.properties) && Object.keys(schema.properties).length > 0) yield schema;
  for (const inner of Object.values(schema)) yield* objectsIn(inner);
}
const someProperty = (object, choose) => choose.of(Object.keys(object.properties));

/** What people do to one object of a schema. Each returns false where it cannot be done. */
const edits = {
  'adds an optional field'(object, choose) {
    object.properties[`added${choose.below(99)}`] = choose.of([
      { type: 'string' },
      { type: ['integer', 'null'] },
      { type: 'array', items: { type: 'string' } },
    ]);
  },
  'adds a required field'(object, choose) {
    const name = `added${choose.below(99)}`;
    object.properties[name] = { type: 'string' };
    object.required = [...(object.required ?? []), name];
  },
  'drops a field'(object, choose) {
    const name = someProperty(object, choose);
    delete object.properties[name];
    if (object.required) object.required = object.required.filter((each) => each !== name);
  },
  'makes a field optional'(object, choose) {
    if (!object.required?.length) return false;
    object.required = object.required.toSpliced(choose.below(object.required.length), 1);
  },
  'makes a field required'(object, choose) {
    const names = Object.keys(object.properties).filter((name) => !object.required?.includes(name));
    if (names.length === 0) return false;
    object.required = [...(object.required ?? []), choose.of(names)];
  },
  'lets a field be null'(object, choose) {
    const field = object.properties[someProperty(object, choose)];
    if (typeof field.type !== 'string' || field.type === 'null' || field.enum) return false;
    field.type = [field.type, 'null'];
  },
  'no longer lets a field be null'(object) {
    const field = Object.values(object.properties).find(
      ({ type }) => Array.isArray(type) && type.includes('null'),
    );
    if (!field) return false;
    field.type = field.type.find((type) => type !== 'null');
  },
  'adds a value to an enum'(object) {
    const field = Object.values(object.properties).find((each) => Array.isArray(each.enum));
    if (!field) return false;
    field.enum = [...field.enum, 'added-value'];
  },
  'takes a value from an enum'(object) {
    const field = Object.values(object.properties).find((each) => each.enum?.length > 1);
    if (!field) return false;
    field.enum = field.enum.slice(1);
  },
  'bounds a text'(object, choose) {
    const field = object.properties[someProperty(object, choose)];
    if (field.type !== 'string' || field.enum) return false;
    field.maxLength = 100;
  },
  'changes a type'(object, choose) {
    const field = object.properties[someProperty(object, choose)];
    if (field.type !== 'integer' && field.type !== 'string') return false;
    if (field.enum || field.format) return false;
    field.type = field.type === 'string' ? 'integer' : 'string';
  },
  'opens or closes an object'(object) {
    object.additionalProperties = object.additionalProperties === false;
  },
  'writes a description'(object, choose) {
    object.properties[someProperty(object, choose)].description = 'Says more than before.';
  },
  'describes a field by a reference'(object, choose, root) {
    const name = someProperty(object, choose);
    if (object.properties[name].$ref) return false;
    root.definitions = { ...root.definitions, moved: object.properties[name] };
    object.properties[name] = { $ref: '#/definitions/moved' };
  },
};

/** A copy with so many edits, and their names. */
export function edited(schema, choose, count) {
  const copy = structuredClone(schema);
  const done = [];
  const names = Object.keys(edits);
  for (let attempt = 0; done.length < count && attempt < 40; attempt++) {
    const objects = [...objectsIn(copy)];
    const name = choose.of(names);
    if (edits[name](choose.of(objects), choose, copy) !== false) done.push(name);
  }
  return { schema: copy, edits: done };
}

const PREFIX = '#/definitions/';

function referencesIn(value) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' && inner.startsWith(PREFIX)
      ? [inner.slice(PREFIX.length)]
      : referencesIn(inner),
  );
}

function withoutNoise(value) {
  if (Array.isArray(value)) return value.map(withoutNoise);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([key]) => key !== '$schema' && key !== 'tsAdditionalProperties',
  );
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutNoise(inner)]));
}

/** Every definition of GitHub's one big schema that is an event, with just what it needs. */
export function githubSchemas(all = require('@octokit/webhooks-schemas/schema.json')) {
  const { definitions } = all;
  const events = Object.keys(definitions).filter((name) => /\$|_event$/.test(name));
  return events.map((root) => {
    const reached = new Set([root]);
    for (const name of reached)
      for (const reference of referencesIn(definitions[name])) reached.add(reference);
    reached.delete(root);
    const needed = [...reached].sort().map((name) => [name, withoutNoise(definitions[name])]);
    return {
      name: root,
      schema: {
        $schema: 'http://json-schema.org/draft-07/schema#',
        ...withoutNoise(definitions[root]),
        ...(needed.length > 0 && { definitions: Object.fromEntries(needed) }),
      },
    };
  });
}

/** An event as a service of a shop would describe it: nested, with formats, patterns and enums. */
export function shopSchema(choose) {
  const field = (depth) => {
    const kinds = [
      () => ({ type: 'string', maxLength: 20 + choose.below(200) }),
      () => ({ type: 'string', format: choose.of(['date-time', 'uuid', 'email', 'uri']) }),
      () => ({ type: 'string', pattern: choose.of(['^[A-Z]{3}$', '^[a-z0-9-]+$', '^\\d{4,10}$']) }),
      () => ({ type: ['string', 'null'] }),
      () => ({ enum: ['placed', 'paid', 'shipped', 'cancelled'].slice(choose.below(3)) }),
      () => ({ type: 'integer', minimum: 0, maximum: 10 ** (1 + choose.below(6)) }),
      () => ({ type: 'number', minimum: 0, multipleOf: 0.01 }),
      () => ({ type: 'boolean' }),
      () => ({ type: 'array', items: field(depth - 1), maxItems: 100 }),
      () => object(depth - 1),
      () => ({ oneOf: [object(0), { type: 'null' }] }),
      () => ({ type: 'object', additionalProperties: { type: 'string' } }),
      () => ({ $ref: '#/definitions/money' }),
    ];
    return kinds[choose.below(depth > 0 ? kinds.length : 8)]();
  };
  const object = (depth) => {
    const names = Array.from({ length: 3 + choose.below(8) }, (_, index) => `field${index}`);
    return {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, field(depth)])),
      required: names.filter(() => choose.below(2) === 0),
      ...(choose.below(3) === 0 && { additionalProperties: false }),
    };
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...object(3),
    definitions: {
      money: {
        type: 'object',
        required: ['amount', 'currency'],
        properties: {
          amount: { type: 'number', minimum: 0 },
          currency: { type: 'string', pattern: '^[A-Z]{3}$' },
        },
      },
    },
  };
}

const sourceOf = (schema) => ({ type: 'JSON', text: JSON.stringify(schema), references: [] });

/** `{ name, old, new }` with sources nobody has seen before; each at most 20 KB. */
export function eventPairs({ seed, editsOfEach, shops }) {
  const choose = chooser(seed);
  const bases = [
    ...githubSchemas(),
    ...Array.from({ length: shops }, (_, index) => ({
      name: `shop-${index}`,
      schema: shopSchema(choose),
    })),
  ].filter(({ schema }) => JSON.stringify(schema).length <= BYTES_MAX);
  return bases.flatMap(({ name, schema }) =>
    Array.from({ length: editsOfEach }, () => {
      const change = edited(schema, choose, 1 + (choose.below(3) === 0 ? choose.below(4) : 0));
      return {
        name: `${name}: ${change.edits.join(', ')}`,
        old: sourceOf(schema),
        new: sourceOf(change.schema),
      };
    }),
  );
}

/** Records as a service of a shop would describe them, and what teams do to them. */
export function avroPairs({ seed, count }) {
  const choose = chooser(seed);
  let named = 0;
  const field = (name, depth) => {
    const kinds = [
      () => ({ type: 'string' }),
      () => ({ type: ['null', 'string'], default: null }),
      () => ({ type: 'long' }),
      () => ({ type: { type: 'long', logicalType: 'timestamp-millis' } }),
      () => ({ type: { type: 'bytes', logicalType: 'decimal', precision: 10, scale: 2 } }),
      () => ({ type: { type: 'enum', name: `Kind${named++}`, symbols: ['A', 'B', 'C'] } }),
      () => ({ type: { type: 'map', values: 'string' } }),
      () => ({ type: { type: 'array', items: record(depth - 1) } }),
      () => ({ type: record(depth - 1) }),
    ];
    return { name, ...kinds[choose.below(depth > 0 ? kinds.length : 7)]() };
  };
  const record = (depth) => ({
    type: 'record',
    name: `Record${named++}`,
    fields: Array.from({ length: 3 + choose.below(12) }, (_, at) => field(`field${at}`, depth)),
  });
  const changes = [
    (fields) => fields.push({ name: 'added', type: ['null', 'string'], default: null }),
    (fields) => fields.push({ name: 'demanded', type: 'string' }),
    (fields) => fields.splice(choose.below(fields.length), 1),
    (fields) => fields.splice(0, 1, { name: fields[0].name, type: 'double' }),
    (fields) => (choose.of(fields).doc = 'Says more than before.'),
    (fields) => fields.reverse(),
  ];
  const avro = (schema) => ({ type: 'AVRO', text: JSON.stringify(schema), references: [] });
  return Array.from({ length: count }, (_, index) => {
    const old = record(2);
    const changed = structuredClone(old);
    choose.of(changes)(changed.fields);
    return { name: `record-${index}`, old: avro(old), new: avro(changed) };
  });
}

/** Messages as a service of a shop would describe them, and what teams do to them. */
export function protobufPairs({ seed, count }) {
  const choose = chooser(seed);
  const scalars = ['string', 'int64', 'int32', 'bool', 'double', 'bytes', 'uint32'];
  const message = (name, depth) => {
    const inner = depth > 0 ? [message(`Part${depth}`, depth - 1)] : [];
    const kinds = [
      () => choose.of(scalars),
      () => `optional ${choose.of(scalars)}`,
      () => `repeated ${choose.of(scalars)}`,
      () => `map<string, ${choose.of(scalars)}>`,
      () => 'Status',
      () => 'google.protobuf.Timestamp',
      () => (inner.length > 0 ? `repeated ${inner[0].name}` : 'string'),
    ];
    const fields = Array.from({ length: 4 + choose.below(12) }, (_, at) => ({
      type: kinds[choose.below(kinds.length)](),
      name: `field_${at}`,
      number: at + 1,
    }));
    return { name, fields, inner };
  };
  const changes = [
    ({ fields }) => fields.push({ type: 'string', name: 'added', number: 99 }),
    ({ fields }) => fields.splice(choose.below(fields.length), 1),
    ({ fields }) => (choose.of(fields).type = 'int32'),
    ({ fields }) => (choose.of(fields).type = 'repeated int64'),
    ({ fields }) => (choose.of(fields).name = 'renamed'),
    ({ fields }) => (choose.of(fields).number = 98),
    ({ fields }) => fields.reverse(),
  ];
  const text = ({ name, fields, inner }, pad = '') =>
    [
      `${pad}message ${name} {`,
      ...inner.map((each) => text(each, `${pad}  `)),
      ...fields.map((each) => `${pad}  ${each.type} ${each.name} = ${each.number};`),
      `${pad}}`,
    ].join('\n');
  const source = (root) => ({
    type: 'PROTOBUF',
    text: `syntax = "proto3";
package shop;
import "google/protobuf/timestamp.proto";
${text(root)}
enum Status { NEW = 0; PAID = 1; SENT = 2; }
`,
    references: [],
  });
  return Array.from({ length: count }, (_, index) => {
    const old = message('Order', 3);
    const changed = structuredClone(old);
    let place = changed;
    while (place.inner.length > 0 && choose.below(2) === 0) [place] = place.inner;
    choose.of(changes)(place);
    return { name: `message-${index}`, old: source(old), new: source(changed) };
  });
}
