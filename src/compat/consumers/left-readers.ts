import type { Consumption } from '#contract';
import { PROMISES_NOTHING } from '../contract/describe-meaning.js';
import type { ContractPair } from '../contract/meaning-change.js';
import type { MeaningFinding } from '../contract/meaning-finding.js';
import { fingerprint } from '../fingerprint.js';
import { consumerRules } from './consumer-rules.js';
import { lapsed } from './lapsed.js';

/** Two versions of a contract, and who declared to read it. */
export interface LeavingQuestion extends ContractPair {
  readonly consumptions: readonly Consumption[];
  /** A day, as in `NeedsQuestion`. */
  readonly today: string;
}

/**
 * Whom a contract that goes out of force leaves without the event: whoever reads one field of it loses
 * all of them. Once the day is over that it said it would end, the gateway refuses it anyway, so its
 * readers are named and not protected any more.
 */
export function leftReaders(question: LeavingQuestion): readonly MeaningFinding[] {
  const { old, new: changed, consumptions } = question;
  const isLeaving = !PROMISES_NOTHING.has(old.status) && PROMISES_NOTHING.has(changed.status);
  return isLeaving ? consumptions.map((each) => findingOf(each, question)) : [];
}

function findingOf(
  consumption: Consumption,
  { old: { status: before, deprecation }, new: { status }, today }: LeavingQuestion,
): MeaningFinding {
  const ruleId = 'CONSUMER_EVENT_ENDED';
  const { consumer, owner } = consumption;
  const over = lapsed(consumption, today);
  const hasEnded = deprecation?.sunset !== undefined && deprecation.sunset <= today;
  const { why, fix } = consumerRules[ruleId];
  return {
    ...{ ruleId, severity: over !== '' || hasEnded ? 'warning' : 'breaking' },
    ...{ oldPath: '/status', newPath: '/status' },
    message: `"${consumer}" (team ${owner.team}) reads it. It is ${status} now and not in force.${over}`,
    ...{ why, fix, hurts: ['consumers'] },
    fingerprint: fingerprint({
      ...{ ruleId, direction: '', path: '/status', oldShape: consumer },
      newShape: `${before} ${status}`,
    }),
  };
}
