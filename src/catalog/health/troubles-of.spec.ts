import { describe, expect, it } from '@jest/globals';
import { troublesOf } from './troubles-of.js';

type Facts = Parameters<typeof troublesOf>[0];
const calm: Facts = {
  gateway: {
    isReachable: true,
    checks: [{ name: 'breaker', isReady: true, detail: 'closed: fine' }],
  },
  verdicts: [],
  reasons: [],
  series: { from: '', accepted: [], refused: [] },
  events: [],
  modes: [],
  relay: [],
  groups: [],
  quarantine: { cases: 0, events: 0 },
  stopped: [],
};
const sentences = (change: Partial<Facts>) =>
  troublesOf({ ...calm, ...change }).map(({ severity, sentence }) => `${severity}: ${sentence}`);
const group = { topic: 'orders', where: 'log' as const };
const event = { id: 'a', name: 'A', mode: 'enforce', hasSteppedBack: false, decisionUs: 1 };

describe('what is wrong', () => {
  it('is nothing when nothing is', () => {
    expect(sentences({})).toEqual([]);
  });

  it('the worst comes first: no gateway before a case in quarantine', () => {
    const told = sentences({
      gateway: { isReachable: false, checks: [] },
      quarantine: { cases: 1, events: 1 },
    });
    expect(told).toEqual([
      'bad: No gateway answers: events are not judged, or this catalog does not know where.',
      'warn: 1 refused event waits in quarantine for a person.',
    ]);
  });

  it('a contract that stepped back by itself is told', () => {
    const stepped = { ...event, hasSteppedBack: true, accepted: 9, refused: 0 };
    expect(sentences({ events: [stepped] })).toEqual([
      'bad: A stepped back from enforce to warn: too much was refused when its newest version came.',
    ]);
  });

  it('a policy that stopped itself is told with its reason; one that a person stopped is not', () => {
    const stop = {
      id: 'a',
      name: 'A',
      at: '2026-11-27T10:00:00.000Z',
      reason: '9 of 9 were refused',
    };
    const facts = {
      ...calm,
      stopped: [
        { ...stop, by: 'concordat' },
        { ...stop, by: 'ada' },
      ],
    };
    expect(troublesOf(facts)).toEqual([
      {
        severity: 'warn',
        sentence: 'The policy tried for A stopped itself: 9 of 9 were refused.',
        ...{ event: 'a', section: 'rollout', since: stop.at },
      },
    ]);
  });

  it('an open breaker and an unready check are told', () => {
    const checks = [
      { name: 'broker', isReady: false, detail: 'the broker cannot be reached' },
      { name: 'breaker', isReady: true, detail: 'open: sends fail at once' },
    ];
    expect(sentences({ gateway: { isReachable: true, checks } })).toEqual([
      'bad: The gateway is not ready: broker, the broker cannot be reached.',
      'bad: The breaker towards the broker is open: sends fail at once.',
    ]);
  });

  it('a group nobody reads for is worse than one that is far behind; a little lag is none', () => {
    const groups = [
      { ...group, name: 'slow', members: 1, lag: 5_000 },
      { ...group, name: 'gone', members: 0, lag: 1 },
      { ...group, name: 'busy', members: 1, lag: 12 },
    ];
    expect(sentences({ groups })).toEqual([
      'bad: gone stopped reading orders: 1 event waits.',
      'warn: slow is 5,000 events behind on orders.',
    ]);
  });

  it('a twentieth refused is worth a look, most refused is bad', () => {
    const events = [
      { ...event, accepted: 95, refused: 5 },
      { ...event, accepted: 90, refused: 10 },
      { ...event, accepted: 1, refused: 9 },
    ];
    expect(sentences({ events }).map((told) => told.slice(0, 14))).toEqual([
      'bad: 9 of 10 e',
      'warn: 10 of 10',
    ]);
  });

  it('a backlog towards Kafka is told once it is long', () => {
    const relay = [{ topic: 'orders', events: 4_000 }];
    expect(sentences({ relay })).toEqual([
      'warn: 4,000 events of orders are in the log and not yet in Kafka.',
    ]);
  });
});
