import { fail, ok, type Result } from '#kernel';
import { writeMessageIndexes } from '#schema';
import type { ContractInForce, PreparedSchema } from './contract-in-force.js';
import { keyOf } from './event-key.js';
import type { ArrivedEvent } from './event.js';
import type { EventValue } from './event-value.js';
import type { Embedded } from './payload.js';
import { refuse, type Refusal } from './verdict.js';

/** Key and value of an event as they leave: what came, or what serializers would have made of it. */
export interface LeavingBytes {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

export interface Opened {
  readonly event: ArrivedEvent;
  readonly promise: ContractInForce;
  readonly payload: EventValue | undefined;
  readonly keyPayload: EventValue | undefined;
}

/** Fails where a request embeds what cannot be written under the schema it names. */
export function leavingBytes({
  event,
  promise,
  payload,
  keyPayload,
}: Opened): Result<LeavingBytes, Refusal> {
  const { embedded } = event;
  if (!embedded) return ok({ key: keyOf(event, promise, payload), value: event.value });
  const value = written(event.value, embedded.value, payload);
  if (!value.ok) return value;
  const key = written(event.key, embedded.key, keyPayload);
  if (!key.ok) return key;
  return ok({ key: key.value ?? keyOf(event, promise, payload), value: value.value });
}

function written(
  bytes: Buffer | null,
  embedded: Embedded | undefined,
  payload: EventValue | undefined,
): Result<Buffer | null, Refusal> {
  if (!embedded || bytes === null) return ok(bytes);
  if (!payload) return fail(refuse('NOT_WRITABLE'));
  const fault = payload.fault();
  if (fault) return fail(refuse('NOT_WRITABLE', { message: fault.message }));
  const { prepared } = payload;
  const { write } = prepared.payload;
  if (write) {
    const read = payload.read();
    if (!read.ok) return fail(refuse('NOT_WRITABLE', read.error[0]));
  }
  const inside = write?.(payload.payload.bytes) ?? payload.payload.bytes;
  return ok(Buffer.concat([...frame(prepared), inside]));
}

/** Confluent's: a zero byte, the id, and for Protobuf which message it is. */
function frame({ id, payload: { message } }: PreparedSchema): readonly Uint8Array[] {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(id, 1);
  return message ? [bytes, writeMessageIndexes(message)] : [bytes];
}
