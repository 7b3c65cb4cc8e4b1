import { isOutage } from '#kernel';
import type { Arrivals } from './arrivals.js';
import type { LoggedEvent, Position } from './logged-event.js';
import type { LoggedPartition, LoggedTopic } from './topic.js';

/** What a tail reads from. */
export interface TailedLog {
  readonly arrivals: Arrivals;
  topic(name: string): Promise<LoggedTopic | undefined>;
  offsetAt(place: Omit<Position, 'offset'>, at: Date): Promise<number>;
  read(from: Position, limit: number): Promise<readonly LoggedEvent[]>;
}

export interface TailWish {
  readonly topic: string;
  /** Only this partition; all of them otherwise. */
  readonly partition?: number;
  /** Where to begin: the oldest event, whatever comes from now on, a moment, or after what was seen. */
  readonly from: 'start' | 'end' | Date | Places;
}

/** The last offset seen of each partition; -1 where none was seen yet. */
export type Places = ReadonlyMap<number, number>;

/** Events in order of each partition, with where the reader stands after the last one. */
export interface TailStep {
  readonly events: readonly LoggedEvent[];
  readonly seen: Places;
}

const SHORTEST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;
const EVENTS_PER_READ = 100;

/**
 * Follows a topic for ever. Wakes at once when this process appends; events of other processes are
 * found by asking, ever less often while nothing comes. Steps without events say: still here.
 */
export async function* tail(
  log: TailedLog,
  wish: TailWish,
  signal: AbortSignal,
): AsyncGenerator<TailStep> {
  const seen = new Map(wish.from instanceof Map ? (wish.from as Places) : []);
  let isFirst = true;
  let pauseMs = SHORTEST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      const partitions = (await log.topic(wish.topic))?.partitions ?? [];
      let found = 0;
      for (const { partition, startOffset, endOffset } of partitions) {
        if (wish.partition !== undefined && wish.partition !== partition) continue;
        // A partition that appears later began while we were watching: nothing of it is missed.
        const begin = isFirst
          ? await beginOf(log, wish, { partition, startOffset, endOffset })
          : startOffset;
        const offset = Math.max((seen.get(partition) ?? begin - 1) + 1, startOffset);
        seen.set(partition, offset - 1);
        if (offset >= endOffset) continue;
        const events = await log.read({ topic: wish.topic, partition, offset }, EVENTS_PER_READ);
        seen.set(partition, events.at(-1)?.offset ?? offset - 1);
        found += events.length;
        yield { events, seen };
        if (signal.aborted) return;
      }
      isFirst = false;
      pauseMs = found > 0 ? SHORTEST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      if (found > 0) continue;
    } catch (error) {
      if (!isOutage(error)) throw error;
      pauseMs = LONGEST_PAUSE_MS; // The reader keeps its place until PostgreSQL is back.
    }
    yield { events: [], seen };
    await log.arrivals.next(pauseMs, signal);
  }
}

async function beginOf(
  log: TailedLog,
  { topic, from }: TailWish,
  { partition, startOffset, endOffset }: LoggedPartition,
): Promise<number> {
  if (from instanceof Date) return log.offsetAt({ topic, partition }, from);
  return from === 'end' ? endOffset : startOffset;
}
