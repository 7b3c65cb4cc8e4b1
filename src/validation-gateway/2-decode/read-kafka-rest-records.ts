import type { ArrivedEvent } from '../event.js';
import type { Expect, ExpectedSchema } from '../expected-schema.js';
import type { SchemaName } from '../payload.js';
import type { ArrivedRequest, EmbeddedFormat } from '../request.js';
import { arrivedRecord } from './arrived-record.js';
import { BodyScanner, type FoundValue } from './body-scanner.js';
import { countEvent } from './count-event.js';
import { type FoundPart, isNull, openPart } from './open-part.js';
import { otherShape, quoted, token, wholeNumber } from './record-shape.js';

/** Members of the dialect beside `records`: which schemas keys and values are written under. */
const SCHEMA_MEMBERS = /^(key|value)_schema(_id)?$/;

type KafkaRestRequest = Extract<ArrivedRequest, { form: 'kafka-rest' }>;
interface Slot {
  partition: number | undefined;
  key: FoundPart | undefined;
  value: FoundPart | undefined;
}

/**
 * Kafka REST v2: `{"records":[{"key":…,"value":…,"partition":…}]}`. In the JSON form key and value
 * leave as the slices that came, as the dialect's own serialiser would write them: a key `"a"` keeps
 * its quotes. A value that is `null` or missing is a tombstone.
 */
export function readKafkaRestRecords(
  request: KafkaRestRequest,
  expect: Expect,
): readonly ArrivedEvent[] {
  const reader = new BodyReader(request, expect);
  const { scanner } = reader.records;
  let slots: readonly Slot[] | undefined;
  if (!scanner.begins(0, 'object')) throw otherShape('it is not an object', '');
  const end = scanner.object(0, (name, at) => {
    if (name !== 'records') return reader.schemaMember(name, at);
    const read = reader.list(at);
    slots = read.slots;
    return read.end;
  });
  scanner.end(end);
  if (!slots) throw otherShape('it has no member "records"', '');
  return slots.map((slot) => reader.event(slot));
}

const PLAIN_BEGINNING = Buffer.from('{"value":');
const CLOSE_OBJECT = 0x7d;

class BodyReader {
  readonly records: BodyScanner;
  private readonly schemas: { key?: SchemaName; value?: SchemaName } = {};

  private readonly expected: ExpectedSchema | undefined;

  constructor(
    private readonly request: KafkaRestRequest,
    expect: Expect,
  ) {
    this.expected = request.embeds === 'json' ? expect(undefined) : undefined;
    this.records = new BodyScanner(request.body);
  }

  list(at: number): { readonly slots: readonly Slot[]; readonly end: number } {
    const { scanner } = this.records;
    const slots: Slot[] = [];
    if (!scanner.begins(at, 'array')) throw otherShape('"records" is not an array', '/records');
    const end = scanner.array(at, (index, elementAt) => {
      countEvent(index);
      const plain = this.plainRecord(elementAt);
      const slot: Slot = { partition: this.request.partition, key: undefined, value: plain };
      slots.push(slot);
      return plain ? plain.end + 1 : this.record(elementAt, index, slot);
    });
    return { slots, end };
  }

  schemaMember(name: string, at: number): number {
    const { bytes, end } = this.records.part(at);
    const [, of, isId] = SCHEMA_MEMBERS.exec(name) ?? [];
    const isTaken = of !== undefined && (isNull(bytes) || typeof this.request.embeds === 'object');
    if (!isTaken)
      throw otherShape(
        `it has a member ${quoted(name)}, which this form does not know`,
        `/${token(name)}`,
      );
    if (isNull(bytes)) return end;
    this.schemas[of === 'key' ? 'key' : 'value'] = isId
      ? { by: 'id', id: wholeNumber(bytes, `/${name}`) }
      : { by: 'text', text: textOf(bytes, `/${name}`), subject: undefined };
    return end;
  }

  event(slot: Slot): ArrivedEvent {
    const { embeds } = this.request;
    const key = this.open(slot.key, embeds, 'key');
    const value = this.open(slot.value, embeds, 'value');
    return arrivedRecord(this.request, { key, value }, slot);
  }

  private open(found: FoundPart | undefined, embeds: EmbeddedFormat, of: 'key' | 'value') {
    return openPart(found, embeds, this.schemas[of]);
  }

  /** A record with nothing but a value, and that is what is expected: most are, and need no other look. */
  private plainRecord(at: number): FoundValue | undefined {
    const { expected, request } = this;
    for (let i = 0; i < PLAIN_BEGINNING.length; i++)
      if (request.body[at + i] !== PLAIN_BEGINNING[i]) return undefined;
    const value = expected && this.records.proven(at + PLAIN_BEGINNING.length, expected);
    return value && request.body[value.end] === CLOSE_OBJECT ? value : undefined;
  }

  private record(at: number, index: number, slot: Slot): number {
    const { scanner } = this.records;
    if (!scanner.begins(at, 'object'))
      throw otherShape('a record is not an object', `/records/${index}`);
    return scanner.object(at, (name, valueAt) => {
      const part = this.records.part(valueAt, name === 'value' ? this.expected : undefined);
      if (name === 'value' || name === 'key') slot[name] = part;
      else if (name !== 'partition')
        throw otherShape(
          `a record has a member ${quoted(name)}; it knows key, value and partition`,
          `/records/${index}/${token(name)}`,
        );
      else if (!isNull(part.bytes))
        slot.partition = wholeNumber(part.bytes, `/records/${index}/partition`);
      return part.end;
    });
  }
}

function textOf(bytes: Buffer, pointer: string): string {
  const text: unknown = JSON.parse(bytes.toString('utf8'));
  if (typeof text === 'string') return text;
  throw otherShape('a schema is a string with the text of the schema', pointer);
}
