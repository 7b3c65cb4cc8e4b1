import { invariant } from '#kernel';
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
  logicalOf,
  type ReadSchema,
  readingOf,
  type SmallestData,
  type Validator,
} from '#schema';
import { dress } from '../dress.js';
import type { Pair, Step } from './pairs.js';
import type { Obstacle } from './resolve-schemas.js';
import { datumAnatomy, partAt, shownDatums } from './shown-datums.js';

/** An event of the writer that the reader really cannot take, or reads as something else. */
export interface ShownEvent {
  readonly event: string;
  readonly reason: string;
}

export interface Sides {
  readonly writer: ReadSchema;
  readonly reader: ReadSchema;
}

/** Makes the smallest event that comes to an obstacle, and executes it on both sides. */
export class Exhibition {
  readonly #writer: AvroRoot;
  readonly #reader: AvroRoot;

  readonly #validator: Validator;

  constructor(
    { writer, reader }: Sides,
    readonly smallest: SmallestData,
    /** Events that the authors show. */
    readonly examples: readonly Datum[],
  ) {
    this.#writer = avroRootOf(writer);
    this.#reader = avroRootOf(reader);
    this.#validator = avro.compile(writer);
  }

  get #both(): readonly AvroType[] {
    return [this.#writer.type, this.#reader.type];
  }

  /** `undefined` when every such event is larger than events may be. */
  show(obstacle: Obstacle): ShownEvent | undefined {
    const leaf = this.#leaf(obstacle);
    const event = leaf === undefined ? undefined : this.#around(leaf, obstacle.pair);
    if (leaf === undefined || event === undefined) return undefined;
    if (this.#reason(event, obstacle) === undefined) return undefined;
    const known = dress(event, shownDatums(this.#both, this.examples), {
      anatomy: datumAnatomy,
      stillBreaks: (each) => this.#reason(each, obstacle) !== undefined,
    });
    const reason = this.#reason(known, obstacle);
    invariant(reason !== undefined, 'an event still breaks when it is dressed');
    const pointer = appendPointer('', ...wayTo(obstacle.pair));
    return { event: datumText(known), reason: pointer === '' ? reason : `${pointer}: ${reason}` };
  }

  /** Why the reader cannot take an event, or not as it is meant; executed on both sides. */
  #reason(event: Datum, obstacle: Obstacle): string | undefined {
    if (!this.#validator.isValid(event)) return undefined;
    const leaf = wayTo(obstacle.pair).reduce(partAt, event);
    return obstacle.kind === 'reading'
      ? differentReadings(leaf, obstacle.pair)
      : this.#refusal(event, leaf, obstacle);
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

/** The steps from an event to the value of a pair, as its JSON encoding writes them. */
function wayTo({ from }: Pair): readonly string[] {
  if (!from) return [];
  const { pair, step } = from;
  const outer = wayTo(pair);
  if (step.kind === 'field') return [...outer, step.field.name];
  if (step.kind === 'item') return [...outer, '0'];
  if (step.kind === 'value') return [...outer, KEY];
  if (step.kind === 'branch' && step.branch.kind !== 'null')
    return [...outer, branchName(step.branch)];
  return outer;
}

/** The key of the one member of a map. */
const KEY = 'key';

/** The bytes are read without an error; what they mean is not the same. */
function differentReadings(leaf: Datum, { writer, reader }: Pair): string | undefined {
  const decoded = decodeAvro(writer.type, reader.type, encodeAvro(writer.type, leaf));
  const [written, read] = [logicalOf(writer.type), logicalOf(reader.type)];
  invariant(decoded.ok, 'a value that means something else is read without an error');
  invariant(written && read, 'only between two logical types a value means something else');
  const [meant, understood] = [readingOf(written, leaf), readingOf(read, decoded.value)];
  return meant === understood
    ? undefined
    : `The writer means ${meant}; the reader takes it for ${understood}.`;
}
