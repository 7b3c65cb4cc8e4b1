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
  UNTOLD,
  VALID,
} from '#schema';
import { seededChance } from '../../src/schema/chance.js';
import { foreignMessage, readProto } from '../support/protobuf-es.js';

/** `FUZZ_DOCUMENTS=10000000` for a night; `FUZZ_SEED` to see one again. */
const DOCUMENTS = Number(process.env['FUZZ_DOCUMENTS'] ?? 20_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);
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
      for (let i = 0; i < DOCUMENTS / AVRO.length; i++) {
        const bytes = mutated(chance.of(small), chance);
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
      const samples = Array.from({ length: SAMPLES }, (_, i) => {
        const reading = new JsonReading(root, 1);
        const json = protobuf.sample(schema, SEED + i);
        return Buffer.from(
          encodeProtobuf(reading.message(type, json, { pointer: '', depth: 0, at: type.at })!),
        );
      });
      const small = samples.toSorted((a, b) => a.length - b.length).slice(0, SAMPLES / 2);
      for (let i = 0; i < DOCUMENTS / PROTO.length; i++) {
        const bytes = i < SAMPLES ? samples[i]! : mutated(chance.of(small), chance);
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
