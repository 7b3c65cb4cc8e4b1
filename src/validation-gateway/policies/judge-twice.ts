import type { RolloutInForce } from '../contract-in-force.js';
import { bucketOf, drawnUnit } from './drawn-unit.js';
import type { Journey } from '../journey.js';
import type { Beside, Judged } from '../judged.js';
import type { Opened } from '../leaving-bytes.js';
import type { Occasion } from '../occasion.js';
import type { Counted } from '../rate-buckets.js';
import { StepMeter } from '#contract';

/**
 * One event under the policy in force and under its candidate. One of them decides, by the share the
 * event belongs to; the other is only asked, and leaves no trace: it takes nothing from rates and
 * budgets, and what history says to it is looked up beside what the first one asks anyway.
 */
export function judgeTwice<Event extends Opened>(
  opened: Event,
  rollout: RolloutInForce,
  { occasion, judge }: { occasion: Occasion; judge: (each: Event, at: Occasion) => Judged },
): Judged {
  const isDecidedThere = isInShare(opened, rollout);
  const candidate = { ...opened, promise: rollout.candidate };
  const [deciding, asked] = isDecidedThere ? [candidate, opened] : [opened, candidate];
  const rates = new SharedRates(occasion);
  const judged = judge(deciding, { ...occasion, rates });
  const besides = judge(asked, {
    ...occasion,
    rates: rates.aside,
    ruleSteps: (occasion.aside.ruleSteps ??= new StepMeter()),
  });
  const beside: Beside = { rollout, isDecidedThere, judged: besides };
  const look: NonNullable<Judged['claim']>['look'] = (known, repeat) => {
    beside.seen = { known, repeat };
  };
  return { ...judged, beside, claim: judged.claim && { ...judged.claim, look } };
}

/** Drawn apart from the share that is enforced, so that not always the same have to try all. */
function isInShare(opened: Opened, { name: _, percent, stickiness }: RolloutInForce): boolean {
  if (percent === 0) return false;
  const unit = drawnUnit(opened, stickiness);
  return bucketOf(`${opened.promise.ref.id} candidate`, unit) <= percent;
}

type Rates = Journey['rates'];

/** Under one and the same rate both hear one answer; another rate is counted aside. */
class SharedRates implements Rates {
  private heard: { readonly text: string; readonly waitMs: number } | undefined;

  constructor(private readonly occasion: Occasion) {}

  take(counted: Counted, nowMs: number): number {
    const waitMs = this.occasion.rates.take(counted, nowMs);
    this.heard = { text: counted.text, waitMs };
    return waitMs;
  }

  readonly aside: Rates = {
    take: (counted, nowMs) =>
      this.heard?.text === counted.text
        ? this.heard.waitMs
        : this.occasion.aside.rates.take(counted, nowMs),
  };
}
