import { setTimeout as sleep } from 'node:timers/promises';
import { Batches, type WaitingRoom } from '#event-log';
import { type Ask, Breaker } from '../peers/breaker.js';
import type { ReadyEvent, Sent } from './exit.js';
import { failureOf } from './kafka-failure.js';

/** Attempts at what was certainly not stored; a leader usually has a successor by then. */
const ATTEMPTS = 4;
const ATTEMPT_PAUSE_MS = 150;
/** A batch must fit the broker's `max.message.bytes`, by default a little over 1 MiB. */
const BATCH_BYTES_MAX = 900_000;
const BATCH_ITEMS_MAX = 1_000;
const EVENT_OVERHEAD_BYTES = 100;

export interface Lane {
  readonly topic: string;
  readonly partition: number;
  readonly room: WaitingRoom;
  /** Stores events in one batch; the offset of the first. */
  readonly produce: (events: readonly ReadyEvent[]) => Promise<number>;
  /** Whether the leader answers. */
  readonly ask: Ask;
  /** Told about each outage, and each return, once. */
  readonly onChange: (isAway: boolean, reason: string) => void;
}

/**
 * All events of one topic-partition, in order: one send in flight, and while it is, the next
 * events gather to a batch. An outage of one partition's leader holds up no other partition.
 */
export class PartitionLane {
  private readonly batches: Batches<ReadyEvent, Sent>;
  private readonly breaker: Breaker;

  constructor(private readonly lane: Lane) {
    this.breaker = new Breaker(lane.ask);
    this.batches = new Batches({
      run: (events) => this.deliver(events),
      bytesOf,
      whenFull: () => new RoomTaken(),
      room: lane.room,
      batchItemsMax: BATCH_ITEMS_MAX,
      batchBytesMax: BATCH_BYTES_MAX,
    });
  }

  isRefusing(): boolean {
    return this.breaker.isRefusing();
  }

  async send(events: readonly ReadyEvent[]): Promise<readonly Sent[]> {
    if (this.breaker.isRefusing()) return events.map(() => away(AWAY));
    try {
      return await this.batches.add(events);
    } catch (error) {
      if (error instanceof RoomTaken) return events.map(() => away(error.message));
      throw error;
    }
  }

  /** Finishes what was begun, and asks after nobody any more. */
  async close(): Promise<void> {
    await this.batches.settled();
    this.breaker.close();
  }

  private async deliver(events: readonly ReadyEvent[]): Promise<readonly Sent[]> {
    if (!this.breaker.pass()) return events.map(() => away(AWAY));
    const { topic, partition, produce, onChange } = this.lane;
    for (let attempt = 1; ; attempt++) {
      try {
        const first = await produce(events);
        if (this.breaker.succeeded()) onChange(false, '');
        return events.map((_, i) => ({
          ok: true,
          position: { topic, partition, offset: first + i },
        }));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const failure = failureOf(error);
        if (failure === 'refused') return this.refuse(events, reason);
        if (failure !== 'not-stored' || attempt === ATTEMPTS) {
          if (this.breaker.failed()) onChange(true, reason);
          return events.map(() => (failure === 'unknown' ? UNCONFIRMED : away(AWAY)));
        }
        await sleep(ATTEMPT_PAUSE_MS);
      }
    }
  }

  /** The broker judges a batch as one; nobody pays for another producer's event. */
  private async refuse(events: readonly ReadyEvent[], reason: string): Promise<readonly Sent[]> {
    if (this.breaker.succeeded()) this.lane.onChange(false, ''); // It is there, and says no.
    if (events.length === 1) {
      return [{ ok: false, reason: 'refused-by-broker', message: `Kafka refused it: ${reason}` }];
    }
    const outcomes: Sent[] = [];
    for (const event of events) outcomes.push(...(await this.deliver([event])));
    return outcomes;
  }
}

class RoomTaken extends Error {
  override readonly message =
    'More events wait for Kafka than memory may hold, so this one was not sent.';
}

const AWAY = 'Kafka cannot be reached, so the event was not sent.';

/** Sent, and nobody knows whether it is stored. */
export const UNCONFIRMED: Sent = {
  ok: false,
  reason: 'unconfirmed',
  message: 'Kafka did not confirm the event; it may or may not be stored.',
  retryAfterSeconds: 1,
};

export const away = (message: string): Sent => ({
  ok: false,
  reason: 'broker-away',
  message,
  retryAfterSeconds: 1,
});

function bytesOf({ key, value, headers }: ReadyEvent): number {
  const headerBytes = headers.reduce((sum, [name, bytes]) => sum + name.length + bytes.length, 0);
  return EVENT_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0) + headerBytes;
}
