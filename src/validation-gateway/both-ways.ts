import type { Check } from './verdict.js';

/** How a check may end, told once: it is made of every event. */
export const bothWays = (check: string): Readonly<Record<'passed' | 'failed', Check>> => ({
  passed: { check, passed: true },
  failed: { check, passed: false },
});
