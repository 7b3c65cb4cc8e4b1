import type { EntityManager } from 'typeorm';
import type { NewEvent } from '../logged-event.js';
import type { NewQuarantinedEvent } from '../quarantined-event.js';
import { appendEvents } from './append-events.js';
import { firstOfEach } from './first-of-each.js';
import { beginRelays } from './relays.js';

type Header = NewEvent['headers'][number];

/** All of a topic stand in one order, that in which they were refused. */
const PARTITIONS = 1;
/** What the gateway says to itself about an event that is accepted; a dead letter is none. */
const OF_ACCEPTED = new Set(['concordat-contract', 'concordat-embedded']);

/**
 * A copy of each newly kept case for the topic its contract names, in the transaction that keeps the
 * case: so either both are there or none is. What has to go on to Kafka is carried there by the relay.
 */
export async function appendDeadLetters(
  tx: EntityManager,
  kept: readonly NewQuarantinedEvent[],
): Promise<void> {
  const letters = kept.flatMap((event) => {
    const { deadLetter } = event;
    if (!deadLetter) return [];
    const relayedTo = deadLetter.isCarried ? PARTITIONS : undefined;
    return [{ event: letterOf(event, deadLetter.topic), relayedTo }];
  });
  if (letters.length === 0) return;
  const positions = await appendEvents(
    tx,
    letters.map(({ event }) => event),
  );
  await beginRelays(tx, firstOfEach(letters, positions));
}

function letterOf(event: NewQuarantinedEvent, topic: string): NewEvent {
  const { key, value, eventId, source } = event;
  const own = event.headers.filter(([name]) => !OF_ACCEPTED.has(name));
  return {
    ...{ topic, partition: 0, key, value, eventId, source },
    headers: [...own, ...whyRefused(event)],
  };
}

function whyRefused(event: NewQuarantinedEvent): readonly Header[] {
  const { id, contract, topic, principal, reasons } = event;
  const [first] = reasons;
  const told = {
    case: id,
    topic,
    contract: contract && `${contract.id}@${contract.version}`,
    producer: principal,
    reason: first?.code,
    pointer: first?.pointer,
    message: first?.message,
  };
  return Object.entries(told).flatMap(([name, text]): Header[] =>
    text === undefined || text === '' ? [] : [[`concordat-refused-${name}`, Buffer.from(text)]],
  );
}
