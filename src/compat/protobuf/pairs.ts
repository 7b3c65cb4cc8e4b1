import { type MessageType, type ProtoField, type ProtoFile, type ProtoPlace } from '#schema';
import { placeInDocument } from '../place-in-document.js';

/** A writer's message that is read as a reader's, and how a value comes there. */
export interface Pair {
  readonly writer: MessageType;
  readonly reader: MessageType;
  /** The field of the message around; absent for a message that is an event itself. */
  readonly from?: { readonly pair: Pair; readonly field: ProtoField };
}

/** The messages an event is of, and the writer's fields from there down to the pair itself. */
export interface Way {
  readonly root: Pair;
  readonly fields: readonly ProtoField[];
}

export function wayTo(pair: Pair): Way {
  const fields: ProtoField[] = [];
  let root = pair;
  for (; root.from; root = root.from.pair) fields.push(root.from.field);
  return { root, fields: fields.reverse() };
}

/** A pointer into the schema itself, or into an imported file, whose name stands before it. */
export const pointerAt = ({ at }: { readonly at: ProtoPlace }): string =>
  placeInDocument(at.document, at.pointer);

/** Messages that belong together, and those without a partner. */
export interface Partners {
  readonly pairs: readonly Pair[];
  /** Partners under different names: where they stand made them partners. */
  readonly renamed: readonly Pair[];
  /** Partners at different positions among their siblings. */
  readonly moved: readonly Pair[];
  readonly onlyWritten: readonly MessageType[];
  readonly onlyRead: readonly MessageType[];
}

/**
 * Any message of a file may be an event. It is read as the message of the same name below the
 * package; where both sides have one without a namesake at the same position, as that one, for the
 * bytes and the indexes in front of them name positions only.
 */
export function partnersOf(writer: ProtoFile, reader: ProtoFile): Partners {
  const found = {
    pairs: [] as Pair[],
    renamed: [] as Pair[],
    moved: [] as Pair[],
    onlyWritten: [] as MessageType[],
    onlyRead: [] as MessageType[],
  };
  const meet = (written: readonly MessageType[], read: readonly MessageType[]): void => {
    const [ofWriter, ofReader] = [byName(written), byName(read)];
    for (const [index, one] of written.entries()) {
      const namesake = ofReader.get(one.name);
      const opposite = read[index];
      const other = namesake ?? (opposite && !ofWriter.has(opposite.name) ? opposite : undefined);
      if (!other) {
        found.onlyWritten.push(one);
        continue;
      }
      const pair = { writer: one, reader: other };
      found.pairs.push(pair);
      if (!namesake) found.renamed.push(pair);
      if (other !== opposite) found.moved.push(pair);
      meet(one.messages, other.messages);
    }
    for (const [index, one] of read.entries()) {
      const opposite = written[index];
      if (!ofWriter.has(one.name) && !(opposite && !ofReader.has(opposite.name)))
        found.onlyRead.push(one);
    }
  };
  meet(writer.messages, reader.messages);
  return found;
}

const byName = (messages: readonly MessageType[]): ReadonlyMap<string, MessageType> =>
  new Map(messages.map((each) => [each.name, each]));
