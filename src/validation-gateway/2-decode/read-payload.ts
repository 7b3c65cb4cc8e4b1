import { fail, limits, ok, type Result } from '#kernel';
import { OWN_FORM, type PayloadForm, type SchemaType } from '#schema';
import type { ArrivedEvent } from '../event.js';
import type { ArrivedPayload, Embedded, SchemaName } from '../payload.js';
import { refuse, type Refusal } from '../verdict.js';
import { encodingOf } from './content-types.js';
import { type Frame, isFramed, readFrame, readSchemaHeader } from './read-frame.js';
import { schemaOfUri } from './schema-of-uri.js';
import { faultOfWhole } from './slice-value.js';

type EventWithValue = ArrivedEvent & { readonly value: Buffer };
const SCHEMA_HEADER = '__value_schema_id';

/**
 * What is inside of an event and which schema it says it was written under: in a header, in the
 * frame before the bytes, or as CloudEvents `dataschema`, in this order.
 *
 * @param type the language of the contract
 */
export function readPayload(
  event: EventWithValue,
  type: SchemaType,
): Result<ArrivedPayload, Refusal> {
  const { embedded } = event;
  if (embedded?.value) return embeddedPayload(event, embedded.value, type);
  const encoding = encodingOf(event, type);
  if (!encoding.ok) return encoding;
  const frame = encoding.value === 'json' ? undefined : frameOf(event, type);
  if (frame && !frame.ok) return frame;
  const { message, length = 0 } = frame?.value ?? NO_FRAME;
  const schema = frame?.value.schema ?? schemaOfUri(event.context?.attributes.get('dataschema'));
  const form = message ? { encoding: encoding.value, message } : FORMS[encoding.value];
  return ok(payloadOf(event, type, { schema, length, form }));
}

const NO_FRAME: Partial<Frame> = {};
const FORMS = { own: OWN_FORM, json: { encoding: 'json' } } as const;

/** What a request carries in the JSON form of its language. */
function embeddedPayload(
  event: EventWithValue,
  { type: said, schema }: Embedded,
  type: SchemaType,
): Result<ArrivedPayload, Refusal> {
  if (said !== undefined && said !== type)
    return fail(
      refuse('CONTENT_TYPE_MISMATCH', {
        message: `The contract describes ${type}, and the request embeds ${said}.`,
      }),
    );
  return ok(payloadOf(event, type, { schema, length: 0, form: embeddedForm(type) }));
}

/** The message the contract means where the language has several: the dialect names none. */
export const embeddedForm = (type: SchemaType): PayloadForm => ({
  encoding: type === 'JSON' ? 'own' : 'json',
});

const payloadOf = (
  event: EventWithValue,
  type: SchemaType,
  { schema, length, form }: { schema: SchemaName | undefined; length: number; form: PayloadForm },
): ArrivedPayload => {
  const bytes = length === 0 ? event.value : event.value.subarray(length);
  const isJson = type === 'JSON' || form.encoding === 'json';
  const isUnseen = isJson && (!event.isScanned || length > 0);
  return new PayloadOfEvent(event, { bytes, form, schema }, isUnseen);
};

/** A class, since it is made for every event and hardly ever asked. */
class PayloadOfEvent implements ArrivedPayload {
  readonly bytes: Buffer;
  readonly form: PayloadForm;
  readonly schema: SchemaName | undefined;
  private found: Refusal | undefined;

  constructor(
    private readonly event: EventWithValue,
    { bytes, form, schema }: Pick<ArrivedPayload, 'bytes' | 'form' | 'schema'>,
    private isUnseen: boolean,
  ) {
    this.bytes = bytes;
    this.form = form;
    this.schema = schema;
  }

  fault(): Refusal | undefined {
    const known = this.event.fault ?? tooLarge(this.event.value);
    if (known) return known;
    if (this.isUnseen) this.found = faultOfWhole(this.bytes);
    this.isUnseen = false;
    return this.found;
  }
}

const tooLarge = (value: Buffer): Refusal | undefined =>
  value.length > limits.eventBytes.value ? refuse('EVENT_TOO_LARGE') : undefined;

/**
 * Avro alone may begin with a zero byte by itself. A record of the Kafka API is framed then, as its
 * serializers do it; the data of a CloudEvent is what it says it is.
 */
function frameOf(
  { value, headers, door, isScanned }: EventWithValue,
  type: SchemaType,
): Result<Partial<Frame>, Refusal> | undefined {
  const isProtobuf = type === 'PROTOBUF';
  const header = headers?.find(([name]) => name === SCHEMA_HEADER)?.[1];
  if (header) {
    const read = readSchemaHeader(header, isProtobuf);
    return read.ok ? ok({ ...read.value, length: 0 }) : read;
  }
  if (isScanned || (type === 'AVRO' && door !== 'kafka-rest') || !isFramed(value)) return undefined;
  return readFrame(value, isProtobuf);
}
