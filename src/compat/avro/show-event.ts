import {
  avro,
  type AvroRoot,
  avroRootOf,
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
    const reason =
      obstacle.kind === 'reading' ? differentReadings(leaf, obstacle.pair) : this.#refusal(event);
    return reason === undefined ? undefined : { event: datumText(event), reason };
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
        return datumObject([['key', datum]]);
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

  #refusal(event: Datum): string | undefined {
    const bytes = encodeAvro(this.#writer.type, event);
    const decoded = decodeAvro(this.#writer.type, this.#reader.type, bytes);
    return decoded.ok || decoded.error.kind !== 'unresolvable' ? undefined : decoded.error.message;
  }
}

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
