import { describe, expect, it } from '@jest/globals';
import { protobuf } from './protobuf.js';
import { indexesOf, readMessageIndexes, writeMessageIndexes } from './message-indexes.js';
import { messagesOf, protobufRootOf } from './protobuf-root.js';

describe('the indexes of a message in front of its bytes', () => {
  it.each([
    [[0], '00'],
    [[1], '0202'],
    [[0, 0], '040000'],
    [[2, 64, 8_191], '0604800' + '1fe7f'],
  ])('%j is %s, and read back with what follows left alone', (message, hex) => {
    const bytes = writeMessageIndexes(message);
    expect(Buffer.from(bytes).toString('hex')).toBe(hex);
    const behind = Buffer.concat([Buffer.of(7), bytes, Buffer.of(9)]);
    expect(readMessageIndexes(behind, 1)).toEqual({ message, end: 1 + bytes.length });
  });

  it('the first message may be written out, too', () => {
    expect(readMessageIndexes(Buffer.of(2, 0), 0)).toEqual({ message: [0], end: 2 });
  });

  it.each(['', '02', '01', '0480', '0280808080', 'ff7f'])('%j holds none', (hex) => {
    expect(readMessageIndexes(Buffer.from(hex, 'hex'), 0)).toBeUndefined();
  });
});

describe('where a message stands in its file', () => {
  const read = protobuf.read({
    ...{ type: 'PROTOBUF', references: [] },
    text: 'syntax = "proto3"; message A { message B {} message C { message D {} } } message E {}',
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { file } = protobufRootOf(read.value);
  const places = messagesOf(file).map((each) => [each.fullName, indexesOf(each, file)]);

  it('is told step by step', () => {
    expect(Object.fromEntries(places)).toEqual({
      ...{ A: [0], 'A.B': [0, 0], 'A.C': [0, 1], 'A.C.D': [0, 1, 0], E: [1] },
    });
  });

  it('is nowhere in a file that does not declare it', () => {
    const [, first] = messagesOf(file);
    expect(first && indexesOf(first, { messages: [] })).toBeUndefined();
  });
});
