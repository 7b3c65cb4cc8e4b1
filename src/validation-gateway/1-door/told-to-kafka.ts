import type { Verdict } from '../verdict.js';
import { told } from './verdict-in-words.js';

/** Our members of an answer in the dialects of Kafka REST, spelt as theirs; the sentence has a place of its own. */
export function toldToKafka(verdict: Verdict) {
  const ours = told(verdict);
  return {
    message: ours.message,
    ours: {
      status: ours.verdict,
      contract: ours.contract,
      policy: ours.policy,
      reason: ours.reason,
      remedy: ours.remedy,
      pointer: ours.pointer,
      violations: ours.violations,
      observed: ours.observed,
      warnings: ours.warnings,
      quarantine_id: ours.quarantineId,
      retry_after_seconds: ours.retryAfterSeconds,
      retry: ours.retry,
      held_until: ours.heldUntil,
    },
  };
}
