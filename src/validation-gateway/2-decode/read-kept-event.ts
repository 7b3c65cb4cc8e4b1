import type { QuarantinedEvent } from '#event-log';
import type { ArrivedEvent, Door } from '../event.js';
import { contextOf } from './cloud-event-context.js';

const ATTRIBUTE_HEADER = 'ce_';
const EMBEDDED = 'concordat-embedded';
const isEnvelope = (name: string): boolean =>
  name.startsWith(ATTRIBUTE_HEADER) || name === 'content-type' || name === EMBEDDED;

/**
 * An event out of quarantine, as if it came through its door again. What a contract keys by a place
 * of the value is taken from there anew: the key may have been what was wrong.
 *
 * @param value the corrected bytes, or those it came with
 */
export function readKeptEvent(
  kept: QuarantinedEvent,
  { value, isKeyed }: { readonly value: Buffer | null; readonly isKeyed: boolean },
): ArrivedEvent {
  const attributes = new Map<string, string>();
  for (const [name, bytes] of kept.headers) {
    if (name.startsWith(ATTRIBUTE_HEADER)) attributes.set(name.slice(3), bytes.toString('utf8'));
    if (name === 'content-type') attributes.set('datacontenttype', bytes.toString('utf8'));
  }
  const embedded = kept.headers.find(([name]) => name === EMBEDDED)?.[1];
  const { context } = attributes.size > 0 ? contextOf(attributes) : {};
  return {
    door: kept.door as Door,
    topic: kept.topic,
    partition: undefined,
    key: isKeyed && value !== null ? null : kept.key,
    value,
    ...(embedded && {
      embedded: JSON.parse(embedded.toString('utf8')) as ArrivedEvent['embedded'],
    }),
    headers: kept.headers.filter(([name]) => !isEnvelope(name)),
    isScanned: false,
    contentType: attributes.get('datacontenttype'),
    context,
    principal: kept.principal,
    isKept: true,
    fault: undefined,
  };
}
