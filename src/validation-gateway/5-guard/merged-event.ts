import { withVersion } from '#contract';
import type { Instead } from '#event-log';
import { type Json, valueAtPointer } from '#schema';
import type { AskedOfEntity } from './asked-of-entity.js';
import type { AskedOfMerge } from './asked-of-merge.js';

interface Merged {
  readonly value: Json;
  readonly version: bigint | undefined;
  /** Which event said what was known. */
  readonly told: string;
}

/** The event that leaves in the place of one whose fields were joined with what was known. */
export function mergedEvent(
  { semantics: { entity } }: AskedOfEntity,
  merge: AskedOfMerge,
  { value, version, told }: Merged,
): Instead | { readonly why: string } {
  const { version: pointer } = merge.plan;
  const isInside = pointer !== undefined && version !== undefined;
  const written = merge.write(
    isInside ? withVersion(value, pointer, likeSent(merge.value, pointer, version)) : value,
  );
  if ('why' in written) return written;
  const isAttribute = entity?.version === '@entityversion' && version !== undefined;
  return {
    value: written.bytes,
    headers: [
      ['concordat-merged-with', Buffer.from(told)],
      ...(isAttribute ? [['ce_entityversion', Buffer.from(String(version))] as const] : []),
    ],
  };
}

/** Versions are numbers or texts, as their producers write them; large ones are texts. */
function likeSent(sent: Json | undefined, pointer: string, version: bigint): Json {
  const isText = typeof valueAtPointer(sent, pointer) === 'string';
  return isText || version > Number.MAX_SAFE_INTEGER ? String(version) : Number(version);
}
