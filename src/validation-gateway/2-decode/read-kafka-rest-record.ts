import { limits } from '#kernel';
import type { ArrivedEvent } from '../event.js';
import type { SchemaName } from '../payload.js';
import type { ArrivedRequest, EmbeddedFormat } from '../request.js';
import { BodyScanner } from './body-scanner.js';
import { countEvent } from './count-event.js';
import { eventParts, type FoundPart, isNull, openPart, type Part } from './open-part.js';
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
type Members = ReadonlyMap<string, FoundPart & { readonly at: number }>;

/** Kafka REST v3: one record, or the entries of a batch. */
export function readKafkaRestRecord(request: Request): readonly ArrivedEvent[] {
  const reader = new RecordReader(request);
  const { scanner } = reader.records;
  if (request.form === 'kafka-rest-record') {
    const { members, end } = reader.members(0, '');
    scanner.end(end);
    return [reader.event(members, '')];
  }
  const { members, end } = reader.members(0, '');
  scanner.end(end);
  const entries = members.get('entries');
  if (!entries || !scanner.begins(entries.at, 'array'))
    throw otherShape('it has no array "entries"', '/entries');
  return reader.entries(entries.at);
}

class RecordReader {
  readonly records: BodyScanner;

  constructor(private readonly request: Request) {
    this.records = new BodyScanner(request.body);
  }

  entries(at: number): readonly ArrivedEvent[] {
    const events: ArrivedEvent[] = [];
    const ids = new Set<string>();
    this.records.scanner.array(at, (index, entryAt) => {
      countEvent(index);
      const pointer = `/entries/${index}`;
      const { members, end } = this.members(entryAt, pointer);
      const entryId = textAt(members, 'id', pointer);
      if (
        entryId === undefined ||
        entryId === '' ||
        entryId.length > limits.eventIdCharacters.value
      )
        throw otherShape('an entry has no id, or a very long one', `${pointer}/id`);
      if (ids.has(entryId)) throw otherShape('two entries have one id', `${pointer}/id`);
      ids.add(entryId);
      events.push({ ...this.event(members, pointer), entryId });
      return end;
    });
    return events;
  }

  members(at: number, pointer: string): { readonly members: Members; readonly end: number } {
    const found = new Map<string, FoundPart & { at: number }>();
    const { scanner } = this.records;
    if (!scanner.begins(at, 'object'))
      throw otherShape(pointer === '' ? 'it is not an object' : 'this is not an object', pointer);
    const end = scanner.object(at, (name, valueAt) => {
      const { end: after, ...part } = this.records.part(valueAt);
      found.set(name, { ...part, at: valueAt });
      return after;
    });
    return { members: found, end };
  }

  event(members: Members, pointer: string): ArrivedEvent {
    const { topic, principal } = this.request;
    const partition = members.get('partition_id');
    const timestampMs = timestampAt(members, pointer);
    return {
      ...{ door: 'kafka-rest', topic, principal, contentType: undefined, context: undefined },
      partition:
        partition && !isNull(partition.bytes)
          ? wholeNumber(partition.bytes, `${pointer}/partition_id`)
          : undefined,
      ...(timestampMs !== undefined && { timestampMs }),
      headers: this.headers(members.get('headers'), `${pointer}/headers`),
      ...eventParts(
        this.data(members.get('key'), `${pointer}/key`),
        this.data(members.get('value'), `${pointer}/value`),
      ),
    };
  }

  /** `{"type":…,"data":…}`, and for a language which schema the data are written under. */
  private data(found: (FoundPart & { at: number }) | undefined, pointer: string): Part {
    if (!found || isNull(found.bytes)) return openPart(undefined, 'json');
    const { members } = this.members(found.at, pointer);
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

  private headers(
    found: (FoundPart & { at: number }) | undefined,
    pointer: string,
  ): ArrivedEvent['headers'] {
    if (!found || isNull(found.bytes)) return undefined;
    const { scanner } = this.records;
    if (!scanner.begins(found.at, 'array')) throw otherShape('headers are not an array', pointer);
    const headers: [string, Buffer][] = [];
    scanner.array(found.at, (index, at) => {
      const place = `${pointer}/${index}`;
      if (index >= limits.eventAttributes.value)
        throw otherShape(`a record has more than ${limits.eventAttributes.value} headers`, pointer);
      const { members, end } = this.members(at, place);
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
  const text: unknown = found.fault ? undefined : JSON.parse(found.bytes.toString('utf8'));
  if (typeof text === 'string') return text;
  throw otherShape(`${quoted(name)} is not a string`, `${pointer}/${token(name)}`);
}
