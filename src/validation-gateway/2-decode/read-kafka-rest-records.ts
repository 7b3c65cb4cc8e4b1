import { isUtf8 } from 'node:buffer';
import { limits, problem } from '#kernel';
import type { ArrivedEvent } from '../event.js';
import { gatewayProblems } from '../problems.js';
import type { ArrivedRequest } from '../request.js';
import { refuse } from '../verdict.js';
import { countEvent } from './count-event.js';
import { JsonScanner } from './json-scanner.js';
import { EVENT_BOUNDS, sliceValue } from './slice-value.js';

/** Members the dialect knows beside `records`; they speak of schemas, and JSON embeds none. */
const SCHEMA_MEMBERS = new Set(['key_schema', 'key_schema_id', 'value_schema', 'value_schema_id']);
const NULL = Buffer.from('null');
const PARTITION = /^(0|[1-9]\d{0,8})$/;

type KafkaRestRequest = Extract<ArrivedRequest, { form: 'kafka-rest-json' }>;
type Slot = { -readonly [K in 'partition' | 'key' | 'value' | 'fault']: ArrivedEvent[K] };

/**
 * Kafka REST v2, embedded format JSON: `{"records":[{"key":…,"value":…,"partition":…}]}`. Key and
 * value leave as the slices that came, as the dialect's own serialiser would write them: a key
 * `"a"` keeps its quotes. A value that is `null` or missing is a tombstone.
 */
export function readKafkaRestRecords(request: KafkaRestRequest): readonly ArrivedEvent[] {
  const reader = new RecordReader(request);
  const { scanner } = reader;
  let events: readonly ArrivedEvent[] | undefined;
  if (!scanner.begins(0, 'object')) throw otherShape('it is not an object', '');
  const end = scanner.object(0, (name, at) => {
    if (name !== 'records') return reader.schemaMember(name, at);
    const read = reader.records(at);
    events = read.events;
    return read.end;
  });
  scanner.end(end);
  if (!events) throw otherShape('it has no member "records"', '');
  return events;
}

const otherShape = (offence: string, pointer: string) =>
  problem(gatewayProblems.BODY_SHAPE_UNKNOWN, offence, { pointer });

class RecordReader {
  readonly scanner: JsonScanner;
  private readonly isUtf8: boolean;

  constructor(private readonly request: KafkaRestRequest) {
    this.scanner = new JsonScanner(request.body, EVENT_BOUNDS);
    this.isUtf8 = isUtf8(request.body);
  }

  records(at: number): { readonly events: readonly ArrivedEvent[]; readonly end: number } {
    const events: ArrivedEvent[] = [];
    if (!this.scanner.begins(at, 'array'))
      throw otherShape('"records" is not an array', '/records');
    const end = this.scanner.array(at, (index, elementAt) => {
      countEvent(index);
      const slot: Slot = {
        partition: this.request.partition,
        key: null,
        value: null,
        fault: undefined,
      };
      const elementEnd = this.record(elementAt, `/records/${index}`, slot);
      events.push(this.event(slot));
      return elementEnd;
    });
    return { events, end };
  }

  schemaMember(name: string, at: number): number {
    const { start, end } = this.scanner.value(at);
    const isNull = this.isNull(start, end);
    if (!SCHEMA_MEMBERS.has(name) || !isNull)
      throw otherShape(
        `it has a member ${quoted(name)}, which the JSON form does not know`,
        `/${token(name)}`,
      );
    return end;
  }

  private record(at: number, pointer: string, slot: Slot): number {
    if (!this.scanner.begins(at, 'object')) throw otherShape('a record is not an object', pointer);
    return this.scanner.object(at, (name, valueAt) => {
      const scanned = this.scanner.value(valueAt);
      const { bytes, fault } = sliceValue(this.request.body, scanned, this.isUtf8);
      const isNull = this.isNull(scanned.start, scanned.end);
      const place = `${pointer}/${token(name)}`;
      if (name === 'value') {
        slot.value = isNull ? null : bytes;
        slot.fault = fault ?? slot.fault;
      } else if (name === 'key') {
        slot.key = isNull ? null : bytes;
        if (fault) slot.fault ??= refuse(fault.reason, { message: `In the key: ${fault.message}` });
      } else if (name === 'partition')
        slot.partition = isNull ? slot.partition : partition(bytes, place);
      else
        throw otherShape(
          `a record has a member ${quoted(name)}; it knows key, value and partition`,
          place,
        );
      return scanned.end;
    });
  }

  private event({ partition, key, value, fault }: Slot): ArrivedEvent {
    return {
      door: 'kafka-rest',
      topic: this.request.topic,
      partition,
      key,
      value,
      isScanned: true,
      contentType: undefined,
      context: undefined,
      principal: this.request.principal,
      fault,
    };
  }

  private isNull(start: number, end: number): boolean {
    return end - start === NULL.length && this.request.body[start] === NULL[0];
  }
}

function partition(bytes: Buffer, pointer: string): number {
  const text = bytes.toString('latin1', 0, limits.eventIdCharacters.value);
  if (!PARTITION.test(text)) throw otherShape('a partition is not a whole number', pointer);
  return Number(text);
}

const quoted = (name: string): string => JSON.stringify(name.slice(0, 80));
const token = (name: string): string =>
  name.slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1');
