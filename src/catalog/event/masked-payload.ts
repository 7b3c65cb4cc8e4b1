import { type Contract, hidesAnything, maskEvent } from '#contract';
import { limits } from '#kernel';
import type { SchemaNode } from '#schema';
import { hideUndeclared } from './hide-undeclared.js';

/** What a page should carry. */
export const SHOWN_BYTES_MAX = 256 * 1024;

/**
 * The event as people may see it. Personal fields are hidden here, on the server: what a browser
 * receives has been shown.
 */
export function maskedPayload(
  value: Buffer | null,
  contract: Pick<Contract, 'fields'>,
  tree?: SchemaNode,
): { readonly masked: unknown } | undefined {
  if (value === null || value.length > SHOWN_BYTES_MAX) return undefined;
  let read: unknown;
  try {
    read = JSON.parse(value.toString('utf8'));
  } catch {
    return undefined;
  }
  return maskedValue(read, contract, tree);
}

/** The same of what was read already. */
export function maskedValue(
  read: unknown,
  contract: Pick<Contract, 'fields'>,
  tree?: SchemaNode,
): { readonly masked: unknown } | undefined {
  // What is nested deeper was refused for it, and neither masking nor a page survives it.
  if (isDeeperThan(read, limits.eventDepth.value)) return undefined;
  // Where nothing is personal an undeclared field is shown as well: it is the fault itself.
  const hidden = tree && hidesAnything(contract) ? hideUndeclared(read, tree) : read;
  return { masked: maskEvent(contract, hidden) };
}

/** By levels, not by recursion: the depth is what is in doubt. */
function isDeeperThan(value: unknown, depth: number): boolean {
  let level: readonly unknown[] = [value];
  for (let i = 0; i <= depth && level.length > 0; i++) {
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null ? (Object.values(each) as unknown[]) : [],
    );
  }
  return level.length > 0;
}
