import { describe, expect, it } from '@jest/globals';
import { declares } from './declares.js';
import type { SchemaSource } from './language.js';

const json = (schema: unknown): SchemaSource => ({
  ...{ type: 'JSON', text: JSON.stringify(schema), references: [] },
});
const has = (schema: unknown, ...paths: readonly string[]) =>
  paths.map((path) => declares(json(schema), path));

describe('whether a definition has a field', () => {
  it('is so where properties lead to it', () => {
    const order = {
      properties: { id: true, buyer: { properties: { 'a/b': { type: 'string' } } } },
    };
    expect(has(order, '', '/id', '/buyer', '/buyer/a~1b')).toEqual([true, true, true, true]);
    expect(has(order, '/total', '/buyer/id', '/id/x', '/toString')).toEqual([
      ...[false, false, false, false],
    ]);
    expect(has(order, 'id', '/~')).toEqual([false, false]);
    expect(has(true, '', '/id')).toEqual([true, false]);
  });

  it('is so where references, lists and alternatives lead to it, as the tree tells', () => {
    const order = {
      properties: {
        lines: { items: { $ref: '#/definitions/line' } },
        first: { $ref: '#/definitions/line' },
        paid: { oneOf: [{ properties: { card: {} } }, { properties: { cash: {} } }] },
      },
      definitions: { line: { properties: { sku: {} } } },
    };
    expect(has(order, '/lines/*/sku', '/first/sku', '/paid/cash')).toEqual([true, true, true]);
    expect(has(order, '/lines/*/total', '/first/total')).toEqual([false, false]);
  });

  it('is not told by what stands beside a reference, where the draft does not read that', () => {
    const beside = (draft: string) => ({
      $schema: draft,
      properties: { buyer: { $ref: '#/definitions/any', properties: { name: {} } } },
      definitions: { any: {} },
    });
    expect(has(beside('http://json-schema.org/draft-07/schema#'), '/buyer/name')).toEqual([false]);
    expect(has(beside('https://json-schema.org/draft/2019-09/schema'), '/buyer/name')).toEqual([
      true,
    ]);
  });

  it('is told of Avro and Protobuf by their trees', () => {
    const avro = '{"type":"record","name":"A","fields":[{"name":"id","type":"long"}]}';
    const proto = 'syntax = "proto3"; message A { int64 order_id = 1; }';
    expect(declares({ type: 'AVRO', text: avro, references: [] }, '/id')).toBe(true);
    expect(declares({ type: 'PROTOBUF', text: proto, references: [] }, '/orderId')).toBe(true);
    expect(declares({ type: 'PROTOBUF', text: proto, references: [] }, '/order_id')).toBe(false);
  });

  it('is not so where the text is no schema', () => {
    expect(declares({ type: 'JSON', text: '{', references: [] }, '')).toBe(false);
    expect(declares({ type: 'JSON', text: '7', references: [] }, '')).toBe(false);
  });
});
