import { describe, expect, it } from '@jest/globals';
import type { SchemaSource, SchemaType } from '#schema';
import { exampleFaults } from './example-faults.js';
import { readContract } from './read-contract.js';

const FORMATS = { JSON: 'json-schema', AVRO: 'avro', PROTOBUF: 'protobuf' } as const;

function faultsOf(
  schema: { type: SchemaType; text: string; references?: SchemaSource['references'] },
  examples: readonly unknown[] | undefined,
  more: object = {},
) {
  const { type, text, references = [] } = schema;
  const read = readContract({
    ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'orders.order-placed' },
    ...{ owner: { team: 'orders' }, channel: { topic: 'orders' } },
    schema: { format: FORMATS[type], definition: text },
    ...(examples && { examples }),
    ...more,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return [...exampleFaults(read.value, { type, text, references })].map(
    ({ pointer, message }) => `${pointer} ${message}`,
  );
}

const json = (schema: object, references: SchemaSource['references'] = []) => ({
  ...{ type: 'JSON' as const, text: JSON.stringify(schema), references },
});
const order = json({
  type: 'object',
  properties: {
    id: { type: 'string' },
    at: { type: 'string', format: 'date' },
    status: { enum: ['placed', 'paid'] },
  },
  required: ['id'],
});
const avro = {
  type: 'AVRO' as const,
  text: JSON.stringify({
    ...{ type: 'record', name: 'Order' },
    fields: [
      { name: 'id', type: 'string' },
      { name: 'total', type: ['null', 'long'] },
    ],
  }),
};
const proto = {
  type: 'PROTOBUF' as const,
  text: 'syntax = "proto3"; message Order { string id = 1; int32 lines = 2; } message Gone { bool is_gone = 1; }',
};

describe('examples of a contract', () => {
  it.each<[string, Parameters<typeof faultsOf>, string[]]>([
    ['none at all', [order, undefined], []],
    ['events of JSON Schema', [order, [{ id: 'a', at: '2026-01-01' }]], []],
    [
      'two that lack what is required, each with its place',
      [order, [{}, { id: 'a' }, { id: 1 }]],
      ['/examples/0/id', '/examples/2/id'],
    ],
    [
      'one that a referenced schema refuses',
      [
        json({ properties: { to: { $ref: 'address.json' } } }, [
          { name: 'address.json', text: '{"properties":{"zip":{"maxLength":5}}}' },
        ]),
        [{ to: { zip: '123456' } }],
      ],
      ['/examples/0/to/zip'],
    ],
    ['an event of Avro, with the branch it has', [avro, [{ id: 'a', total: { long: 1 } }]], []],
    ['one without its branch', [avro, [{ id: 'a', total: 1 }]], ['/examples/0/total']],
    ['an event of Protobuf, of its first message', [proto, [{ id: 'a', lines: 1 }]], []],
    ['an event of its second message', [proto, [{ isGone: true }]], []],
    ['one that is of neither', [proto, [{ id: 'a', lines: 'many' }]], ['/examples/0/lines']],
  ])('%s', (_, given, places) => {
    const faults = faultsOf(...given);
    expect(faults.map((each) => each.split(' ')[0])).toEqual(places);
    for (const each of faults) expect(each).toMatch(/Example \d is no event of the schema: .+\.$/);
  });

  it('an example that is something else altogether is told as a whole', () => {
    expect(faultsOf(order, ['order 7'])).toEqual([
      expect.stringMatching(/^\/examples\/0 Example 1 is no event of the schema: [^/]/),
    ]);
  });

  it('are read as the contract has its keywords read', () => {
    const examples = [{ id: 'a', at: 'soon', status: 'shipped' }];
    expect(faultsOf(order, examples)).toHaveLength(1);
    const compatibility = { formats: 'annotate', enums: 'open' };
    expect(faultsOf(order, examples, { compatibility })).toEqual([]);
  });

  it('are not judged by a schema that nobody can run', () => {
    const lost = { type: 'JSON' as const, text: '{"$ref":"nowhere.json"}' };
    expect(faultsOf(lost, [{}])).toEqual([]);
    const deep = json({ $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } });
    expect(faultsOf(deep, [{}])).toEqual([]);
  });
});
