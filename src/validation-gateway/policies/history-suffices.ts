import { readHybridClock, readVectorClock, type Semantics } from '#contract';
import type { EntityState } from '#event-log';

/**
 * Whether what one policy kept of an entity is what another one compares. Where it is not, nobody knows
 * what the other would have said: it would have kept something else.
 */
export function historySuffices(
  other: Semantics,
  keeping: Semantics,
  known: EntityState | undefined,
): boolean {
  if (!known) return true;
  const { transitions } = other;
  const isSameField = transitions?.field === keeping.transitions?.field;
  if (transitions && !isSameField && known.state === undefined && !known.isDeleted) return false;
  return orderIsKnown(other, keeping, known);
}

function orderIsKnown(other: Semantics, keeping: Semantics, known: EntityState): boolean {
  const policy = other.conflict?.policy;
  switch (policy) {
    case 'merge':
      return keeping.conflict?.policy === policy || known.isDeleted || known.merged !== undefined;
    case 'vector-clock':
      return keeping.conflict?.policy === policy || isVector(known);
    case 'last-writer-wins':
      return (
        keeping.conflict?.policy === policy || readHybridClock(known.clock ?? '') !== undefined
      );
    default: {
      const version = other.entity?.version;
      return version === undefined || version === keeping.entity?.version;
    }
  }
}

const isVector = ({ clock }: EntityState): boolean =>
  clock !== undefined && readVectorClock(clock) !== undefined;
