import type { EnforcementMode } from '#contract';
import { bucketOf, drawnUnit } from './drawn-unit.js';
import type { Opened } from '../leaving-bytes.js';

const EVERYBODY = 100;

/**
 * How a refusal of this event is meant. With `enforcement.percent` that share of the keys, or of the
 * producers, is refused and all others are warned. Who is in stays in: a producer sees no coin being
 * tossed, and to raise the share only adds. A version that stepped back warns everybody.
 */
export function modeOfEvent(
  opened: Pick<Opened, 'event' | 'promise' | 'payload'>,
): EnforcementMode {
  const { promise } = opened;
  const { mode, percent, by } = promise.contract.enforcement;
  if (mode === 'enforce' && promise.published.steppedBack) return 'warn';
  if (mode !== 'enforce' || percent >= EVERYBODY) return mode;
  const unit = drawnUnit(opened, by ?? 'key');
  return bucketOf(promise.ref.id, unit) <= percent ? 'enforce' : 'warn';
}
