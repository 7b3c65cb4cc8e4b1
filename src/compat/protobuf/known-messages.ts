import { JsonReading, MessageDatum, type ProtobufRoot, type ProtoField } from '#schema';
import { type Trial, type View } from './observation.js';
import { type Pair, wayTo } from './pairs.js';
import { entriesIn } from './side.js';

/** Longer texts and bytes are no small values any more. */
const LENGTH_MAX = 60;

/** Messages that the authors' own events hold where a pair is met. */
export function knownMessages({ examples, writer }: View, pair: Pair): readonly MessageDatum[] {
  const { root, fields } = wayTo(pair);
  const events = examples.flatMap((example) => read(writer.root, root.writer, example));
  return fields.reduce<readonly MessageDatum[]>(
    (messages, field) => messages.flatMap((each) => messagesAt(each, field)),
    events,
  );
}

/** Nothing where the example is no event of the writer. */
function read(
  root: ProtobufRoot,
  type: MessageDatum['type'],
  example: unknown,
): readonly MessageDatum[] {
  const reading = new JsonReading(root, 1);
  const datum = reading.message(type, example, { pointer: '', depth: 0, at: type.at });
  return datum && reading.found.length === 0 ? [datum] : [];
}

function messagesAt(message: MessageDatum, field: ProtoField): readonly MessageDatum[] {
  const value = message.values.get(field);
  if (value instanceof Map) return entriesIn(field, value, 'written');
  return [value].flat().filter((each) => each instanceof MessageDatum);
}

/** The trials again, with the values that the fields have in known messages. */
export function trialsLike(
  trials: readonly Trial[],
  messages: readonly MessageDatum[],
): readonly Trial[] {
  const [first] = trials;
  if (!first || first.size === 0) return [];
  return messages.flatMap(({ values }) => {
    const known = [...first.keys()].map((field) => [field, values.get(field)] as const);
    const isKnown = (each: (typeof known)[number]): each is [ProtoField, never] =>
      each[1] !== undefined && isSmall(each[1]);
    return known.every(isKnown) ? [new Map(known)] : [];
  });
}

const isSmall = (value: unknown): boolean =>
  !(value instanceof MessageDatum) &&
  !(value instanceof Map) &&
  !Array.isArray(value) &&
  !((typeof value === 'string' || value instanceof Uint8Array) && value.length > LENGTH_MAX);
