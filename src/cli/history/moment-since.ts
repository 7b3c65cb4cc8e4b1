import { durationMs } from '#contract';
import { problem } from '#kernel';
import type { Io } from '../io.js';
import { cliProblems } from '../problems.js';

const DAY = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

/** A day (from its first moment, UTC), a moment, or how long ago: `2026-11-23`, `P7D`. */
export function momentSince({ clock }: Pick<Io, 'clock'>, given: string): number {
  const ago = durationMs(given);
  const moment = ago > 0 ? clock.nowMs() - ago : DAY.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(moment) || moment < 0) throw problem(cliProblems.SINCE_INVALID, { given });
  return moment;
}
