import { createContext, runInContext } from 'node:vm';

/** As long as any test may take: what is known not to end takes years, whatever the machine. */
const LONGEST_MS = 60_000;

/**
 * Does what a hostile input must not hold up for ever, and breaks it off when it does: a loop that
 * never returns would take the whole run with it, and jest stops no synchronous work. Nothing is
 * said about speed, which is measured in `test/bench`.
 */
export function mustEnd<T>(work: () => T, longestMs = LONGEST_MS): T {
  return runInContext('work()', createContext({ work }), { timeout: longestMs }) as T;
}
