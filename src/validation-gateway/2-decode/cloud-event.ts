import type { ArrivedEvent } from '../event.js';
import type { ExpectedSchema } from '../expected-schema.js';
import type { ArrivedRequest } from '../request.js';
import type { Refusal } from '../verdict.js';
import { contextOf, type SoundAttributes } from './cloud-event-context.js';

export interface ReadCloudEvent {
  readonly attributes: ReadonlyMap<string, string>;
  readonly value: Buffer | null;
  readonly isScanned: boolean;
  readonly provenBy?: ExpectedSchema | undefined;
  /** Found while reading; the first fault of the context comes before it. */
  readonly fault: Refusal | undefined;
  /** Of the events before it in its batch. */
  readonly sound?: SoundAttributes;
}

/** What all three modes end in. The key is the Partitioning extension's, byte for byte. */
export function cloudEvent(
  { topic, principal }: ArrivedRequest,
  { attributes, value, isScanned, provenBy, fault, sound }: ReadCloudEvent,
): ArrivedEvent {
  const read = contextOf(attributes, sound);
  const partitionKey = attributes.get('partitionkey');
  return {
    door: 'cloudevents',
    topic,
    partition: undefined,
    key: partitionKey === undefined ? null : Buffer.from(partitionKey),
    value,
    isScanned,
    provenBy,
    contentType: attributes.get('datacontenttype'),
    context: read.context,
    principal,
    fault: fault?.reason === 'NOT_A_CLOUDEVENT' ? fault : (read.fault ?? fault),
  };
}
