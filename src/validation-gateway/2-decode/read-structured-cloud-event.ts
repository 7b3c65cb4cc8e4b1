import { problem } from '#kernel';
import type { ArrivedEvent } from '../event.js';
import type { Expect, ExpectedSchema } from '../expected-schema.js';
import { gatewayProblems } from '../problems.js';
import type { ArrivedRequest } from '../request.js';
import { refuse, type Refusal } from '../verdict.js';
import { BodyScanner } from './body-scanner.js';
import { cloudEvent } from './cloud-event.js';
import { notACloudEvent, type SoundAttributes } from './cloud-event-context.js';
import { countEvent } from './count-event.js';
import type { FoundPart } from './open-part.js';
import { readScalar } from './read-scalar.js';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const INTEGER = /^-?(0|[1-9]\d{0,9})$/;
const INTEGER_MAX = 2 ** 31;

/** CloudEvents JSON format §3: one event is one object; `data` leaves as the slice that came. */
export function readStructuredEvent(request: ArrivedRequest, expect: Expect): ArrivedEvent {
  const reader = new EventReader(request, expect);
  const event = reader.event(0, '');
  reader.body.scanner.end(reader.at);
  return event;
}

/** JSON batch format §4: an array of such objects. */
export function readStructuredBatch(
  request: ArrivedRequest,
  expect: Expect,
): readonly ArrivedEvent[] {
  const reader = new EventReader(request, expect);
  const { scanner } = reader.body;
  const events: ArrivedEvent[] = [];
  if (!scanner.begins(0, 'array'))
    throw problem(gatewayProblems.BODY_SHAPE_UNKNOWN, 'a batch is an array of events');
  const end = scanner.array(0, (index, at) => {
    countEvent(index);
    events.push(reader.event(at, `/${index}`));
    return reader.at;
  });
  scanner.end(end);
  return events;
}

/** What is gathered while an object is walked. */
interface Draft {
  readonly attributes: Map<string, string>;
  value: Buffer | null;
  provenBy: ExpectedSchema | undefined;
  payload: 'data' | 'data_base64' | undefined;
  fault: Refusal | undefined;
}

/** Text of an attribute that stood in the event before; in this one mostly the same stands again. */
interface StoodBefore {
  readonly bytes: Buffer;
  readonly text: string;
}

class EventReader {
  readonly body: BodyScanner;
  /** Behind the event read last. */
  at = 0;
  private readonly before = new Map<string, StoodBefore>();
  private readonly sound: SoundAttributes = new Map();

  constructor(
    private readonly request: ArrivedRequest,
    private readonly expect: Expect,
  ) {
    this.body = new BodyScanner(request.body);
  }

  event(from: number, pointer: string): ArrivedEvent {
    const { scanner } = this.body;
    if (!scanner.begins(from, 'object')) return this.noEvent(from, pointer);
    const draft: Draft = {
      attributes: new Map(),
      value: null,
      provenBy: undefined,
      payload: undefined,
      fault: undefined,
    };
    this.at = scanner.object(
      from,
      (name, at) => this.member(name, at, draft),
      (name) => (draft.fault ??= notACloudEvent(name, REPEATED)),
    );
    const { attributes, value, provenBy, payload, fault } = draft;
    const isScanned = payload === 'data';
    const { sound } = this;
    return cloudEvent(this.request, { attributes, value, provenBy, fault, isScanned, sound });
  }

  /** Most producers name the type before the data; then the data are judged where they stand. */
  private member(name: string, at: number, draft: Draft): number {
    const before = this.before.get(name);
    if (before && this.standsAt(at, before)) {
      draft.attributes.set(name, before.text);
      return at + before.bytes.length;
    }
    const type = name === 'data' ? draft.attributes.get('type') : undefined;
    const part = this.body.part(at, type === undefined ? undefined : this.expect(type));
    if (name === 'data' || name === 'data_base64') this.payload(name, part, draft);
    else this.attribute(name, part, draft);
    return part.end;
  }

  private standsAt(at: number, { bytes }: StoodBefore): boolean {
    const { body } = this.request;
    let i = 0;
    while (i < bytes.length && body[at + i] === bytes[i]) i++;
    return i === bytes.length;
  }

  /** What stands in a batch and is no event spoils nothing but itself. */
  private noEvent(from: number, pointer: string): ArrivedEvent {
    if (pointer === '') throw problem(gatewayProblems.BODY_SHAPE_UNKNOWN, 'an event is an object');
    const { bytes: value, end } = this.body.part(from);
    this.at = end;
    const fault = refuse('NOT_A_CLOUDEVENT', { message: NO_OBJECT });
    return cloudEvent(this.request, { attributes: new Map(), value, fault, isScanned: true });
  }

  private payload(
    name: 'data' | 'data_base64',
    { bytes, fault, provenBy }: FoundPart,
    draft: Draft,
  ): void {
    if (draft.payload)
      draft.fault ??= notACloudEvent(name, 'An event carries data or data_base64, not both.');
    draft.payload = name;
    draft.fault ??= fault;
    draft.value = bytes;
    draft.provenBy = provenBy;
    if (name === 'data') return;
    const text = fault ? undefined : readScalar(bytes);
    if (typeof text === 'string' && BASE64.test(text)) draft.value = Buffer.from(text, 'base64');
    else
      draft.fault ??= notACloudEvent(
        name,
        'The member data_base64 is not a string of base64 (RFC 4648 §4).',
      );
  }

  /** JSON format §2.2: strings stand for most types; booleans and integers for themselves. */
  private attribute(name: string, { bytes, fault }: FoundPart, draft: Draft): void {
    const value = fault ? undefined : attributeText(bytes);
    const isText = bytes[0] === QUOTE || value === null;
    if (!isText && TEXTS.has(name)) draft.fault ??= notACloudEvent(name, NO_TEXT);
    else if (value === undefined) draft.fault ??= notACloudEvent(name, OTHER_TYPE);
    else if (value !== null) {
      draft.attributes.set(name, value);
      if (bytes[0] === QUOTE) this.before.set(name, { bytes, text: value });
    }
  }
}

const QUOTE = 0x22;
/** Attributes of the specification itself (§3.1); extensions may be of other types. */
const TEXTS = new Set([
  ...['id', 'source', 'type', 'specversion'],
  ...['datacontenttype', 'dataschema', 'subject', 'time'],
]);
const NO_TEXT = 'The specification defines this attribute as a string, and it is none.';
const NO_OBJECT = 'An event is an object, and this member of the batch is none.';
const REPEATED = 'The event names this member twice, so readers disagree which one counts.';
const OTHER_TYPE = 'A CloudEvents attribute is a string, a boolean or a 32-bit integer.';

/** `null` stands for an attribute that is not set; `undefined` for a type there is none of. */
function attributeText(bytes: Buffer): string | null | undefined {
  const value = readScalar(bytes);
  if (typeof value === 'string' || value === null) return value;
  if (typeof value === 'boolean') return String(value);
  const isInteger = typeof value === 'number' && INTEGER.test(bytes.toString('latin1'));
  return isInteger && value >= -INTEGER_MAX && value < INTEGER_MAX ? String(value) : undefined;
}
