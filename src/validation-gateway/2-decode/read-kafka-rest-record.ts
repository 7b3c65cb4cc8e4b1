import { limits } from '#kernel';
import type { ArrivedEvent } from '../event.js';
import type { Expect, ExpectedSchema } from '../expected-schema.js';
import type { SchemaName } from '../payload.js';
import type { ArrivedRequest, EmbeddedFormat } from '../request.js';
import { arrivedRecord } from './arrived-record.js';
import { BodyScanner, type FoundValue } from './body-scanner.js';
import { countEvent } from './count-event.js';
import { isNull, openPart, type Part } from './open-part.js';
import { readScalar } from './read-scalar.js';
import { otherShape, quoted, token, wholeNumber } from './record-shape.js';

/** The dialect's names of formats. */
const FORMATS: Readonly<Record<string, EmbeddedFormat | 'text'>> = {
  BINARY: 'binary',
  JSON: 'json',
  STRING: 'text',
  AVRO: { type: 'AVRO' },
  JSONSCHEMA: { type: 'JSON' },
  PROTOBUF: { type: 'PROTOBUF' },
};
/** RFC 3339 §5.6. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const KNOWN_STRATEGY = /^(TOPIC_NAME|TOPIC_NAME_STRATEGY)$/i;

type Request = Extract<ArrivedRequest, { form: 'kafka-rest-record' | 'kafka-rest-batch' }>;
/** The members of one object, as they stand in the body. */
type Members = ReadonlyMap<string, Member>;
type Member = FoundValue & {
  /** Of the object around key or value, which is read on the way. */
  readonly around?: Members;
};
interface Walked {
  readonly members: Members;
  readonly end: number;
}

/** Kafka REST v3: one record, or the entries of a batch. */
export function readKafkaRestRecord(request: Request, expect: Expect): readonly ArrivedEvent[] {
  const reader = new RecordReader(request, expect);
  return request.form === 'kafka-rest-record' ? [reader.alone()] : reader.batch();
}

class RecordReader {
  private readonly records: BodyScanner;
  private readonly expected: ExpectedSchema | undefined;

  constructor(
    private readonly request: Request,
    expect: Expect,
  ) {
    this.records = new BodyScanner(request.body);
    this.expected = expect(undefined);
  }

  alone(): ArrivedEvent {
    const { members, end } = this.record(0, '');
    this.records.scanner.end(end);
    return this.event(members, '');
  }

  batch(): readonly ArrivedEvent[] {
    const { scanner } = this.records;
    let events: readonly ArrivedEvent[] | undefined;
    if (!scanner.begins(0, 'object')) throw otherShape('it is not an object', '');
    const end = scanner.object(0, (name, at) => {
      if (name !== 'entries') return this.records.part(at).end;
      const read = this.entries(at);
      events = read.events;
      return read.end;
    });
    scanner.end(end);
    if (!events) throw NO_ENTRIES();
    return events;
  }

  private entries(at: number): { readonly events: readonly ArrivedEvent[]; readonly end: number } {
    const { scanner } = this.records;
    if (!scanner.begins(at, 'array')) throw NO_ENTRIES();
    const events: ArrivedEvent[] = [];
    const ids = new Set<string>();
    const end = scanner.array(at, (index, entryAt) => {
      countEvent(index);
      const pointer = `/entries/${index}`;
      const { members, end: after } = this.record(entryAt, pointer);
      const entryId = idOf(members, pointer, ids);
      events.push(this.event(members, pointer, entryId));
      return after;
    });
    return { events, end };
  }

  /** Data are judged where they stand, in whichever object around them they are. */
  private record(at: number, pointer: string): Walked {
    return this.walk(at, pointer, (name, valueAt) => {
      if (name !== 'key' && name !== 'value') return undefined;
      if (this.request.body[valueAt] !== OPEN_OBJECT) return undefined;
      return this.around(
        valueAt,
        `${pointer}/${name}`,
        name === 'value' ? this.expected : undefined,
      );
    });
  }

  private around(at: number, pointer: string, expected: ExpectedSchema | undefined): Member {
    let isJson = false;
    const { members, end } = this.walk(at, pointer, (name, valueAt) => {
      const isJudged = name === 'data' && isJson;
      const part = this.records.part(valueAt, isJudged ? expected : undefined);
      if (name === 'type') isJson = part.bytes.equals(TYPE_JSON);
      return part;
    });
    return { bytes: NO_BYTES, fault: undefined, isSlice: true, end, around: members };
  }

  /** The members of an object; `read` reads those it wants to read otherwise. */
  private walk(
    at: number,
    pointer: string,
    read: (name: string, valueAt: number) => Member | undefined = NOT_OTHERWISE,
  ): Walked {
    const members = new Map<string, Member>();
    const { scanner } = this.records;
    if (!scanner.begins(at, 'object'))
      throw otherShape(pointer === '' ? 'it is not an object' : 'this is not an object', pointer);
    const end = scanner.object(at, (name, valueAt) => {
      const member = read(name, valueAt) ?? this.records.part(valueAt);
      members.set(name, member);
      return member.end;
    });
    return { members, end };
  }

  private event(members: Members, pointer: string, entryId?: string): ArrivedEvent {
    const partition = members.get('partition_id');
    const parts = {
      key: this.data(members.get('key'), `${pointer}/key`),
      value: this.data(members.get('value'), `${pointer}/value`),
    };
    return arrivedRecord(this.request, parts, {
      partition:
        partition && !isNull(partition.bytes)
          ? wholeNumber(partition.bytes, `${pointer}/partition_id`)
          : undefined,
      timestampMs: timestampAt(members, pointer),
      headers: this.headers(members.get('headers'), `${pointer}/headers`),
      entryId,
    });
  }

  /** `{"type":…,"data":…}`, and for a language which schema the data are written under. */
  private data(found: Member | undefined, pointer: string): Part {
    if (!found || isNull(found.bytes)) return openPart(undefined, 'json');
    const members = found.around ?? this.walk(beginningOf(found), pointer).members;
    const data = members.get('data');
    const type = textAt(members, 'type', pointer)?.toUpperCase();
    const format = type === undefined ? undefined : FORMATS[type];
    if (type !== undefined && !format)
      throw otherShape(`${quoted(type)} is no type of data it knows`, `${pointer}/type`);
    const schema = schemaOf(members, pointer);
    if (schema && format !== undefined && typeof format !== 'object')
      throw otherShape('data of this type have no schema', pointer);
    if (!schema && !format) throw otherShape('data need a type, or a schema', `${pointer}/type`);
    return openPart(data, format ?? UNTYPED, schema);
  }

  private headers(found: Member | undefined, pointer: string): ArrivedEvent['headers'] {
    if (!found || isNull(found.bytes)) return undefined;
    const { scanner } = this.records;
    const from = beginningOf(found);
    if (!scanner.begins(from, 'array')) throw otherShape('headers are not an array', pointer);
    const headers: [string, Buffer][] = [];
    scanner.array(from, (index, at) => {
      const place = `${pointer}/${index}`;
      if (index >= limits.eventAttributes.value)
        throw otherShape(`a record has more than ${limits.eventAttributes.value} headers`, pointer);
      const { members, end } = this.walk(at, place);
      const name = textAt(members, 'name', place);
      const { bytes, fault } = openPart(members.get('value'), 'binary');
      if (name === undefined || name.length > limits.attributeCharacters.value || fault)
        throw otherShape('a header is a name and a value in base64', place);
      headers.push([name, bytes ?? Buffer.alloc(0)]);
      return end;
    });
    return headers;
  }
}

const OPEN_OBJECT = 0x7b;
const TYPE_JSON = Buffer.from('"JSON"');
/** An object is no null, and nobody asks for more of its bytes than its members. */
const NO_BYTES = Buffer.alloc(0);
const NOT_OTHERWISE = () => undefined;
const NO_ENTRIES = () => otherShape('it has no array "entries"', '/entries');
const beginningOf = ({ bytes, end }: Member): number => end - bytes.length;

/** What an entry is answered under: its own, in its batch. */
function idOf(members: Members, pointer: string, taken: Set<string>): string {
  const id = textAt(members, 'id', pointer);
  if (id === undefined || id === '' || id.length > limits.eventIdCharacters.value)
    throw otherShape('an entry has no id, or a very long one', `${pointer}/id`);
  if (taken.has(id)) throw otherShape('two entries have one id', `${pointer}/id`);
  taken.add(id);
  return id;
}

/** Where only a schema is named, it tells the language. */
const UNTYPED: EmbeddedFormat = { type: undefined };

function schemaOf(members: Members, pointer: string): SchemaName | undefined {
  const id = members.get('schema_id');
  const version = members.get('schema_version');
  const subject = textAt(members, 'subject', pointer);
  const text = textAt(members, 'schema', pointer);
  const strategy = textAt(members, 'subject_name_strategy', pointer);
  if (strategy !== undefined && !KNOWN_STRATEGY.test(strategy))
    throw otherShape(
      'subjects are named by their topic, or by "subject"',
      `${pointer}/subject_name_strategy`,
    );
  if (id && !isNull(id.bytes))
    return { by: 'id', id: wholeNumber(id.bytes, `${pointer}/schema_id`) };
  if (text !== undefined) return { by: 'text', text, subject };
  if (version && !isNull(version.bytes)) {
    const number = wholeNumber(version.bytes, `${pointer}/schema_version`);
    return { by: 'version', subject, version: number };
  }
  return subject === undefined && strategy === undefined ? undefined : { by: 'newest', subject };
}

function timestampAt(members: Members, pointer: string): number | undefined {
  const text = textAt(members, 'timestamp', pointer);
  if (text === undefined) return undefined;
  const timestampMs = TIMESTAMP.test(text) ? Date.parse(text) : Number.NaN;
  if (timestampMs >= 0) return timestampMs;
  throw otherShape('a timestamp is written by RFC 3339', `${pointer}/timestamp`);
}

function textAt(members: Members, name: string, pointer: string): string | undefined {
  const found = members.get(name);
  if (!found || isNull(found.bytes)) return undefined;
  const text = found.fault ? undefined : readScalar(found.bytes);
  if (typeof text === 'string') return text;
  throw otherShape(`${quoted(name)} is not a string`, `${pointer}/${token(name)}`);
}
