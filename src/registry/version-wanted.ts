import { problem } from '#kernel';
import { registryProblems } from './problems.js';

/** A version number, or the newest there is. */
export type VersionWanted = number | 'latest';

export const VERSION_MAX = 0x7fff_ffff;

/** `-1` is the dialect's other word for `latest`. */
export function parseVersion(text: string): VersionWanted {
  if (text.toLowerCase() === 'latest' || text === '-1') return 'latest';
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= VERSION_MAX) return number;
  throw problem(registryProblems.VERSION_INVALID, { version: text.slice(0, 100) });
}
