import { describe, expect, it } from '@jest/globals';
import type { SchemaSource, SchemaType } from '#schema';
import { checkCompatibility } from './check.js';

interface Case {
  readonly type: SchemaType;
  readonly old: unknown;
  readonly new: unknown;
  readonly examples?: readonly unknown[];
}

const sourceOf = (type: SchemaType, schema: unknown): SchemaSource => ({
  type,
  text: typeof schema === 'string' ? schema : JSON.stringify(schema),
  references: [],
});

/** The events that break, by rule. */
function witnesses({ type, old, new: changed, examples = [] }: Case) {
  const { comparisons } = checkCompatibility({
    old: [{ version: 1, source: sourceOf(type, old) }],
    new: sourceOf(type, changed),
    mode: 'BACKWARD',
    assumption: 'open-world',
    examples,
  });
  const found = comparisons.flatMap(({ findings }) => findings);
  return Object.fromEntries(
    found.flatMap(({ ruleId, witness }) => (witness ? [[ruleId, witness.event]] : [])),
  );
}

const order = (rest: object, id: object = { type: 'string' }) => ({
  type: 'object',
  properties: { id, total: { type: 'integer' } },
  required: ['id'],
  ...rest,
});

describe('an event that breaks', () => {
  it('is made of the examples of the schema, and stays as small as it was', () => {
    const id = { type: 'string', examples: ['O-1001'] };
    expect(
      witnesses({ type: 'JSON', old: order({}, id), new: order({ required: ['id', 'total'] }) }),
    ).toEqual({ JSON_REQUIRED_ADDED: '{"id":"O-1001"}' });
  });

  it('takes what stands at its place in whole events, those of the contract first', () => {
    const examples = [{ id: 'O-7', total: 12, lines: [{ sku: 'A' }] }];
    const old = order({ examples: [{ id: 'O-8' }] });
    expect(witnesses({ type: 'JSON', old, new: order({ required: ['total'] }), examples })).toEqual(
      { JSON_REQUIRED_ADDED: '{"id":"O-7"}' },
    );
    expect(witnesses({ type: 'JSON', old, new: order({ required: ['total'] }) })).toEqual({
      JSON_REQUIRED_ADDED: '{"id":"O-8"}',
    });
  });

  it('keeps the value that the break needs where no example breaks', () => {
    const id = { type: 'string', maxLength: 5, examples: ['ab'] };
    expect(
      witnesses({
        type: 'JSON',
        old: order({}, id),
        new: order({}, { ...id, maxLength: 3 }),
      }),
    ).toEqual({ JSON_LENGTH_CHANGED: '{"id":"aaaa"}' });
    expect(
      witnesses({
        type: 'JSON',
        old: order({}, { ...id, examples: ['ab', 'abcde'] }),
        new: order({}, { ...id, examples: ['ab', 'abcde'], maxLength: 3 }),
      }),
    ).toEqual({ JSON_LENGTH_CHANGED: '{"id":"abcde"}' });
  });

  it('takes no example that is long, of another shape, or refused by the writer', () => {
    const id = { type: 'string', examples: ['x'.repeat(100), { a: 1 }, 7, 'O-1'] };
    expect(
      witnesses({ type: 'JSON', old: order({}, id), new: order({ required: ['total'] }) }),
    ).toEqual({ JSON_REQUIRED_ADDED: '{"id":"O-1"}' });
  });

  it('takes no number that programs do not hold exactly', () => {
    const old =
      '{"properties":{"a":{"type":"integer","examples":[9007199254740993,12]}},"required":["a"]}';
    expect(
      witnesses({
        type: 'JSON',
        old: `{"type":"object",${old.slice(1)}`,
        new: { required: ['b'] },
      }),
    ).toEqual({
      JSON_REQUIRED_ADDED: '{"a":12}',
    });
  });

  it('finds examples through references, branches and items', () => {
    const old = {
      $ref: '#/$defs/list',
      $defs: {
        list: { type: 'array', minItems: 1, items: { anyOf: [{ $ref: '#/$defs/name' }] } },
        name: { type: 'string', minLength: 1, default: 'Ada' },
      },
    };
    expect(witnesses({ type: 'JSON', old, new: { type: 'array', maxItems: 0 } })).toMatchObject({
      JSON_REFERENCE_CHANGED: '["Ada"]',
    });
  });

  it('is made of the defaults of Avro fields and of the events of the contract', () => {
    const record = (...fields: readonly object[]) => ({ type: 'record', name: 'Order', fields });
    const id = { name: 'id', type: 'string', default: 'O-0' };
    const sent = { name: 'sent', type: ['null', 'string'] };
    const channel = { name: 'channel', type: 'string' };
    const note = { name: 'note', type: 'string' };
    const pair = {
      type: 'AVRO',
      old: record(id, sent, note),
      new: record(id, sent, note, channel),
    } as const;
    expect(witnesses(pair)).toEqual({ AVRO_FIELD_ADDED: '{"id":"O-0","sent":null,"note":""}' });
    const examples = [{ id: 'O-9', sent: { string: 'now' }, note: 'gift' }];
    expect(witnesses({ ...pair, examples })).toEqual({
      AVRO_FIELD_ADDED: '{"id":"O-9","sent":null,"note":"gift"}',
    });
    expect(
      witnesses({
        type: 'AVRO',
        old: record({ name: 'n', type: 'long', default: 42 }),
        new: record({ name: 'n', type: 'string' }),
      }),
    ).toEqual({ AVRO_TYPE_CHANGED: '{"n":42}' });
  });

  it('is made of the events of the contract in Protobuf, where they show the break', () => {
    const message = (kind: string) =>
      `syntax = "proto3"; message Order { Line line = 1; message Line { ${kind} amount = 1; } }`;
    const pair = { type: 'PROTOBUF', old: message('int64'), new: message('string') } as const;
    const examples = [{ line: { amount: '1999' } }];
    expect(witnesses({ ...pair, examples })).toEqual({
      PROTO_FIELD_TYPE_CHANGED: '{"line":{"amount":"1999"}}',
    });
    // 1999 is read as 1999 by both, so it shows nothing.
    const narrowed = { ...pair, new: message('int32'), examples };
    expect(Object.values(witnesses(narrowed))[0]).not.toContain('1999');
  });
});
