import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WaitingRoom } from '#event-log';
import type { ReadyEvent } from './exit.js';
import { PartitionLane } from './partition-lane.js';

/** A leader that is up, silent to sends, or silent to all; and what it was sent and asked. */
function aLane() {
  const leader = { isUp: true, saysNo: false, answersQuestions: true, sends: 0, questions: 0 };
  const told: string[] = [];
  const silent = () => Promise.reject(new Error('no answer in time'));
  const lane = new PartitionLane({
    ...{ topic: 'doors', partition: 0 },
    room: new WaitingRoom({ items: 100, bytes: 1_000_000 }),
    produce: () => {
      leader.sends++;
      if (leader.isUp && leader.saysNo) return Promise.reject(saysNo);
      return leader.isUp ? Promise.resolve(leader.sends) : silent();
    },
    ask: () => {
      leader.questions++;
      return leader.answersQuestions ? Promise.resolve() : silent();
    },
    onChange: (isAway) => told.push(isAway ? 'away' : 'back'),
  });
  const send = async (isOnce = false) => {
    const events = [{ headers: [], isOnce }] as unknown as readonly ReadyEvent[];
    const [sent] = await lane.send(events);
    return sent?.ok ? 'stored' : sent?.reason;
  };
  return { leader, lane, send, told };
}

/** As a broker refuses a batch for good. */
const saysNo = Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE' });

/** Longer than any pause of the breaker. */
const wait = () => jest.advanceTimersByTimeAsync(10_000);

describe('the lane of a partition whose leader went away', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('spends no event on finding out whether it is back', async () => {
    const { leader, lane, send } = aLane();
    [leader.isUp, leader.answersQuestions] = [false, false];
    expect(await send(true)).toBe('unconfirmed');
    expect([await send(true), await send()]).toEqual(['broker-away', 'broker-away']);
    await wait();
    expect([await send(true), await send()]).toEqual(['broker-away', 'broker-away']);
    expect(leader.sends).toBe(1);
    expect(leader.questions).toBeGreaterThan(1);
    [leader.isUp, leader.answersQuestions] = [true, true];
    await wait();
    expect(lane.isRefusing()).toBe(false);
    expect([await send(true), await send(true)]).toEqual(['stored', 'stored']);
    expect(leader.sends).toBe(3);
  });

  it('spends one event at a time where it answers questions and takes nothing', async () => {
    const { leader, send } = aLane();
    leader.isUp = false;
    expect([await send(), await send()]).toEqual(['unconfirmed', 'broker-away']);
    await wait();
    expect([await send(), await send()]).toEqual(['unconfirmed', 'broker-away']);
    leader.isUp = true;
    await wait();
    expect([await send(), await send()]).toEqual(['stored', 'stored']);
    expect(leader.sends).toBe(4);
  });

  it('tells that it is back, also where its first answer is a no', async () => {
    const { leader, send, told } = aLane();
    leader.isUp = false;
    expect(await send()).toBe('unconfirmed');
    [leader.isUp, leader.saysNo] = [true, true];
    await wait();
    expect([await send(), await send()]).toEqual(['refused-by-broker', 'refused-by-broker']);
    expect(told).toEqual(['away', 'back']);
  });

  it('asks nothing while all is well, nor once it is closed', async () => {
    const { leader, lane, send } = aLane();
    expect([await send(true), await send(true)]).toEqual(['stored', 'stored']);
    await wait();
    expect(leader.questions).toBe(0);
    leader.isUp = false;
    await send();
    await lane.close();
    await wait();
    expect(leader.questions).toBe(0);
  });
});
