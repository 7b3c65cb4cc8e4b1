import { type MergePlan, mergePlan, type Stamp, StepMeter } from '#contract';
import { limits } from '#kernel';
import { VALID, type Json } from '#schema';
import type { EventValue } from '../event-value.js';
import type { Journey } from '../journey.js';
import { leavingBytes } from '../leaving-bytes.js';
import { entityClock } from './entity-clock.js';

/** What a merge has to know of an event: its fields, and what may leave in its place. */
export interface AskedOfMerge {
  readonly plan: MergePlan;
  /** `undefined` for a tombstone. */
  readonly value: Json | undefined;
  readonly stamp: Stamp | undefined;
  /** By which the merged event says whose writes it holds. */
  readonly name: string;
  /** The bytes of another value in the frame of this event, or why no such event may leave. */
  write(value: Json): { readonly bytes: Buffer } | { readonly why: string };
}

export function askedOfMerge(journey: Journey): AskedOfMerge | undefined {
  const { event, payload, promise } = journey;
  const { semantics } = promise.contract;
  if (semantics.conflict?.policy !== 'merge') return undefined;
  const clock = entityClock(journey);
  const source = event.context?.source ?? '';
  return {
    plan: mergePlan(semantics),
    value: payload?.get() as Json | undefined,
    stamp: typeof clock === 'object' ? { clock: clock.text, source } : undefined,
    name: `${source} ${event.context?.id ?? ''}`,
    write: (value) => written(journey, payload, value),
  };
}

function written(
  journey: Journey,
  payload: EventValue | undefined,
  value: Json,
): ReturnType<AskedOfMerge['write']> {
  const leaving = leavingBytes(journey);
  if (!payload || !leaving.ok || !leaving.value.value) return { why: 'it cannot be written.' };
  const inside = Buffer.from(JSON.stringify(value));
  const framed = leaving.value.value;
  const frame = framed.subarray(0, framed.length - payload.payload.bytes.length);
  if (frame.length + inside.length > limits.eventBytes.value)
    return { why: 'it is larger than the limit eventBytes.' };
  const why = offence(journey, payload, { value, bytes: inside });
  return why === undefined ? { bytes: Buffer.concat([frame, inside]) } : { why };
}

/** A merged event is held to the schema and to the enforced rules like every other. */
function offence(
  { promise }: Journey,
  { prepared }: EventValue,
  { value, bytes }: { readonly value: Json; readonly bytes: Buffer },
): string | undefined {
  const read = prepared.payload.judge(bytes, true) === VALID || prepared.payload.read(bytes);
  if (read !== true && !read.ok) {
    const [first] = read.error;
    return first ? `${first.pointer} ${first.message}` : 'the schema does not allow it.';
  }
  const meter = new StepMeter();
  meter.startEvent();
  const broken = promise.rules.find(
    ({ rule, compiled }) => rule.mode === 'enforce' && compiled?.run(value, meter) !== 'holds',
  );
  return broken && `the rule "${broken.rule.name}" does not hold.`;
}
