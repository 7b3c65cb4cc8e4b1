import { keyText } from '#contract';
import { valueAtPointer } from '#schema';
import type { ContractInForce } from './contract-in-force.js';
import type { ArrivedEvent } from './event.js';
import type { EventValue } from './event-value.js';

/** The key the event leaves with: the one that came, or the text at the place of `channel.key`. */
export function keyOf(
  event: ArrivedEvent,
  { contract }: ContractInForce,
  payload: EventValue | undefined,
): Buffer | null {
  if (event.key !== null || contract.channel.key === undefined) return event.key;
  const text = keyText(valueAtPointer(payload?.get(), contract.channel.key));
  return text === undefined ? null : Buffer.from(text);
}
