import { describe, expect, it } from '@jest/globals';
import { WaitingRoom } from '#event-log';
import type { ReadyEvent } from './exit.js';
import { PartitionLane } from './partition-lane.js';

/** A leader that is up, silent to sends, or silent to all; and what it was sent and asked. */
function aLane() {
  const at = { nowMs: 0 };
  const leader = { isUp: true, answersQuestions: true, sends: 0, questions: 0 };
  const silent = () => Promise.reject(new Error('no answer in time'));
  const lane = new PartitionLane({
    ...{ topic: 'doors', partition: 0, clock: { nowMs: () => at.nowMs } },
    room: new WaitingRoom({ items: 100, bytes: 1_000_000 }),
    produce: () => {
      leader.sends++;
      return leader.isUp ? Promise.resolve(leader.sends) : silent();
    },
    ask: () => {
      leader.questions++;
      return leader.answersQuestions ? Promise.resolve() : silent();
    },
    onChange: () => undefined,
  });
  const send = async (isOnce: boolean, ...more: boolean[]) => {
    at.nowMs += 10_000; // Longer than any pause of the breaker.
    const events = [isOnce, ...more].map((each) => ({ headers: [], isOnce: each }));
    const [sent] = await lane.send(events as unknown as readonly ReadyEvent[]);
    return sent?.ok ? 'stored' : sent?.reason;
  };
  return { leader, send };
}

describe('the lane of a partition whose leader went away', () => {
  it('spends no event that may be lost on finding out whether it is back', async () => {
    const { leader, send } = aLane();
    [leader.isUp, leader.answersQuestions] = [false, false];
    expect(await send(true)).toBe('unconfirmed');
    expect([await send(true), await send(false, true)]).toEqual(['broker-away', 'broker-away']);
    expect([leader.sends, leader.questions]).toEqual([1, 2]);
    [leader.isUp, leader.answersQuestions] = [true, true];
    expect([await send(true), await send(true)]).toEqual(['stored', 'stored']);
    expect([leader.sends, leader.questions]).toEqual([3, 3]);
  });

  it('finds out by an event that may come twice', async () => {
    const { leader, send } = aLane();
    leader.isUp = false;
    expect([await send(false), await send(false)]).toEqual(['unconfirmed', 'unconfirmed']);
    leader.isUp = true;
    expect(await send(false)).toBe('stored');
    expect(leader.questions).toBe(0);
  });

  it('asks nothing while all is well', async () => {
    const { leader, send } = aLane();
    expect([await send(true), await send(true)]).toEqual(['stored', 'stored']);
    expect(leader.questions).toBe(0);
  });
});
