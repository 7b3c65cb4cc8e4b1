import { describe, expect, it } from '@jest/globals';
import { type Payload, type PayloadForm } from '../payload.js';
import { protobuf } from './protobuf.js';

const P = 'google.protobuf';
const EVENT = `syntax = "proto3";
  import "google/protobuf/any.proto"; import "google/protobuf/duration.proto";
  import "google/protobuf/field_mask.proto"; import "google/protobuf/struct.proto";
  import "google/protobuf/timestamp.proto";
  message Event {
    ${P}.Timestamp at = 1; ${P}.Duration took = 2; ${P}.FieldMask mask = 3; ${P}.Struct free = 4;
    ${P}.Value value = 5; ${P}.ListValue values = 6; ${P}.Any any = 7; string name = 8;
  }
  message Other { message Inner { int32 n = 1; } }`;

function payloadOf(text: string, form?: PayloadForm): Payload | undefined {
  const read = protobuf.read({ type: 'PROTOBUF', text, references: [] });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return protobuf.payload(read.value, form);
}
const [json, wire] = [payloadOf(EVENT, { encoding: 'json' }), payloadOf(EVENT)];
const bytesOf = (event: unknown) => Buffer.from(JSON.stringify(event));
const onWire = (hex: string) => wire?.read(Buffer.from(hex, 'hex'));

describe('ProtoJSON', () => {
  it.each([
    { at: '2026-02-28T23:59:59Z' },
    { at: '2026-02-28T23:59:59.120Z' },
    { at: '2026-02-28T23:59:59.123450Z' },
    { at: '0001-01-01T00:00:00.000000001Z' },
    { took: '-0.500s' },
    { took: '315576000000s' },
    { mask: 'a.bC,d' },
    { mask: '' },
    { free: { a: null, b: [1, 'x', { c: true }], d: {} } },
    { free: {} },
    { value: null },
    { values: [[], [1]] },
    { values: [] },
    { any: { '@type': 't/Event', name: 'x', any: {} } },
    { any: { '@type': 't/google.protobuf.Duration', value: '1s' } },
    { any: { '@type': 't/Event' } },
    { any: {} },
  ])('%j is written as bytes, and read back from them', (event) => {
    const read = json?.read(bytesOf(event));
    expect(read).toMatchObject({ ok: true, value: { value: event, undeclared: [] } });
    const bytes = json?.write?.(bytesOf(event)) ?? Buffer.of();
    expect(wire?.read(bytes)).toMatchObject({ ok: true, value: { value: event } });
  });

  it.each([
    { at: '2026-02-30T00:00:00Z' },
    { at: 'today' },
    { at: '2026-01-01T24:00:00Z' },
    { at: '2026-01-01T00:00:00+24:00' },
    { at: '0001-01-01T00:00:00+01:00' },
    { took: '1' },
    { took: '315576000001s' },
    { free: { a: { b: 5 } }, name: 5 },
  ])('%j is refused with its place', (event) => {
    expect(json?.read(bytesOf(event))).toMatchObject({
      ok: false,
      error: [{ pointer: expect.stringMatching(/^\/(at|took|name)$/) }],
    });
  });
});

describe('what bytes can say and JSON has no form for is an event, with nothing to point at', () => {
  it.each([
    ['an instant before the first year', '0a0b' + '08ffffffffffffffff8001'],
    ['an instant after the last year', '0a07' + '08ffffffffff7f'],
    ['a second of too many nanoseconds', '0a06' + '1080a8d6b907'],
    ['a duration of two signs', '120d' + '0801' + '10ffffffffffffffffff01'],
    ['one the other way round', '120d' + '1001' + '08ffffffffffffffffff01'],
    ['a duration too long', '1208' + '0880808080808001'],
    ['a path that camel case does not keep', '1a05' + '0a03' + '615f5f'],
    ['a value that is none', '2a00'],
    ['a number that JSON does not know', '2a09' + '11000000000000f07f'],
    ['a message nobody knows', '3a04' + '0a02' + '742f'],
    ['one that is cut off', '3a0c' + '0a07' + '742f4576656e74' + '120142'],
  ])('%s', (_, hex) => {
    expect(onWire(hex)).toEqual({ ok: true, value: { value: {}, undeclared: [] } });
  });

  it('what is no message at all is refused', () => {
    expect(onWire('0aff')).toMatchObject({ ok: false });
  });

  it('what is not declared is named by its number, wherever it is', () => {
    expect(onWire('7a00' + '0a02' + '2001')).toMatchObject({
      value: { undeclared: ['/15', '/at/4'] },
    });
    expect(onWire('3206' + '0a04' + '7a00' + '1a00')).toMatchObject({
      value: { undeclared: ['/values/values/0/15'] },
    });
    // { free: { a: null } }, and a third field of that entry.
    expect(onWire('220b' + '0a09' + '0a0161' + '12020800' + '1801')).toMatchObject({
      value: { value: { free: { a: null } }, undeclared: ['/free/fields/3'] },
    });
  });
});

describe('the message of a payload', () => {
  it('is found by its indexes', () => {
    const at = (...message: number[]) => payloadOf(EVENT, { encoding: 'own', message });
    expect(at(1, 0)?.read(Buffer.from('0805', 'hex'))).toMatchObject({
      value: { value: { n: 5 } },
    });
    expect([at(2), at(1, 1), at(5, 0)]).toEqual([undefined, undefined, undefined]);
  });
});
