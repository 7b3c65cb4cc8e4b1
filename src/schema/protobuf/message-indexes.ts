import { type MessageType, type ProtoFile } from './proto-type.js';

/**
 * How Confluent's serializers say which message an event is: a count, and the place of the message
 * in its file, then in the message around it …, as zigzag varints. `[0]` is written as a count of zero.
 */

/** Messages nest less deep than this. */
const INDEXES_MAX = 64;
const FIRST: readonly number[] = [0];

export interface MessageIndexes {
  readonly message: readonly number[];
  /** Where in the bytes they end. */
  readonly end: number;
}

/** `undefined` where the bytes from `start` on hold none. */
export function readMessageIndexes(bytes: Uint8Array, start: number): MessageIndexes | undefined {
  let end = start;
  const number = (): number | undefined => {
    const read = readIndex(bytes, end);
    if (read) end = read.end;
    return read?.value;
  };
  const count = number();
  if (count === undefined || count > INDEXES_MAX) return undefined;
  const message: number[] = [];
  for (let i = 0; i < count; i++) {
    const index = number();
    if (index === undefined) return undefined;
    message.push(index);
  }
  return { message: count === 0 ? FIRST : message, end };
}

/** Not negative, in three bytes at most. */
function readIndex(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  let zigzag = 0;
  for (let shift = 0, at = start; shift < 21; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined) return undefined;
    zigzag |= (byte & 0x7f) << shift;
    if (byte < 0x80) return zigzag & 1 ? undefined : { value: zigzag >>> 1, end: at };
  }
  return undefined;
}

export function writeMessageIndexes(message: readonly number[]): Uint8Array {
  if (message.length === 1 && message[0] === 0) return Uint8Array.of(0);
  return Uint8Array.from([message.length, ...message].flatMap(indexBytes));
}

function indexBytes(index: number): readonly number[] {
  const bytes: number[] = [];
  let rest = index * 2;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

/** Where a message stands in its file. */
export function indexesOf(
  wanted: MessageType,
  { messages }: Pick<ProtoFile | MessageType, 'messages'>,
): readonly number[] | undefined {
  for (const [index, each] of messages.entries()) {
    if (each === wanted) return [index];
    const inside = indexesOf(wanted, each);
    if (inside) return [index, ...inside];
  }
  return undefined;
}

export function messageAt(
  { messages }: Pick<ProtoFile, 'messages'>,
  indexes: readonly number[],
): MessageType | undefined {
  let among: readonly MessageType[] = messages;
  let found: MessageType | undefined;
  for (const index of indexes) {
    found = among[index];
    among = found?.messages ?? [];
  }
  return found;
}
