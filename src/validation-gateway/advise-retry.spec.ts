import { describe, expect, it } from '@jest/globals';
import type { Retry } from '#contract';
import { AdviseRetry } from './advise-retry.js';
import type { ContractInForce } from './contract-in-force.js';
import type { Judged } from './judged.js';
import type { ReasonCode } from './reasons.js';
import { refuse, type Verdict } from './verdict.js';

const steady: Retry = {
  ...{ initialBackoff: 'PT1S', maxBackoff: 'PT1M' },
  ...{ backoffMultiplier: 2, jitter: 'none' },
};
const under = (id: string, retry?: Retry): ContractInForce =>
  ({ ref: { id, version: 1 }, contract: retry ? { retry } : {} }) as unknown as ContractInForce;
const judgedUnder = (promise: ContractInForce | undefined) => ({ promise }) as unknown as Judged;
const deferred = (retryAfterSeconds = 1, reason: ReasonCode = 'BROKER_AWAY'): Verdict =>
  ({ fate: 'deferred', refusal: refuse(reason), retryAfterSeconds }) as unknown as Verdict;

describe('the advice to come again', () => {
  const at = { nowMs: 0, chance: 0 };
  const advice = () => new AdviseRetry(() => at);
  const told = (one: AdviseRetry, retry: Retry | undefined, verdict = deferred()) =>
    one.advise([judgedUnder(under('orders', retry))], [verdict])[0]?.retryAfterSeconds;

  it('is what the gateway needs where the contract is silent, and nothing is said of events that are not deferred', () => {
    expect(told(advice(), undefined, deferred(7))).toBe(7);
    const accepted = [{ fate: 'accepted' } as unknown as Verdict];
    expect(advice().advise([judgedUnder(under('orders', steady))], accepted)).toBe(accepted);
    const verdicts = [...accepted, deferred(3)];
    const judged = [judgedUnder(under('orders', steady)), judgedUnder(undefined)];
    expect(advice().advise(judged, verdicts)).toEqual(verdicts);
  });

  it('grows while the trouble lasts, and begins anew after it', () => {
    const one = advice();
    const waits = [0, 2_000, 5_000, 12_000, 60_000, 600_000].map((nowMs) => {
      at.nowMs = nowMs;
      return told(one, steady);
    });
    // The last one comes long after everybody who was told before should have come.
    expect(waits).toEqual([2, 4, 7, 14, 2, 2]);
  });

  it('is the first wait where it is known when there is room, however long producers have been too fast', () => {
    const one = advice();
    for (const nowMs of [0, 2_000, 4_000, 6_000]) {
      at.nowMs = nowMs;
      expect(told(one, steady, deferred(3, 'RATE_EXCEEDED'))).toBe(4);
    }
  });

  it('sends the events of one request back together, and asks for a longer wait by no more than is needed', () => {
    at.chance = 0.5;
    const half = { ...steady, initialBackoff: 'PT10S', jitter: 'full' } as const;
    const judged = [judgedUnder(under('a', half)), judgedUnder(under('a', half))];
    const verdicts = advice().advise(judged, [deferred(1), deferred(4)]);
    expect(verdicts.map(({ retryAfterSeconds }) => retryAfterSeconds)).toEqual([6, 9]);
  });

  it('is the longest of all contracts of a request that nobody read', () => {
    at.chance = 0;
    const patient = { ...steady, initialBackoff: 'PT30S' };
    const asked = [under('a', steady), under('b', patient), under('c')];
    expect([advice().adviseUnread(asked, 2), advice().adviseUnread([under('c')], 2)]).toEqual([
      32, 2,
    ]);
  });

  it('spreads a storm over the outage, and nobody comes before the gateway is ready [covers 38]', () => {
    const OUTAGE_S = 120;
    const PRODUCERS = 1_000;
    /** How many come in each second, where all begin in the first one. */
    const comersOf = (retry: Retry | undefined): number[] => {
      const clock = { nowMs: 0, chance: 0 };
      let seed = 7;
      const one = new AdviseRetry(() => {
        seed = (seed * 48_271) % 2_147_483_647;
        return { ...clock, chance: seed / 2_147_483_647 };
      });
      let isNobodyEarly = true;
      const comers = new Array<number>(OUTAGE_S + 200).fill(0);
      comers[0] = PRODUCERS;
      for (let second = 0; second < OUTAGE_S; second++) {
        clock.nowMs = second * 1_000;
        for (let n = 0; n < (comers[second] ?? 0); n++) {
          const next = second + (told(one, retry) ?? 0);
          isNobodyEarly &&= next > second;
          comers[next] = (comers[next] ?? 0) + 1;
        }
      }
      expect(isNobodyEarly).toBe(true);
      return comers;
    };
    const silent = comersOf(undefined);
    const declared = comersOf({ ...steady, jitter: 'full' });
    const attempts = (comers: number[]) => comers.slice(0, OUTAGE_S).reduce((a, b) => a + b);
    const crowd = (comers: number[]) => Math.max(...comers.slice(OUTAGE_S / 2));
    expect([attempts(silent), crowd(silent)]).toEqual([PRODUCERS * OUTAGE_S, PRODUCERS]);
    expect(attempts(declared)).toBeLessThan(attempts(silent) / 5);
    expect(crowd(declared)).toBeLessThan(PRODUCERS / 10);
    // They are all there once it is over.
    expect(declared.slice(OUTAGE_S).reduce((a, b) => a + b)).toBe(PRODUCERS);
  });
});
