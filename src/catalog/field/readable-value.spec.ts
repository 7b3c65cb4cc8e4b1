import { describe, expect, it } from '@jest/globals';
import { languageOf, type SchemaSource } from '#schema';
import { valueReader } from './readable-value.js';

const avro: SchemaSource = {
  type: 'AVRO',
  text: '{"type":"record","name":"Sold","fields":[{"name":"sku","type":"string"},{"name":"cents","type":"long"}]}',
  references: [],
};
const protobuf: SchemaSource = {
  type: 'PROTOBUF',
  text: 'syntax = "proto3"; message Sold { string sku = 1; int64 cents = 2; }',
  references: [],
};
const json: SchemaSource = { type: 'JSON', text: '{"type":"object"}', references: [] };
const sold = { sku: 'A-1', cents: 250 };
const asJson = Buffer.from(JSON.stringify(sold));

/** The binary form, written by the language itself. */
function bytesOf(source: SchemaSource): Buffer {
  const language = languageOf(source.type);
  const read = language?.read(source);
  if (!language || !read?.ok) throw new Error('The schema of this test is not one.');
  return Buffer.from(language.payload(read.value, { encoding: 'json' })?.write?.(asJson) ?? []);
}

const framed = (bytes: Buffer, ...between: number[]) =>
  Buffer.concat([Buffer.from([0, 0, 0, 0, 7, ...between]), bytes]);
const readOf = (source: SchemaSource, value: Buffer | null, type?: string) =>
  valueReader(source)({
    value,
    schemaId: 7,
    headers: type === undefined ? [] : [['content-type', Buffer.from(type)]],
  });

describe('an event of the log as a value', () => {
  it.each([
    ['JSON', json, asJson],
    ['Avro', avro, bytesOf(avro)],
    ['Avro in the frame of a serializer', avro, framed(bytesOf(avro))],
    ['Protobuf', protobuf, bytesOf(protobuf)],
    ['Protobuf in the frame of a serializer', protobuf, framed(bytesOf(protobuf), 0)],
  ])('is read from %s', (_, source, bytes) => {
    // ProtoJSON writes 64 bits as text.
    const cents = source.type === 'PROTOBUF' ? '250' : 250;
    expect(readOf(source, bytes)).toEqual({ ...sold, cents });
  });

  it('is read from the JSON form of a binary language where the event says that it is JSON', () => {
    expect(readOf(avro, asJson, 'application/avro+json; charset=utf-8')).toEqual(sold);
    expect(readOf(protobuf, asJson, 'application/protobuf+json')).toMatchObject({ sku: 'A-1' });
  });

  it('is nothing for a tombstone, another message of the file, or bytes that do not read', () => {
    expect(readOf(avro, null)).toBeUndefined();
    expect(readOf(protobuf, framed(bytesOf(protobuf), 2, 2))).toBeUndefined();
    expect(readOf(avro, Buffer.from([0xff]))).toBeUndefined();
    expect(readOf(json, Buffer.from('{'))).toBeUndefined();
  });
});
