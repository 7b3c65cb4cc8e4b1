import type { QuarantineCase } from '#event-log';
import type { Refusal } from '../answers.js';

/** Who sent it: the principal, and before there are any the CloudEvents source. */
export const refusalRow = (held: QuarantineCase): Refusal => ({
  id: held.id,
  ...(held.contract && { version: held.contract.version }),
  door: held.door,
  producer: held.principal || held.source || '',
  state: held.state,
  count: held.count,
  firstSeen: held.firstSeen.toISOString(),
  lastSeen: held.lastSeen.toISOString(),
  reasons: held.reasons.map(({ code, pointer, message }) => ({ code, pointer, message })),
  bytes: held.valueBytes ?? 0,
});
