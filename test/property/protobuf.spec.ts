import {
  type DescMessage,
  fromBinary,
  fromJson,
  type JsonValue,
  type Message,
  toBinary,
  toJson,
} from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeProtobuf,
  encodeProtobuf,
  JsonReading,
  MessageDatum,
  protobuf,
  protobufRootOf,
  protobufToJson,
} from '#schema';
import { isNight, LAW_SEED, lawRuns, NIGHT_MS } from '../support/law-runs.js';
import { foreignMessage, readProto, sorted } from '../support/protobuf-es.js';

const SCHEMA = `
  syntax = "proto3";
  package t;
  import "google/protobuf/timestamp.proto";
  import "google/protobuf/duration.proto";
  import "google/protobuf/struct.proto";
  import "google/protobuf/wrappers.proto";
  import "google/protobuf/field_mask.proto";
  message Order {
    string order_id = 1;
    double a = 2; float b = 3; int32 c = 4; int64 d = 5; uint32 e = 6; uint64 f = 7;
    sint32 g = 8; sint64 h = 9; fixed32 i = 10; fixed64 j = 11; sfixed32 k = 12; sfixed64 l = 13;
    bool m = 14; bytes n = 15;
    optional int32 maybe = 16;
    repeated int32 packed = 17;
    repeated string texts = 18;
    repeated Line lines = 19;
    map<string, Line> by_name = 20;
    map<int64, Status> by_number = 21;
    map<bool, bytes> by_flag = 22;
    oneof payment { string card = 23; Line line = 24; bool cash = 25; }
    Status status = 26;
    repeated Status history = 27;
    google.protobuf.Timestamp at = 28;
    google.protobuf.Duration took = 29;
    google.protobuf.Value free = 30;
    google.protobuf.Int64Value wrapped = 31;
    google.protobuf.FieldMask mask = 32;
    Order before = 33;
    repeated double loose = 34 [packed = false];
  }
  message Line { string sku = 1; int32 qty = 2; Line inner = 3; }
  enum Status { UNKNOWN = 0; PAID = 1; SENT = 7; }
`;
const P2 = `
  syntax = "proto2";
  package t;
  message Order {
    required string id = 1;
    optional Status status = 2 [default = PAID];
    repeated group Part = 3 { optional int32 n = 1; }
    optional bytes raw = 4;
    repeated sint64 many = 5 [packed = true];
  }
  enum Status { NEW = 1; PAID = 2; }
`;

const DEADLINE_MS = isNight ? NIGHT_MS : 120_000;

/** Whether something unknown has the number of a field that is known. */
function hasForeignWireType(datum: MessageDatum): boolean {
  const numbers = new Set(datum.type.fields.map(({ number }) => number));
  const inside = [...datum.values.values()].flatMap((value) =>
    value instanceof Map ? [...value.values()] : Array.isArray(value) ? value : [value],
  );
  return (
    datum.unknown.some((bytes) => numbers.has(tagOf(bytes) >>> 3)) ||
    inside.some((each) => each instanceof MessageDatum && hasForeignWireType(each))
  );
}

function tagOf(bytes: Uint8Array): number {
  let tag = 0;
  for (const [i, byte] of bytes.entries()) {
    tag += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) break;
  }
  return tag;
}

describe.each([
  ['proto3', SCHEMA],
  ['proto2', P2],
])(`Protobuf as another library reads it, %s (seed ${LAW_SEED})`, (_, text) => {
  const schema = readProto(text);
  const root = protobufRootOf(schema);
  const type = root.message;
  const theirs = foreignMessage(schema, 't.Order');
  if (!type) throw new Error('the schema has a message');

  it(
    'samples are valid, and both libraries make the same bytes and the same JSON of them',
    () => {
      fc.assert(
        fc.property(fc.nat(), (sampleSeed) => {
          const event = protobuf.sample(schema, sampleSeed);
          expect(protobuf.compile(schema).explain(event)).toEqual([]);
          const reading = new JsonReading(root, 5);
          const datum = reading.message(type, event, { pointer: '', depth: 0, at: type.at });
          if (!datum) throw new Error(JSON.stringify(reading.found));
          const bytes = encodeProtobuf(datum);
          const foreign = fromJson(theirs, event as JsonValue);
          expect(sorted(toJson(theirs, fromBinary(theirs, bytes)))).toEqual(
            sorted(toJson(theirs, foreign)),
          );
          const back = decodeProtobuf(type, toBinary(theirs, foreign));
          if (!back.ok) throw new Error(back.error.message);
          expect(protobufToJson(root, back.value)).toEqual({ ok: true, value: event });
        }),
        lawRuns(400),
      );
    },
    DEADLINE_MS,
  );

  it(
    'of mutated bytes both say the same: what they mean, or that they mean nothing',
    () => {
      // Entries of maps are left out: there the other library looks at no wire type, and nothing tells.
      const plain = readProto(text.replace(/^.*map<.*$/gm, ''));
      const plainRoot = protobufRootOf(plain);
      const plainType = plainRoot.message;
      const foreignType = foreignMessage(plain, 't.Order');
      if (!plainType) throw new Error('the schema has a message');
      fc.assert(
        fc.property(
          fc.nat(),
          fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
          fc.nat(40),
          (sampleSeed, edits, cut) => {
            const event = protobuf.sample(plain, sampleSeed);
            const bytes = toBinary(foreignType, fromJson(foreignType, event as JsonValue)).slice();
            for (const [at, value] of edits) if (bytes.length > 0) bytes[at % bytes.length] = value;
            const mutated = cut < 10 ? bytes.slice(0, Math.max(0, bytes.length - cut)) : bytes;
            const ours = decodeProtobuf(plainType, mutated);
            // They check neither required fields nor UTF-8, and read a known field of another wire
            // type as if it had its own, where the specification makes it an unknown one.
            if (!ours.ok || hasForeignWireType(ours.value)) return;
            const foreign = readByThem(foreignType, mutated);
            const hex = Buffer.from(mutated).toString('hex');
            expect([hex, foreign.ok]).toEqual([hex, true]);
            if (!foreign.ok) return;
            const json = protobufToJson(plainRoot, ours.value);
            const theirJson = printedByThem(foreignType, foreign.value);
            if (json.ok && theirJson !== undefined)
              expect(sorted(json.value)).toEqual(sorted(theirJson));
          },
        ),
        lawRuns(2_000),
      );
    },
    DEADLINE_MS,
  );

  it(
    'no bytes and no JSON make the reader throw',
    () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), fc.jsonValue(), (bytes, json) => {
          decodeProtobuf(type, bytes);
          protobuf.compile(schema).explain(json);
        }),
        lawRuns(2_000),
      );
    },
    DEADLINE_MS,
  );
});

function readByThem(type: DescMessage, bytes: Uint8Array) {
  try {
    return { ok: true as const, value: fromBinary(type, bytes) };
  } catch {
    return { ok: false as const };
  }
}

function printedByThem(type: DescMessage, message: Message): unknown {
  try {
    return toJson(type, message);
  } catch {
    return undefined;
  }
}
