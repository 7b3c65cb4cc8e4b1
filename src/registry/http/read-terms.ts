import { type Assumption, modes } from '#compat';
import type { CompatibilityMode } from '#contract';
import { problem } from '#kernel';
import { registryProblems } from '../problems.js';
import type { Terms } from '../terms.js';

type Members = Readonly<Record<string, unknown>>;
const ASSUMPTIONS: readonly string[] = ['open-world', 'declared-only', 'defaults-applied'];

/** `mode` and `assumption` of a check, where it names them. */
export function readTerms(asked: Members): Partial<Pick<Terms, 'mode' | 'assumption'>> {
  return {
    ...(asked['mode'] !== undefined && { mode: modeOf(asked['mode']) }),
    ...(asked['assumption'] !== undefined && { assumption: assumptionOf(asked['assumption']) }),
  };
}

function modeOf(value: unknown): CompatibilityMode {
  const name = typeof value === 'string' ? value.toUpperCase() : '';
  if (!Object.hasOwn(modes, name))
    throw problem(registryProblems.COMPATIBILITY_LEVEL_INVALID, undefined);
  return name as CompatibilityMode;
}

function assumptionOf(value: unknown): Assumption {
  if (ASSUMPTIONS.includes(value as string)) return value as Assumption;
  const expected = `one of ${ASSUMPTIONS.join(', ')}`;
  throw problem(registryProblems.REQUEST_INVALID, { where: 'assumption', expected });
}
