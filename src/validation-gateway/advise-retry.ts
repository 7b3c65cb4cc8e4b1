import { type Retry, retryWaitMs } from '#contract';
import type { ContractInForce } from './contract-in-force.js';
import type { Judged } from './judged.js';
import type { Verdict } from './verdict.js';

const SECOND_MS = 1_000;
/** Of one who comes when told, by a slow network. */
const LATE_MS = 2_000;

/** Contracts of which events are deferred, one after the other. */
interface Trouble {
  readonly sinceMs: number;
  /** Whoever was told to come again would have come by then. */
  readonly untilMs: number;
}

/** Of one request: all of its events come again together, so chance is asked once. */
interface Moment {
  readonly nowMs: number;
  /** From 0 to 1, without 1. */
  readonly chance: number;
}

/**
 * When deferred events come again, as their contract declares: after what the gateway needs itself, and then spread over
 * a wait that grows as long as the trouble lasts. How often somebody has tried is not told to a gateway and need not be.
 * Where it knows by itself when there is room, as with a rate, the first wait is enough.
 */
export class AdviseRetry {
  /** By contract: as many as there are, and two numbers each. */
  private readonly troubles = new Map<string, Trouble>();

  constructor(
    private readonly now = (): Moment => ({ nowMs: performance.now(), chance: Math.random() }),
  ) {}

  /** @param verdicts one for each event, in their order */
  advise(judged: readonly Judged[], verdicts: readonly Verdict[]): readonly Verdict[] {
    if (!verdicts.some(isDeferred)) return verdicts;
    const moment = this.now();
    return verdicts.map((verdict, i) => {
      const promise = judged[i]?.promise;
      if (!isDeferred(verdict) || !promise?.contract.retry) return verdict;
      const needs = verdict.retryAfterSeconds ?? 1;
      const isTimeKnown = verdict.refusal?.reason === 'RATE_EXCEEDED';
      return {
        ...verdict,
        retry: promise.contract.retry,
        retryAfterSeconds: this.seconds(promise, { needs, isTimeKnown }, moment),
      };
    });
  }

  /** Of a request that nobody read: the longest that the contracts in question ask for. */
  adviseUnread(promises: readonly ContractInForce[], needs: number): number {
    if (!promises.some(({ contract }) => contract.retry)) return needs;
    const moment = this.now();
    return Math.max(
      ...promises.map((each) => this.seconds(each, { needs, isTimeKnown: false }, moment)),
    );
  }

  private seconds(
    { ref, contract: { retry } }: ContractInForce,
    { needs, isTimeKnown }: { readonly needs: number; readonly isTimeKnown: boolean },
    { nowMs, chance }: Moment,
  ): number {
    if (!retry) return needs;
    if (isTimeKnown) return needs + inSeconds(retry, 0, chance);
    const known = this.troubles.get(ref.id);
    const isOver = !known || nowMs > known.untilMs;
    const sinceMs = isOver ? nowMs : known.sinceMs;
    const seconds = needs + inSeconds(retry, nowMs - sinceMs, chance);
    const untilMs = nowMs + seconds * SECOND_MS + LATE_MS;
    this.troubles.set(ref.id, {
      sinceMs,
      untilMs: isOver ? untilMs : Math.max(untilMs, known.untilMs),
    });
    return seconds;
  }
}

const isDeferred = ({ fate }: Verdict): boolean => fate === 'deferred';

const inSeconds = (retry: Retry, elapsedMs: number, chance: number): number =>
  Math.round(retryWaitMs(retry, elapsedMs, chance) / SECOND_MS);
