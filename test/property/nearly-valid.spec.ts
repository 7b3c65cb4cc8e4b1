import { describe, expect, it } from '@jest/globals';
import {
  INVALID,
  type Json,
  languageOf,
  type NearlyValid,
  parsePointer,
  sampleNearlyValid,
  type SchemaType,
  VALID,
} from '#schema';
import { lawRuns } from '../support/law-runs.js';

const { numRuns: SAMPLES, seed: SEED } = lawRuns(60);

const ORDER_JSON = JSON.stringify({
  type: 'object',
  required: ['id', 'status', 'total', 'lines'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', format: 'uuid' },
    status: { enum: ['new', 'paid'] },
    total: { type: 'number', minimum: 0, multipleOf: 0.01 },
    note: { type: ['string', 'null'], maxLength: 40 },
    lines: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', required: ['sku'], properties: { sku: { pattern: '^[A-Z]{3}$' } } },
    },
  },
});
const ORDER_AVRO = JSON.stringify({
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID'] } },
    { name: 'total', type: 'long' },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'digest', type: { type: 'fixed', name: 'Digest', size: 4 } },
    { name: 'lines', type: { type: 'array', items: 'int' } },
  ],
});
const ORDER_PROTO = `syntax = "proto3";
  enum Status { NEW = 0; PAID = 1; }
  message Line { string sku = 1; uint32 pieces = 2; }
  message Order { string id = 1; Status status = 2; repeated Line lines = 3; map<string, bool> flags = 4; }`;

const ORDERS: readonly (readonly [SchemaType, string, readonly string[]])[] = [
  ['JSON', ORDER_JSON, ['required', 'enum', 'type', 'minItems', 'additionalProperties']],
  ['AVRO', ORDER_AVRO, ['fields', 'symbols', 'type']],
  ['PROTOBUF', ORDER_PROTO, ['type', 'fields']],
];

function prepared(type: SchemaType, text: string) {
  const language = languageOf(type);
  const read = language?.read({ type, text, references: [] });
  if (!language || !read?.ok) throw new Error(`${type} cannot be read`);
  return { language, schema: read.value, validator: language.compile(read.value) };
}

const nearly = (type: SchemaType, text: string, seed = SEED): readonly NearlyValid[] => {
  const { language, schema } = prepared(type, text);
  return Array.from({ length: SAMPLES }, (_, i) =>
    sampleNearlyValid(language, schema, seed + i),
  ).filter((each) => each !== undefined);
};

/** The event without what is at a pointer; the root leaves nothing. */
function without(event: Json, pointer: string): unknown {
  const copy = structuredClone({ whole: event }) as Record<string, unknown>;
  const way = ['whole', ...(parsePointer(pointer) ?? [])];
  const last = way.pop() ?? '';
  const around = way.reduce((at, step) => at[step] as Record<string, unknown>, copy);
  if (Array.isArray(around)) around.splice(Number(last), 1);
  else Reflect.deleteProperty(around, last);
  return copy;
}

describe(`nearly valid events (seed ${SEED})`, () => {
  it.each(ORDERS)('%s: refused, and one edit away from a valid one', (type, text) => {
    const { validator } = prepared(type, text);
    const events = nearly(type, text);
    expect(events.length).toBeGreaterThan(SAMPLES * 0.9);
    for (const { event, valid, pointer, edit } of events) {
      expect([valid, validator.explain(valid)]).toEqual([valid, []]);
      expect([event, validator.isValid(event)]).toEqual([event, false]);
      const left = {
        'left out': [{ whole: event }, without(valid, pointer)],
        added: [without(event, pointer), { whole: valid }],
        replaced: [without(event, pointer), without(valid, pointer)],
      }[edit];
      expect(left[0]).toEqual(left[1]);
    }
  });

  it.each(ORDERS)('%s: one thing is wrong, told by place and keyword', (type, text, keywords) => {
    const events = nearly(type, text, 1);
    const { validator } = prepared(type, text);
    for (const { event, violation } of events)
      expect(validator.explain(event)[0]).toEqual(violation);
    const single = events.filter(({ event }) => validator.explain(event).length === 1);
    expect(single.length).toBeGreaterThan(events.length * 0.9);
    const told = new Set(events.map(({ violation }) => violation.keyword));
    expect([...told]).toEqual(expect.arrayContaining([...keywords]));
  });

  it.each(ORDERS)('%s: the same seed gives the same', (type, text) => {
    const { language, schema } = prepared(type, text);
    expect(sampleNearlyValid(language, schema, SEED)).toEqual(
      sampleNearlyValid(language, schema, SEED),
    );
  });

  it('what is judged by its bytes is refused as well', () => {
    const { language, schema } = prepared('JSON', ORDER_JSON);
    const payload = language.payload(schema);
    for (const { event, valid } of nearly('JSON', ORDER_JSON)) {
      expect(payload?.judge(Buffer.from(JSON.stringify(event)), true)).not.toBe(VALID);
      expect(payload?.judge(Buffer.from(JSON.stringify(valid)), true)).not.toBe(INVALID);
    }
  });

  it('there is none where a schema takes everything, or nothing', () => {
    for (const text of ['true', 'false', '{"not":{}}', '{"description":"anything"}']) {
      const { language, schema } = prepared('JSON', text);
      expect(sampleNearlyValid(language, schema, SEED)).toBeUndefined();
    }
  });
});
