import { valueAtPointer } from '#schema';
import { keyText } from '#contract';
import type { ArrivedEvent } from '../event.js';
import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/** Order is kept per key: a key that is not the entity's scatters its events over partitions. */
export const keyMatchesEvent: Stage = ({ event, promise, payload, keyPayload }) => {
  const pointer = promise.contract.channel.key;
  if (pointer === undefined || event.value === null) return undefined;
  const promised = keyText(valueAtPointer(payload?.get(), pointer));
  if (promised === undefined)
    return refuse('KEY_MISSING', {
      pointer,
      message: `The contract keys its events by ${pointer}, and no string, whole number or boolean stands there.`,
    });
  if (event.key === null) return undefined;
  const sent = keyPayload ? keyText(keyPayload.get()) : sentKey(event);
  if (sent === promised) return undefined;
  return refuse('KEY_MISMATCH', {
    pointer,
    message: `The key sent beside the event is not the value at ${pointer}.`,
  });
};

/** Kafka REST may send keys as JSON, CloudEvents sends them as text. */
function sentKey({ isKeyJson, key }: ArrivedEvent): string | undefined {
  const text = key?.toString('utf8') ?? '';
  return isKeyJson ? keyText(JSON.parse(text)) : text;
}
