import {
  appendPointer,
  avro,
  type AvroRoot,
  avroRootOf,
  type AvroType,
  branchName,
  type Datum,
  datumObject,
  datumText,
  decodeAvro,
  encodeAvro,
  type LogicalType,
  type ReadSchema,
  readingOf,
  type SmallestData,
} from '#schema';
import type { Pair, Step } from './pairs.js';
import type { Obstacle } from './resolve-schemas.js';

/** An event of the writer that the reader really cannot take, or reads as something else. */
export interface ShownEvent {
  readonly event: string;
  readonly reason: string;
}

/** Makes the smallest event that comes to an obstacle, and executes it on both sides. */
export class Exhibition {
  readonly #writer: AvroRoot;
  readonly #reader: AvroRoot;

  constructor(
    readonly writer: ReadSchema,
    reader: ReadSchema,
    readonly smallest: SmallestData,
  ) {
    this.#writer = avroRootOf(writer);
    this.#reader = avroRootOf(reader);
  }

  /** `undefined` when every such event is larger than events may be. */
  show(obstacle: Obstacle): ShownEvent | undefined {
    const leaf = this.#leaf(obstacle);
    const event = leaf === undefined ? undefined : this.#around(leaf, obstacle.pair);
    if (leaf === undefined || event === undefined) return undefined;
    if (!avro.compile(this.writer).isValid(event)) return undefined;
    const { pair } = obstacle;
    const reason =
      obstacle.kind === 'reading'
        ? differentReadings(leaf, pair)
        : this.#refusal(event, leaf, obstacle);
    if (reason === undefined) return undefined;
    const pointer = pointerTo(pair);
    return { event: datumText(event), reason: pointer === '' ? reason : `${pointer}: ${reason}` };
  }

  #leaf(obstacle: Obstacle): Datum | undefined {
    if (obstacle.kind === 'symbol') return obstacle.symbol;
    if (obstacle.kind === 'reading') return obstacle.datum;
    return this.smallest.of(obstacle.pair.writer.type);
  }

  #around(leaf: Datum, pair: Pair): Datum | undefined {
    let datum: Datum | undefined = leaf;
    for (let at = pair.from; at && datum !== undefined; at = at.pair.from)
      datum = this.#wrapped(datum, at.step);
    return datum;
  }

  #wrapped(datum: Datum, step: Step): Datum | undefined {
    switch (step.kind) {
      case 'same':
        return datum;
      case 'item':
        return [datum];
      case 'value':
        return datumObject([[KEY, datum]]);
      case 'branch':
        return step.branch.kind === 'null' ? null : datumObject([[branchName(step.branch), datum]]);
      case 'field': {
        const members: [string, Datum][] = [];
        for (const field of step.record.fields) {
          const value = field === step.field ? datum : this.smallest.of(field.type);
          if (value === undefined) return undefined;
          members.push([field.name, value]);
        }
        return datumObject(members);
      }
    }
  }

  /**
   * The event as a whole is refused, and so is the value at fault alone. The event may break for
   * other reasons, too; what is told is the reason of this value.
   */
  #refusal(event: Datum, leaf: Datum, obstacle: Obstacle): string | undefined {
    const { writer, reader } = obstacle.pair;
    const whole = refusalOf(this.#writer.type, this.#reader.type, event);
    return whole && refusalOf(writer.type, readerOfFault(reader.type, obstacle), leaf);
  }
}

function refusalOf(writer: AvroType, reader: AvroType, datum: Datum): string | undefined {
  const decoded = decodeAvro(writer, reader, encodeAvro(writer, datum));
  return decoded.ok || decoded.error.kind !== 'unresolvable' ? undefined : decoded.error.message;
}

/** A reader of nothing but the field at fault cannot stumble over another one. */
const readerOfFault = (reader: AvroType, obstacle: Obstacle): AvroType =>
  'field' in obstacle && reader.kind === 'record'
    ? { ...reader, fields: [obstacle.field] }
    : reader;

/** Where in the event the value of a pair stands. */
function pointerTo({ from }: Pair): string {
  if (!from) return '';
  const { pair, step } = from;
  const outer = pointerTo(pair);
  if (step.kind === 'field') return appendPointer(outer, step.field.name);
  if (step.kind === 'item') return appendPointer(outer, 0);
  if (step.kind === 'value') return appendPointer(outer, KEY);
  if (step.kind === 'branch' && step.branch.kind !== 'null')
    return appendPointer(outer, branchName(step.branch));
  return outer;
}

/** The key of the one member of a map. */
const KEY = 'key';

/** The bytes are read without an error; what they mean is not the same. */
function differentReadings(leaf: Datum, { writer, reader }: Pair): string | undefined {
  const decoded = decodeAvro(writer.type, reader.type, encodeAvro(writer.type, leaf));
  const [written, read] = [logicalOf(writer.type), logicalOf(reader.type)];
  if (!decoded.ok || !written || !read) return undefined;
  const [meant, understood] = [readingOf(written, leaf), readingOf(read, decoded.value)];
  return meant === understood
    ? undefined
    : `The writer means ${meant}; the reader takes it for ${understood}.`;
}

const logicalOf = (type: Pair['writer']['type']): LogicalType | undefined =>
  'logical' in type ? type.logical : undefined;
