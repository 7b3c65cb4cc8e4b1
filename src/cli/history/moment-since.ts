import { momentOf } from '#contract';
import { problem } from '#kernel';
import type { Io } from '../io.js';
import { cliProblems } from '../problems.js';

/** A day (from its first moment, UTC), a moment, or how long ago: `2026-11-23`, `7d`, `P7D`. */
export function momentSince({ clock }: Pick<Io, 'clock'>, given: string): number {
  const moment = momentOf(given, clock.nowMs());
  if (moment === undefined) throw problem(cliProblems.SINCE_INVALID, { given });
  return moment;
}
