import { limits } from '#kernel';
import {
  decodeProtobuf,
  encodeProtobuf,
  type MessageDatum,
  type MessageType,
  protobufToJson,
} from '#schema';
import { type Difference, differences } from './differences.js';
import { type Observation, type Trial, type View } from './observation.js';
import { type Pair, type Way, wayTo } from './pairs.js';
import { type Side } from './side.js';
import { knownMessages, trialsLike } from './known-messages.js';
import { asField } from './telling-values.js';
import { hexOf, shortHex } from './words.js';

/** An event of the writer that the reader really refuses, or reads as something else. */
export interface ShownEvent {
  /** In the JSON mapping, as the writer reads it. */
  readonly event: string;
  /** What travels, in hexadecimal digits. */
  readonly bytes: string;
  readonly reason: string;
}

/** Encodes under the writer, decodes under the reader, and says what each of them reads. */
export class Exhibition {
  constructor(
    readonly view: View,
    /** Messages that are events by themselves. */
    readonly events: readonly Pair[],
  ) {}

  /** `undefined` where no trial shows anything, `too-large` where one has no event of a fair size. */
  show({ pair, trials = [] }: Observation): ShownEvent | 'too-large' | undefined {
    if (!pair) return undefined;
    const shown = this.#tryAll(pair, trials);
    if (shown !== 'too-large' || !pair.from) return shown;
    // What is deep inside of one event may be an event itself.
    const { writer, reader } = pair;
    const alone = this.events.find((each) => each.writer === writer && each.reader === reader);
    return alone ? this.#tryAll(alone, trials) : shown;
  }

  #tryAll(pair: Pair, trials: readonly Trial[]): ShownEvent | 'too-large' | undefined {
    let last: 'too-large' | undefined;
    const known = trialsLike(trials, knownMessages(this.view, pair));
    for (const trial of [...known, ...trials]) {
      const shown = this.#try(pair, trial);
      if (shown === 'too-large') last = shown;
      else if (shown) return shown;
    }
    return last;
  }

  #try(pair: Pair, trial: Trial): ShownEvent | 'too-large' | undefined {
    const way = wayTo(pair);
    if (way.fields.length >= limits.protobufDepth.value) return 'too-large';
    const leaf = this.view.smallest.message(pair.writer);
    if (!leaf) return 'too-large';
    for (const [field, value] of trial) leaf.set(field, value);
    const event = this.#around(leaf, pair);
    return event ? this.#execute(event, way) : 'too-large';
  }

  #around(leaf: MessageDatum, pair: Pair): MessageDatum | undefined {
    let datum = leaf;
    for (let at = pair.from; at; at = at.pair.from) {
      const outer = this.view.smallest.message(at.pair.writer);
      if (!outer) return undefined;
      outer.set(at.field, asField(at.field, datum));
      datum = outer;
    }
    return datum;
  }

  #execute(event: MessageDatum, { root, fields }: Way): ShownEvent | 'too-large' | undefined {
    const { writer, reader } = this.view;
    const bytes = encodeProtobuf(event);
    const written = decodeProtobuf(root.writer, bytes, writer.root.extensionOf);
    if (!written.ok) return 'too-large';
    const shown = { ...asText(writer, written.value), bytes: hexOf(bytes) };
    const read = decodeProtobuf(root.reader, bytes, reader.root.extensionOf);
    const about = bytesInWords(bytes, event.type.name);
    if (!read.ok) return { ...shown, reason: `The reader refuses ${about}: ${read.error.message}` };
    const found = [...differences(written.value, read.value, this.view)];
    const numbers = fields.map(({ number }) => number).join();
    const difference = found.find((each) => each.way.join().startsWith(numbers)) ?? found[0];
    return difference && { ...shown, reason: inWords(about, difference) };
  }
}

/** The smallest event of a message, for a reader whose schema has none to read it with. */
export function showUnread(
  message: MessageType,
  { writer, smallest }: View,
): ShownEvent | undefined {
  const event = smallest.message(message);
  if (!event) return undefined;
  const reason = 'The reader declares no message for this event.';
  return { ...asText(writer, event), reason };
}

/** As JSON where it has such a form, and as bytes. */
function asText({ root }: Side, event: MessageDatum): Pick<ShownEvent, 'event' | 'bytes'> {
  const bytes = hexOf(encodeProtobuf(event));
  const json = protobufToJson(root, event);
  return { event: JSON.stringify(json.ok ? json.value : bytes), bytes };
}

function inWords(about: string, { name, written, read, takenFor, isOdd }: Difference): string {
  const begin = `In ${about}, "${name}" is ${written} to the writer`;
  if (isOdd)
    return `${begin}; an entry of it holds what the reader does not know, and readers in Python, Ruby and PHP leave such an entry out.`;
  if (takenFor !== undefined) return `${begin}; the reader takes it for its "${takenFor}".`;
  return read === undefined
    ? `${begin}, and the reader finds no value of it.`
    : `${begin} and ${read} to the reader.`;
}

const bytesInWords = (bytes: Uint8Array, name: string): string =>
  bytes.length === 0 ? `an empty "${name}"` : `the bytes ${shortHex(bytes)} of "${name}"`;
