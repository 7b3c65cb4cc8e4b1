import type { ArrivedEvent } from '../event.js';
import type { ArrivedRequest } from '../request.js';
import { refuse } from '../verdict.js';
import type { Part } from './open-part.js';

interface Parts {
  readonly key: Part;
  readonly value: Part;
}
/** What a record says of itself beside its key and value. */
type Beside = Pick<ArrivedEvent, 'partition' | 'timestampMs' | 'headers' | 'entryId'>;

/**
 * A record of Kafka REST, of either version, as an event. Written out: it is made for every event, and to spread
 * objects takes longer than to scan one.
 */
export const arrivedRecord = (
  { topic, principal }: ArrivedRequest,
  { key, value }: Parts,
  { partition, timestampMs, headers, entryId }: Beside,
): ArrivedEvent => ({
  door: 'kafka-rest',
  topic,
  partition,
  timestampMs,
  headers,
  key: key.bytes,
  value: value.bytes,
  isScanned: value.isSlice,
  provenBy: value.provenBy,
  embedded:
    key.embedded || value.embedded ? { key: key.embedded, value: value.embedded } : undefined,
  isKeyJson: key.isSlice,
  contentType: undefined,
  context: undefined,
  principal,
  fault: value.fault ?? faultOfKey(key),
  entryId,
});

const faultOfKey = ({ fault }: Part): ArrivedEvent['fault'] =>
  fault && refuse(fault.reason, { message: `In the key: ${fault.message}` });
