import { describe, expect, test } from '@jest/globals';
import { limits } from '#kernel';
import { protobuf } from './protobuf.js';

function violationsOf(text: string, value: unknown) {
  const read = protobuf.read({ type: 'PROTOBUF', text, references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const validator = protobuf.compile(read.value);
  const found = validator.explain(value);
  expect(validator.isValid(value)).toBe(found.length === 0);
  return found.map(({ pointer, keyword }) => `${pointer} ${keyword}`);
}

const WELL_KNOWN = ['any', 'duration', 'empty', 'field_mask', 'struct', 'timestamp', 'wrappers'];
const IMPORTS = WELL_KNOWN.map((each) => `import "google/protobuf/${each}.proto";`).join('\n');
const P = 'google.protobuf';
const EVENT = `syntax = "proto3"; ${IMPORTS}
  message Event {
    string name = 1; int32 small = 2; uint64 large = 3; float real = 4; bool flag = 5; bytes raw = 6;
    Kind kind = 7; repeated int32 list = 8; map<int32, string> by_number = 9; map<bool, Event> by_flag = 10;
    oneof one { string left = 11; string right = 12; ${P}.NullValue nothing = 13; }
    ${P}.Timestamp at = 14; ${P}.Duration took = 15; ${P}.FieldMask mask = 16; ${P}.Struct free = 17;
    ${P}.Value value = 18; ${P}.ListValue values = 19; ${P}.Any any = 20; ${P}.BoolValue wrapped = 21;
    ${P}.Empty empty = 22; double wide = 23;
  }
  enum Kind { NONE = 0; SOME = 1; }`;

describe('events in the JSON mapping', () => {
  test.each([
    {},
    { name: 'a', small: -1, large: '18446744073709551615', real: 0.5, flag: true, raw: 'AAE=' },
    { small: '1', large: 5, real: 'NaN', wide: '-Infinity', raw: '_-8' },
    { small: 1e2, large: 5n, wide: '1.5e3', real: 3n },
    { kind: 'SOME', list: [1, '2'], byNumber: { '-1': 'x' }, by_flag: { true: {} } },
    { kind: 77, left: null, right: 'x', name: null, list: null },
    { nothing: null },
    { at: '2026-02-28T23:59:59.123456789Z', took: '-1.5s', mask: 'a.bC,d' },
    { at: '2026-01-01T00:00:00+05:30', took: '315576000000s', mask: '' },
    { free: { a: null, b: [1, 'x', { c: true }] }, value: null, values: [null, 1, [2n]] },
    { any: { '@type': 't/Event', name: 'x', any: {} }, wrapped: true, empty: {} },
    { any: { '@type': 't/google.protobuf.Duration', value: '1s' }, wrapped: null },
  ])('%j is one', (event) => {
    expect(violationsOf(EVENT, event)).toEqual([]);
  });

  test.each([
    [7, ' type'],
    [{ unknown: 1 }, '/unknown fields'],
    [{ '[t.nothing]': 1 }, '/[t.nothing] fields'],
    [{ constructor: 1 }, '/constructor fields'],
    [JSON.parse('{"__proto__":1}'), '/__proto__ fields'],
    [{ name: 1 }, '/name type'],
    [{ name: '\ud800' }, '/name type'],
    [{ small: 2147483648 }, '/small type'],
    [{ small: 1.5 }, '/small type'],
    [{ small: '0x10' }, '/small type'],
    [{ small: ' 1' }, '/small type'],
    [{ large: -1 }, '/large type'],
    [{ large: '9'.repeat(500) }, '/large type'],
    [{ real: 1e39 }, '/real type'],
    [{ real: 'nan' }, '/real type'],
    [{ wide: true }, '/wide type'],
    [{ flag: 'true' }, '/flag type'],
    [{ raw: '*' }, '/raw type'],
    [{ raw: 'A' }, '/raw type'],
    [{ kind: 'OTHER' }, '/kind enum'],
    [{ kind: true }, '/kind enum'],
    [{ kind: 1.5 }, '/kind enum'],
    [{ list: 1 }, '/list type'],
    [{ list: [null] }, '/list/0 type'],
    [{ byNumber: [] }, '/byNumber type'],
    [{ byNumber: { x: 'y' } }, '/byNumber/x type'],
    [{ byNumber: { 1: null } }, '/byNumber/1 type'],
    [{ byFlag: { maybe: {} } }, '/byFlag/maybe type'],
    [{ left: 'a', right: 'b' }, '/right oneof'],
    [{ byNumber: {}, by_number: {} }, '/by_number fields'],
    [{ at: 5 }, '/at format'],
    [{ at: '2026-02-30T00:00:00Z' }, '/at format'],
    [{ at: '2026-01-01T24:00:00Z' }, '/at format'],
    [{ at: '2026-01-01T00:00:00+24:00' }, '/at format'],
    [{ at: '0000-01-01T00:00:00Z' }, '/at format'],
    [{ at: '9999-12-31T23:59:59-00:01' }, '/at format'],
    [{ took: '1' }, '/took format'],
    [{ took: '315576000001s' }, '/took format'],
    [{ mask: 'a_b' }, '/mask format'],
    [{ free: [] }, '/free type'],
    [{ values: {} }, '/values type'],
    [{ value: NaN }, '/value type'],
    [{ any: 1 }, '/any type'],
    [{ any: { a: 1 } }, '/any type'],
    [{ any: { '@type': 't/No' } }, '/any type'],
    [{ any: { '@type': 't/Event', name: 1 } }, '/any/name type'],
    [{ wrapped: 1 }, '/wrapped type'],
    [{ empty: { a: 1 } }, '/empty/a fields'],
  ])('%j is none, and the reason is told', (event, reason) => {
    expect(violationsOf(EVENT, event)).toEqual([reason]);
  });

  test('a required field is missing once, wherever it is', () => {
    const text = 'message A { required int32 n = 1; optional A a = 2; }';
    expect(violationsOf(text, { a: { n: 'x' } })).toEqual(['/a/n type', '/n required']);
    expect(violationsOf(text, { n: null })).toEqual(['/n required']);
  });

  test('a closed enum knows only its own numbers', () => {
    const text = 'message A { optional E e = 1; } enum E { X = 3; }';
    expect(violationsOf(text, { e: 3 })).toEqual([]);
    expect(violationsOf(text, { e: 4 })).toEqual(['/e enum']);
  });

  test('an extension goes by its full name in brackets', () => {
    const text =
      'package t; message A { extensions 5; } message B {} extend A { optional int32 x = 5; }';
    expect(violationsOf(text, { '[t.x]': 1 })).toEqual([]);
    expect(violationsOf(text, { '[t.x]': 'a' })).toEqual(['/[t.x] type']);
  });

  test('a message that only calls itself a timestamp is a message like any other', () => {
    const text = 'package google.protobuf; message Timestamp { optional int64 seconds = 1; }';
    expect(violationsOf(text, { seconds: 1 })).toEqual([]);
  });

  test('without a message nothing is an event', () => {
    expect(violationsOf('enum E { A = 1; }', {})).toEqual([' message']);
  });

  test('no more reasons are told than a person reads', () => {
    const event = { list: Array.from({ length: 100 }, () => 'x') };
    expect(violationsOf(EVENT, event)).toHaveLength(limits.violationsPerEvent.value);
  });

  test('an event deeper or larger than any may be is refused once', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 10_000; i++) deep = [deep];
    expect(violationsOf(EVENT, { value: deep }).map((each) => each.split(' ')[1])).toEqual([
      'size',
    ]);
    const wide = { list: Array.from({ length: limits.eventNodes.value + 1 }, () => 1) };
    expect(violationsOf(EVENT, wide).map((each) => each.split(' ')[1])).toEqual(['size']);
  });
});
