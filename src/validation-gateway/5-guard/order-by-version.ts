import type { EntityState } from '#event-log';
import type { AskedOfEntity } from './asked-of-entity.js';
import { pointerOf } from './entity-is-named.js';
import { type Refusal, refuse } from '../verdict.js';

/**
 * Versions of an entity rise. An older one is a late or repeated write, and after a delete it would
 * bring back what is gone. The first version anybody sees may be any: entities are older than gateways.
 */
export function orderByVersion(
  { version, semantics }: AskedOfEntity,
  known: EntityState | undefined,
): Refusal | undefined {
  const { entity } = semantics;
  if (!entity || version === undefined || known?.version === undefined) return undefined;
  const pointer = pointerOf(entity.version);
  if (version <= known.version)
    return refuse(semantics.conflict?.policy === 'review' ? 'NEEDS_REVIEW' : 'STALE_VERSION', {
      pointer,
      message: `The ${entity.type} is at version ${known.version} already${known.isDeleted ? ' and deleted' : ''}, and this event brings version ${version}.`,
    });
  const isGapAllowed = entity.gap === undefined || entity.gap === 'allow';
  if (isGapAllowed || version === known.version + 1n) return undefined;
  return refuse('VERSION_SKIPPED', {
    pointer,
    message: `The ${entity.type} is at version ${known.version}, so version ${known.version + 1n} comes next, and this event brings version ${version}.`,
  });
}
