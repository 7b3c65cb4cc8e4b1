import { batchDigest } from '../chain/seal.js';
import type { NewEvent, Position } from '../logged-event.js';
import { numbers, texts } from './columns.js';

/**
 * Takes the counter rows, always in the same order so that two writers cannot wait for each other in a
 * circle, moves them on and seals the batch onto what came before (`chain/seal.ts`). Time never goes
 * back in a partition, whatever the clock does. Its parameters are `moveValues`, the first four of a
 * statement; what it answers is said behind it.
 */
export const MOVE = `
  INSERT INTO event_log_partitions AS held
         (topic, partition, next_offset, last_at, last_batch, last_seal)
  SELECT topic, partition, events, now.at, batch, sha256(timestamptz_send(now.at) || batch)
    FROM (SELECT clock_timestamp() AS at) AS now,
         unnest($1::text[], $2::int[], $3::bigint[], $4::text[])
           AS wanted (topic, partition, events, digested),
         decode(digested, 'hex') AS batch
   ORDER BY topic COLLATE "C", partition
  ON CONFLICT (topic, partition)
  DO UPDATE SET next_offset = held.next_offset + excluded.next_offset,
                last_at = greatest(held.last_at, excluded.last_at),
                last_batch = excluded.last_batch,
                last_seal = sha256(held.last_seal
                                   || timestamptz_send(greatest(held.last_at, excluded.last_at))
                                   || excluded.last_batch)`;

/** The events of a batch that go to one topic-partition. */
export interface Share {
  readonly topic: string;
  readonly partition: number;
  events: number;
  /** Of its events, in order. */
  readonly digests: Buffer[];
  nextOffset: number;
}

type Place = Pick<Position, 'topic' | 'partition'>;

/** The events of a batch by the counters they move. */
export class Shares {
  readonly #byPlace = new Map<string, Share>();
  /** Of each event the one it belongs to. */
  readonly ofEvents: readonly Share[];

  constructor(events: readonly NewEvent[]) {
    this.ofEvents = events.map((event) => this.#take(event));
  }

  get all(): readonly Share[] {
    return [...this.#byPlace.values()];
  }

  of(place: Place): Share | undefined {
    return this.#byPlace.get(placeOf(place));
  }

  moveValues(): string[] {
    const all = this.all;
    return [
      texts(all.map(({ topic }) => topic)),
      numbers(all.map(({ partition }) => partition)),
      numbers(all.map(({ events }) => events)),
      texts(all.map(({ digests }) => batchDigest(digests).toString('hex'))),
    ];
  }

  /** Of each event in order, once it is known where each share begins. */
  positions(): readonly Position[] {
    return this.ofEvents.map((share) => {
      const { topic, partition } = share;
      return { topic, partition, offset: share.nextOffset++ };
    });
  }

  #take({ topic, partition }: NewEvent): Share {
    const place = placeOf({ topic, partition });
    let share = this.#byPlace.get(place);
    if (!share) {
      share = { topic, partition, events: 0, digests: [], nextOffset: 0 };
      this.#byPlace.set(place, share);
    }
    share.events++;
    return share;
  }
}

const placeOf = ({ topic, partition }: Place): string => `${partition} ${topic}`;
