import type { Verdict } from '../verdict.js';
import { told } from './verdict-in-words.js';

/** Our members of an answer in the dialects of Kafka REST, spelt as theirs; the sentence has a place of its own. */
export function toldToKafka(verdict: Verdict) {
  const {
    verdict: status,
    quarantineId,
    retryAfterSeconds,
    heldUntil,
    message,
    ...more
  } = told(verdict);
  return {
    message,
    ours: {
      ...{ status, ...more, quarantine_id: quarantineId },
      ...{ retry_after_seconds: retryAfterSeconds, held_until: heldUntil },
    },
  };
}
