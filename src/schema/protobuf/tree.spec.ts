import { describe, expect, test } from '@jest/globals';
import { type SchemaNode, type SchemaSource } from '../language.js';
import { protobuf } from './protobuf.js';

function treeOf(text: string, references: SchemaSource['references'] = []): SchemaNode {
  const read = protobuf.read({ type: 'PROTOBUF', text, references });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return protobuf.tree(read.value);
}

const named = ({ children }: SchemaNode, name: string) =>
  children.find((each) => each.name === name);

describe('a Protobuf schema as a tree', () => {
  const order = treeOf(`
    syntax = "proto3";
    import "google/protobuf/timestamp.proto";
    // What a customer wants.
    message Order {
      reserved 9, 20 to 30;
      reserved "old";
      string order_id = 1; // Never reused.
      repeated Line lines = 2;
      map<string, Line> by_sku = 3;
      oneof payment { string card = 4; bool cash = 5; }
      google.protobuf.Timestamp at = 6;
      optional int32 floor = 7 [deprecated = true];
      Status status = 8;
      message Line { Order order = 1; int64 qty = 2; }
      enum Status { NEW = 0; PAID = 1; }
    }`);

  test('comments above and behind are its descriptions', () => {
    expect(order).toMatchObject({ name: 'Order', path: '', description: 'What a customer wants.' });
    expect(named(order, 'orderId')).toMatchObject({ description: 'Never reused.' });
  });

  test('what may not be used again is told', () => {
    expect(order.constraints).toEqual(['reserved: 9, 20 to 30, "old"']);
  });

  test('fields stand under their names in JSON, with number and place in the schema', () => {
    expect(named(order, 'orderId')).toMatchObject({
      path: '/orderId',
      schemaPointer: '/Order/1',
      type: 'string',
      required: false,
      constraints: ['field 1', 'named order_id in the schema'],
    });
  });

  test('items of lists and of maps have any step, and recursion is cut', () => {
    const lines = named(order, 'lines');
    expect(lines).toMatchObject({ type: 'array of message Line' });
    const recursive = { path: '/lines/*/order', recursive: 'Order', children: [] };
    expect(lines && named(lines, 'order')).toMatchObject(recursive);
    const map = named(order, 'bySku');
    expect(map).toMatchObject({ type: 'map of string to message Line' });
    expect(map && named(map, 'qty')?.path).toBe('/bySku/*/qty');
  });

  test('a oneof is shown as one, its fields where they stand in an event', () => {
    const payment = named(order, '[one of payment]');
    expect(payment).toMatchObject({ type: 'at most one of 2', path: '' });
    expect(payment?.children.map(({ path }) => path)).toEqual(['/card', '/cash']);
  });

  test('a timestamp is one value, an optional field may be absent, an enum has its values', () => {
    expect(named(order, 'at')).toMatchObject({ type: 'message Timestamp', children: [] });
    expect(named(order, 'floor')).toMatchObject({
      deprecated: true,
      constraints: ['field 7', 'may be absent'],
    });
    expect(named(order, 'status')).toMatchObject({ values: ['NEW', 'PAID'] });
  });

  test('required fields, defaults and closed enums of proto2 are told', () => {
    const tree = treeOf(
      'message A { required E e = 1; optional int32 n = 2 [default = 5]; } enum E { X = 3; }',
    );
    expect(named(tree, 'e')).toMatchObject({
      required: true,
      constraints: ['field 1', 'no other values'],
    });
    expect(named(tree, 'n')?.constraints).toEqual([
      'field 2',
      '5 where it is not sent',
      'may be absent',
    ]);
  });

  test('what a referenced file says has no place in this text', () => {
    const tree = treeOf('import "b.proto"; message A { optional B b = 1; }', [
      { name: 'b.proto', text: 'message B { optional int32 n = 1; }' },
    ]);
    const inner = tree.children[0]?.children[0];
    expect(inner?.path).toBe('/b/n');
    expect(inner).not.toHaveProperty('schemaPointer');
  });

  test('many reserved numbers are counted', () => {
    const numbers = Array.from({ length: 25 }, (_each, index) => 2 * index + 2).join(', ');
    const [words] = treeOf(`message A { reserved ${numbers}; }`).constraints;
    expect(words).toMatch(/40, 5 more$/);
  });

  test('a file without messages is a tree of nothing', () => {
    expect(treeOf('enum E { A = 1; }')).toMatchObject({ type: 'no message', children: [] });
  });

  test('types used again and again end at a size a person can bear', () => {
    const fields = (type: string) =>
      Array.from({ length: 30 }, (_each, index) => `optional ${type} f${index} = ${index + 1};`);
    const levels = ['A', 'B', 'C', 'D'].map(
      (name, index) =>
        `message ${name} { ${fields(['B', 'C', 'D', 'int32'][index] ?? '').join(' ')} }`,
    );
    const count = (node: SchemaNode): number =>
      1 + node.children.reduce((sum, each) => sum + count(each), 0);
    expect(count(treeOf(levels.join('\n')))).toBeLessThanOrEqual(3_001);
  });
});
