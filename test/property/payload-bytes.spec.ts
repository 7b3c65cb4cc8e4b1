import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from '@jest/globals';
import avsc from 'avsc';
import {
  avro,
  avroRootOf,
  decodeAvro,
  decodeProtobuf,
  encodeAvro,
  encodeProtobuf,
  INVALID,
  JsonReading,
  protobuf,
  protobufRootOf,
  type Datum,
  type ReadSchema,
  UNTOLD,
  VALID,
} from '#schema';
import { seededChance } from '../../src/schema/chance.js';
import { Drawing, type Schema } from '../support/avro-pairs.js';
import { lawRuns } from '../support/law-runs.js';
import { foreignMessage, readProto } from '../support/protobuf-es.js';

const { numRuns: DOCUMENTS, seed: SEED } = lawRuns(200_000);
const SAMPLES = 40;

const AVRO: readonly unknown[] = [
  {
    type: 'record',
    name: 'Order',
    fields: [
      { name: 'id', type: 'string' },
      { name: 'total', type: 'double' },
      { name: 'version', type: 'int' },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
      {
        name: 'status',
        type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED'] },
      },
      { name: 'note', type: ['null', 'string', 'int'] },
      { name: 'is', type: 'boolean' },
      { name: 'hash', type: { type: 'fixed', name: 'Hash', size: 4 } },
      { name: 'blob', type: 'bytes' },
      {
        name: 'lines',
        type: {
          type: 'array',
          items: {
            type: 'record',
            name: 'Line',
            fields: [
              { name: 'sku', type: 'string' },
              { name: 'quantity', type: 'int' },
            ],
          },
        },
      },
      { name: 'tags', type: { type: 'map', values: 'long' } },
      { name: 'nothing', type: { type: 'array', items: 'null' } },
    ],
  },
  {
    type: 'record',
    name: 'Tree',
    fields: [
      { name: 'name', type: 'string' },
      { name: 'left', type: ['null', 'Tree'] },
      { name: 'rest', type: { type: 'array', items: 'Tree' } },
    ],
  },
  {
    type: 'array',
    items: { type: 'map', values: ['null', 'float', { type: 'array', items: 'bytes' }] },
  },
  {
    type: 'record',
    name: 'Wide',
    fields: [
      {
        name: 'symbol',
        type: {
          type: 'enum',
          name: 'Many',
          symbols: Array.from({ length: 200 }, (_, i) => `S${i}`),
        },
      },
      {
        name: 'empty',
        type: { type: 'array', items: { type: 'record', name: 'Empty', fields: [] } },
      },
    ],
  },
  'string',
];

const PROTO: readonly string[] = [
  `syntax = "proto3";
   message Order {
     enum Status { NEW = 0; PAID = 1; }
     message Line { string sku = 1; int32 quantity = 2; double price = 3; Order next = 4; }
     string id = 1; int64 version = 2; Status status = 3; repeated Line lines = 4;
     map<string, int32> counts = 5; map<int64, Line> by = 6; repeated int32 packed = 7;
     repeated fixed64 wide = 8; bytes blob = 9; bool is = 10; float f = 11; sint32 s = 12;
     oneof one { string a = 13; Line b = 14; } optional uint32 maybe = 15; repeated string many = 16;
     sfixed32 far = 5000;
   }`,
  `syntax = "proto2";
   message Order {
     enum Status { NEW = 0; PAID = 2; }
     message Line { required string sku = 1; optional Order next = 2; }
     required string id = 1; required Status status = 2; optional Line line = 3;
     repeated Status all = 4 [packed = true]; optional group Old = 5 { optional string x = 1; }
     map<string, Line> by = 6; extensions 100 to 200; repeated Line lines = 7; map<int32, Status> s = 8;
   }
   extend Order { optional string more = 100; }`,
];

/** Payloads of schemas a change or two away: nearly valid, each of its bytes where one may be. */
function ofNeighbours(
  definition: unknown,
  chance: ReturnType<typeof seededChance>,
): readonly Buffer[] {
  const drawing = new Drawing((limit) => chance.below(limit));
  return Array.from({ length: SAMPLES }, (_, i) => {
    const changed = drawing.mutate(structuredClone(definition) as Schema);
    const neighbour = i % 2 === 0 ? changed : drawing.mutate(structuredClone(changed));
    const text = JSON.stringify(neighbour);
    const read = avro.read({ type: 'AVRO', text, references: [] });
    const event = read.ok ? avro.sample(read.value, SEED + i) : undefined;
    if (!read.ok || event === undefined) return [];
    return [Buffer.from(encodeAvro(avroRootOf(read.value).type, event as Datum))];
  }).flat();
}

/** The same for a .proto file: one type of a field changed for another. */
const OTHER_TYPES: readonly (readonly [RegExp, string])[] = [
  [/\bint32\b/, 'string'],
  [/\bint32\b/, 'fixed32'],
  [/\bint64 version\b/, 'sfixed64 version'],
  [/\bstring (id|sku)\b/, 'bytes $1'],
  [/\bstring (id|sku)\b/, 'uint64 $1'],
  [/\brepeated Line\b/, 'repeated string'],
  [/\b(optional )?Line\b(?= \w+ =)/, '$1bytes'],
  [/\bmap<string, \w+>/, 'map<int64, double>'],
  [/\bmap<string, \w+>/, 'repeated bytes'],
  [/ = 1;/, ' = 90;'],
  [/ = 4\b/, ' = 91'],
  [/\bdouble\b/, 'float'],
  [/\bStatus status\b/, 'sint64 status'],
];

function ofProtoNeighbours(text: string): readonly Buffer[] {
  return OTHER_TYPES.flatMap(([type, other], i) => {
    const read = protobuf.read({
      type: 'PROTOBUF',
      text: text.replace(type, other),
      references: [],
    });
    if (!read.ok || !type.test(text)) return [];
    return [0, 1, 2].map((more) => protoBytes(read.value, SEED + 3 * i + more));
  });
}

function protoBytes(schema: ReadSchema, seed: number): Buffer {
  const root = protobufRootOf(schema);
  const type = root.message!;
  const reading = new JsonReading(root, 1);
  const at = { pointer: '', depth: 0, at: type.at };
  return Buffer.from(encodeProtobuf(reading.message(type, protobuf.sample(schema, seed), at)!));
}

/** Mutations that keep most of a document: a byte changed, some cut, doubled or put in. */
function mutated(bytes: Buffer, chance: ReturnType<typeof seededChance>): Buffer {
  let out = Buffer.from(bytes);
  for (let i = chance.below(2); i >= 0; i--) {
    const at = chance.below(out.length + 1);
    const to = Math.min(out.length, at + 1 + chance.below(6));
    switch (chance.below(6)) {
      case 0:
        out = Buffer.concat([out.subarray(0, at), out.subarray(to)]);
        break;
      case 1:
        out = Buffer.concat([out.subarray(0, to), out.subarray(at)]);
        break;
      case 2:
        out = Buffer.concat([out.subarray(0, at), Buffer.from([chance.of(ODD)]), out.subarray(at)]);
        break;
      default:
        if (at < out.length) out[at] = chance.below(2) ? chance.of(ODD) : chance.below(256);
    }
  }
  return out;
}
/** It refuses whole numbers a double does not hold, which others read as they are. */
function isTakenByAvsc(type: avsc.Type, bytes: Buffer): void {
  try {
    type.fromBuffer(bytes);
  } catch (error) {
    if (!/precision loss/.test(String(error))) throw error;
  }
}
const ODD = [0, 1, 2, 3, 4, 8, 0x7f, 0x80, 0x81, 0xff, 0xc3, 0xa9, 0xed, 0xfe];

describe(`bytes are judged as their decoders judge them (seed ${SEED})`, () => {
  const counts = { valid: 0, invalid: 0, untold: 0 };
  const count = (verdict: number) =>
    counts[verdict === VALID ? 'valid' : verdict === INVALID ? 'invalid' : 'untold']++;

  it('Avro: the walk never disagrees with the decoder, nor with avsc about what it takes [covers 53]', () => {
    const chance = seededChance(SEED);
    for (const [n, definition] of AVRO.entries()) {
      const text = JSON.stringify(definition);
      const read = avro.read({ type: 'AVRO', text, references: [] });
      if (!read.ok) throw new Error(JSON.stringify(read.error));
      const { type } = avroRootOf(read.value);
      const payload = avro.payload(read.value);
      const foreign = avsc.Type.forSchema(definition as avsc.Schema, { wrapUnions: true });
      const samples = Array.from({ length: SAMPLES }, (_, i) =>
        Buffer.from(encodeAvro(type, avro.sample(read.value, SEED + i) as Datum)),
      );
      const small = samples.toSorted((a, b) => a.length - b.length).slice(0, SAMPLES / 2);
      for (const sample of samples) expect(payload?.judge(sample, false)).toBe(VALID);
      const near = ofNeighbours(definition, chance);
      for (let i = 0; i < DOCUMENTS / AVRO.length; i++) {
        const bytes = near[i] ?? mutated(chance.of(i % 4 ? small : near), chance);
        const verdict = payload?.judge(bytes, false) ?? UNTOLD;
        count(verdict);
        if (verdict === UNTOLD) continue;
        const decoded = decodeAvro(type, type, bytes);
        if (decoded.ok !== (verdict === VALID))
          throw new Error(
            `schema ${n}, ${bytes.toString('hex')}: ${verdict} and ${JSON.stringify(decoded, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v))}`,
          );
        // A count that lies would take avsc with it, so it is asked about good bytes only.
        if (verdict === VALID && i % 4 === 0) isTakenByAvsc(foreign, bytes);
      }
    }
  });

  it('Protobuf: the walk never disagrees with the decoder, nor with protobuf-es about what it takes', () => {
    const chance = seededChance(SEED);
    for (const [n, text] of PROTO.entries()) {
      const schema = readProto(text);
      const root = protobufRootOf(schema);
      const type = root.message!;
      const payload = protobuf.payload(schema);
      const foreign = foreignMessage(schema, type.fullName);
      const samples = Array.from({ length: SAMPLES }, (_, i) => protoBytes(schema, SEED + i));
      const near = ofProtoNeighbours(text);
      expect(near.length).toBeGreaterThan(20);
      const small = samples.toSorted((a, b) => a.length - b.length).slice(0, SAMPLES / 2);
      const first = [...samples, ...near];
      for (let i = 0; i < DOCUMENTS / PROTO.length; i++) {
        const bytes = first[i] ?? mutated(chance.of(i % 4 ? small : near), chance);
        const verdict = payload?.judge(bytes, true) ?? UNTOLD;
        count(verdict);
        const strict = payload?.judge(bytes, false) ?? UNTOLD;
        if (verdict === UNTOLD) continue;
        const decoded = decodeProtobuf(type, bytes, root.extensionOf);
        const told = `schema ${n}, ${bytes.toString('hex')}: ${verdict}`;
        if (decoded.ok !== (verdict === VALID))
          throw new Error(
            `${told}, and the decoder: ${decoded.ok ? 'fine' : decoded.error.message}`,
          );
        const seen = strict === VALID && i % 16 === 0 ? payload?.read(bytes) : undefined;
        if (seen) {
          if (seen.ok && seen.value.undeclared.length > 0) throw new Error(`${told}, undeclared`);
        }
        // It reads a field as declared even where the bytes say another wire type.
        if (strict === VALID && i % 4 === 0) fromBinary(foreign, bytes);
      }
    }
  });

  it('most documents are told by their bytes', () => {
    console.log(`payload bytes, seed ${SEED}: ${JSON.stringify(counts)}`);
    expect(counts.valid + counts.invalid).toBeGreaterThan(counts.untold);
  });
});
