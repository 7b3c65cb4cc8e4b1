import { durationMs } from './duration-ms.js';

const DAY = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;
/** As people say it: `7d`, `36h`. */
const SHORT = /^(\d{1,6})([dhw])$/;

/**
 * The moment somebody names: a day (its first moment, UTC), a moment, or how long ago: `2026-11-23`,
 * `2026-11-23T09:30Z`, `7d`, `P7D`.
 *
 * @returns milliseconds; nothing for what is no moment, or one before 1970
 */
export function momentOf(given: string, nowMs: number): number | undefined {
  const [, amount = '', unit = ''] = SHORT.exec(given) ?? [];
  const ago = durationMs(unit === 'h' ? `PT${amount}H` : `P${amount}${unit.toUpperCase()}`);
  const agoMs = ago > 0 ? ago : durationMs(given);
  const moment = agoMs > 0 ? nowMs - agoMs : DAY.test(given) ? Date.parse(given) : Number.NaN;
  return moment >= 0 ? moment : undefined;
}
