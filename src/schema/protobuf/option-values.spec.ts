import { describe, expect, it } from '@jest/globals';
import { protobuf } from './protobuf.js';

const FILE = `syntax = "proto2"; package t;
  import "google/protobuf/descriptor.proto"; import "google/protobuf/any.proto";
  extend google.protobuf.MessageOptions { optional Told told = 50000; repeated int32 many = 50001; }
  extend Told { optional string more = 100; }
  message Told {
    optional int32 n = 1; optional uint64 large = 2; optional float real = 3; optional double wide = 4;
    optional bytes raw = 5; optional string text = 6; optional bool flag = 7; optional Kind kind = 8;
    repeated int32 list = 9; map<string, int32> by_name = 10; optional group Part = 11 { optional int32 x = 1; }
    map<int32, Told> inner = 12; optional google.protobuf.Any any = 13; optional Told below = 14;
    oneof one { string left = 15; string right = 16; }
    extensions 100;
  }
  enum Kind { NONE = 0; SOME = 1; }
  message M { option (told) = { OPTION }; }`;

function faultsOf(option: string): readonly string[] {
  const text = FILE.replace('OPTION', option);
  const read = protobuf.read({ type: 'PROTOBUF', text, references: [] });
  return read.ok ? [] : read.error.map(({ message }) => message);
}

describe('the text of an option', () => {
  it.each([
    'n: -1 large: 18446744073709551615 flag: true kind: SOME raw: "\\x01" text: "a" "b"',
    'real: 1 wide: 1.5',
    'real: inf, wide: 2; text: "x"',
    'wide: nan',
    'list: [1, 2] list: 3',
    'list: []',
    'by_name { key: "a" value: 1 } by_name { key: "a" } by_name {}',
    'by_name: [{ key: "a" value: 1 }]',
    'inner { key: 1 value { n: 1 } } inner { value { n: 2 } }',
    'Part { x: 1 }',
    'below { below < n: 1 > }',
    '[t.more]: "x"',
    'any { [type.googleapis.com/t.Told] { n: 1 } }',
    'left: "a"',
  ])('%s has a meaning', (option) => {
    expect(faultsOf(option)).toEqual([]);
  });

  it.each([
    ['n: "a"', 'of the type int32'],
    ['n: 2147483648', 'of the type int32'],
    ['n: 1 n: 2', 'set twice'],
    ['n: [1]', 'is not repeated'],
    ['real: "x"', 'of the type float'],
    ['wide: much', 'of the type double'],
    ['raw: 1', 'of the type bytes'],
    ['text: a', 'of the type string'],
    ['flag: 1', 'of the type bool'],
    ['kind: 1', 'the enum "Kind"'],
    ['kind: OTHER', 'the enum "Kind"'],
    ['below: 1', 'Write its fields in braces'],
    ['by_name: 1', 'written in braces, with key and value'],
    ['nothing: 1', 'has no field "nothing"'],
    ['[t.nothing]: 1', 'has no extension "t.nothing"'],
    ['[a.b/t.Told] { n: 1 }', 'names no message that an Any could hold'],
    ['any { [a.b/t.None] { n: 1 } }', 'names no message that an Any could hold'],
    ['any { [a.b/t.Told]: 1 }', 'names no message that an Any could hold'],
    ['left: "a" right: "b"', 'another field of its oneof'],
    ['n 1', '":"'],
    ['list [1]', 'a message in braces'],
    ['below: [1', '"]"'],
  ])('%s has none, and is told why', (option, why) => {
    const [message = 'nothing'] = faultsOf(option);
    expect(message).toContain(why);
  });
});
