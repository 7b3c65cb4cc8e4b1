import type { EntityManager } from 'typeorm';
import { limits } from '#kernel';
import { appendEvents } from '../store/append-events.js';
import { readEvents } from '../store/read-events.js';
import { advanceReplay, holdNext } from '../store/replays.js';
import { matchesFilter } from './matches-filter.js';
import type { Replay } from './replay.js';
import { replayedEvent } from './replayed-event.js';

/**
 * Goes on with the next replay after `after` that nobody works on. Its events and its progress are one
 * transaction: whatever dies, each event is replayed once.
 *
 * @returns the replay it worked on; undefined when there is none
 */
export async function replayStep(tx: EntityManager, after: string): Promise<string | undefined> {
  const replay = await holdNext(tx, after);
  if (!replay) return undefined;
  const place = unfinished(replay);
  if (!place) {
    await advanceReplay(tx, replay.id, { ...NOTHING, next: replay.next, state: 'done' });
    return replay.id;
  }
  const events = (
    await readEvents(
      tx,
      { topic: replay.topic, partition: place.partition, offset: place.next },
      { events: limits.logReadEvents.value, bytes: limits.logReadBytes.value },
    )
  ).filter(({ offset }) => offset < place.end);
  const wanted = events.filter((event) => matchesFilter(event, replay.wish));
  if (wanted.length > 0)
    await appendEvents(
      tx,
      wanted.map((event) => replayedEvent(event, replay)),
    );
  const reached = (events.at(-1)?.offset ?? place.end - 1) + 1;
  await advanceReplay(tx, replay.id, {
    next: { ...replay.next, [place.partition]: reached },
    lookedAt: events.length,
    replayed: wanted.length,
    expired: reached - place.next - events.length,
    state: 'running',
  });
  return replay.id;
}

const NOTHING = { lookedAt: 0, replayed: 0, expired: 0 };

function unfinished({
  next,
  ends,
}: Replay): { partition: number; next: number; end: number } | undefined {
  for (const [partition, end] of Object.entries(ends)) {
    const from = next[partition] ?? end;
    if (from < end) return { partition: Number(partition), next: from, end };
  }
  return undefined;
}
