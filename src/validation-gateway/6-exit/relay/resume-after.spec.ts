import { describe, expect, it } from '@jest/globals';
import type { EventLog, LoggedEvent } from '#event-log';
import { markOf } from './mark-of.js';
import { type Progress, resumeAfter } from './resume-after.js';

const event = (offset: number, text = `${offset}`): LoggedEvent => ({
  ...{ topic: 't', partition: 0, offset, key: null, value: Buffer.from(text), headers: [] },
  loggedAt: new Date(offset),
});

/** A log of one partition, whose first events have expired. */
function logOf(events: readonly LoggedEvent[], endOffset = (events.at(-1)?.offset ?? -1) + 1) {
  const partitions = [{ partition: 0, startOffset: events[0]?.offset ?? endOffset, endOffset }];
  return {
    topic: () => Promise.resolve({ name: 't', events: events.length, partitions }),
    readAt: ({ offset }: { offset: number }) =>
      Promise.resolve(events.find((each) => each.offset === offset)),
  } as unknown as Pick<EventLog, 'topic' | 'readAt'>;
}
const upTo = (end: number) => Array.from({ length: end }, (_, i) => event(i));
const resumed = async (
  log: Pick<EventLog, 'topic' | 'readAt'>,
  said: Omit<Progress, 'partition'>,
  known: number,
) => {
  const { positions, isOther } = await resumeAfter(log, 't', {
    said: [{ partition: 0, ...said }],
    known: [{ partition: 0, nextOffset: known }],
  });
  return [positions[0]?.nextOffset, isOther];
};

describe('where the relay goes on', () => {
  it('is where Kafka says it came, where that event is the one it carried', async () => {
    const said = { nextOffset: 5, mark: markOf(event(4)) };
    expect(await resumed(logOf(upTo(9)), said, 3)).toEqual([5, false]);
    expect(await resumed(logOf(upTo(5)), said, 3)).toEqual([5, false]);
  });

  it('is what the log knows, where Kafka knows less', async () => {
    expect(await resumed(logOf(upTo(9)), { nextOffset: -1 }, 0)).toEqual([0, false]);
    expect(await resumed(logOf(upTo(9)), { nextOffset: 3, mark: 'event x' }, 7)).toEqual([
      7,
      false,
    ]);
  });

  it('is what the log knows, where it ends before what Kafka was carried', async () => {
    const said = { nextOffset: 8, mark: markOf(event(7)) };
    expect(await resumed(logOf(upTo(5)), said, 4)).toEqual([4, true]);
    expect(await resumed(logOf([], 0), said, 0)).toEqual([0, true]);
  });

  it('is what the log knows, where other events took their places since', async () => {
    const said = { nextOffset: 8, mark: markOf(event(7)) };
    const others = [...upTo(5), ...[5, 6, 7, 8].map((offset) => event(offset, 'another'))];
    expect(await resumed(logOf(others), said, 4)).toEqual([4, true]);
  });

  it('is where Kafka says, where nothing can be held against it', async () => {
    const expired = logOf([event(6), event(7)]);
    expect(await resumed(expired, { nextOffset: 5, mark: 'event x' }, 3)).toEqual([5, false]);
    expect(await resumed(logOf(upTo(9)), { nextOffset: 5 }, 3)).toEqual([5, false]);
  });
});

describe('the mark of an event', () => {
  it('differs with its moment, key, value and headers, and a tombstone is no empty value', () => {
    const one = event(1);
    const name = 'a';
    const marks = [
      one,
      { ...one, loggedAt: new Date(2) },
      { ...one, key: Buffer.from('1') },
      { ...one, value: null },
      { ...one, value: Buffer.of() },
      { ...one, headers: [[name, Buffer.from('1')] as const] },
    ].map(markOf);
    expect(new Set(marks).size).toBe(marks.length);
    expect(markOf({ ...one })).toBe(marks[0]);
  });
});
