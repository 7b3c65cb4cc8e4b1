import { type MessageType, type ProtobufRoot } from '#schema';
import { turned, type View } from './observation.js';
import { type Pair } from './pairs.js';

export interface EventPairs {
  readonly pairs: readonly Pair[];
  /** Events of the writer that the reader's schema has no message for. */
  readonly unread: readonly MessageType[];
}

/**
 * The messages that are events on both sides, each with what reads it: the first named in one schema
 * with the first in the other. `undefined` where the new schema names none: any of its file may be one.
 */
export function eventPairs(view: View): EventPairs | undefined {
  const { old, new: changed } = turned(view, {
    writer: view.writer.root,
    reader: view.reader.root,
  });
  if (!changed.named) return undefined;
  const pairs: Pair[] = [];
  const unread: MessageType[] = [];
  for (const [index, name] of changed.named.entries()) {
    const was = old.named ? old.ownMessage(old.named[index]) : namesakeIn(old, name);
    const is = changed.ownMessage(name);
    const [writer, reader] = view.direction === 'backward' ? [was, is] : [is, was];
    if (writer && reader) pairs.push({ writer, reader });
    else if (writer) unread.push(writer);
  }
  return { pairs, unread };
}

/** Where nobody said which message was the event, it was the first unless there is one of that name. */
const namesakeIn = (root: ProtobufRoot, name: string): MessageType | undefined =>
  root.ownMessage(name) ?? root.message;
