import { durationMs } from '#contract';
import { limits, type Problem, problem } from '#kernel';
import { governanceProblems } from '../../problems.js';
import type { KeyRequest } from '../issue-key.js';

const DAY_MS = 86_400_000;
const VALID = 'P90D';
/** Names as producers, headers and logs can carry them. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._@/+-]{0,199}$/u;

const wrong = (where: string, expected: string): Problem =>
  problem(governanceProblems.KEY_REQUEST_INVALID, { where, expected });

/** `{principal, admin?, valid?}`: whose key it is, and for how long (ISO 8601, by default P90D). */
export function readKeyRequest(body: unknown): Omit<KeyRequest, 'createdBy'> {
  const { principal, admin = false, valid = VALID } = membersOf(body);
  if (typeof principal !== 'string' || !NAME.test(principal))
    throw wrong('principal', 'a name of letters, digits, ".", "_", "@", "/", "+" and "-"');
  if (typeof admin !== 'boolean') throw wrong('admin', 'true or false');
  const validMs = typeof valid === 'string' ? durationMs(valid) : 0;
  const { value: daysMax } = limits.keyDays;
  if (validMs < 1_000 || validMs > daysMax * DAY_MS)
    throw wrong('valid', `an ISO 8601 duration of at most ${daysMax} days, such as ${VALID}`);
  return { principal, isAdmin: admin, validMs };
}

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
    if (typeof read === 'object' && read !== null && !Array.isArray(read))
      return read as Record<string, unknown>;
  } catch {
    // Told below, like every other thing that is no object.
  }
  throw wrong('body', 'a JSON object with a "principal"');
}
