import type { EventLog, RelayPosition } from '#event-log';
import { markOf } from './mark-of.js';

/** How far Kafka says the relay came, and the mark of the event before. */
export interface Progress extends RelayPosition {
  readonly mark?: string | undefined;
}

/**
 * Where the relay goes on: where Kafka says, if what it carried up to there is what this log holds.
 * After a restore the log may have ended before, and gone on with other events; these were never
 * carried. Then it goes on from where the log itself knows it came: what was carried between that
 * place and the backup comes twice, and nothing is left out.
 */
export async function resumeAfter(
  log: Pick<EventLog, 'topic' | 'readAt'>,
  topic: string,
  { said, known }: { said: readonly Progress[]; known: readonly RelayPosition[] },
): Promise<{ readonly positions: readonly RelayPosition[]; readonly isOther: boolean }> {
  const ends = new Map(
    (await log.topic(topic))?.partitions.map(({ partition, endOffset }) => [partition, endOffset]),
  );
  const foreign = new Set<number>();
  for (const { partition, nextOffset, mark } of said) {
    if (nextOffset <= nextOf(known, partition)) continue;
    const isBeyond = nextOffset > (ends.get(partition) ?? 0);
    const last = isBeyond
      ? undefined
      : await log.readAt({ topic, partition, offset: nextOffset - 1 });
    // What retention took, or was carried before there were marks, speaks against nothing.
    if (isBeyond || (last && mark && markOf(last) !== mark)) foreign.add(partition);
  }
  const positions = said.map(({ partition, nextOffset }) => {
    const own = nextOf(known, partition);
    return { partition, nextOffset: foreign.has(partition) ? own : Math.max(own, nextOffset) };
  });
  return { positions, isOther: foreign.size > 0 };
}

const nextOf = (known: readonly RelayPosition[], partition: number): number =>
  known.find((each) => each.partition === partition)?.nextOffset ?? 0;
