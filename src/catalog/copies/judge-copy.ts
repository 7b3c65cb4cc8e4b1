import { versionOf } from '#contract';
import { type Position, positionText } from '#event-log';
import type { ComparedBy, CopiedEntity, Difference, KnownEntity } from './copied-entity.js';

export interface Judged {
  readonly differences: readonly Difference[];
  readonly same: number;
  /** Entities the log speaks of beyond where the copy reads on: there is nothing to hold them against. */
  readonly movedOn: number;
}

interface Sides {
  readonly by: ComparedBy;
  readonly topic: string;
  /** From where the copy reads on; none: it claims to know all. */
  readonly positions: readonly Position[];
  readonly copied: readonly CopiedEntity[];
  readonly known: readonly KnownEntity[];
}

/** Holds a stretch of a copy against what the log says of the same keys. */
export function judgeCopy({ by, topic, positions, copied, known }: Sides): Judged {
  const left = new Map(copied.map((each) => [each.key, each]));
  const ends = new Map(positions.map(({ partition, offset }) => [partition, offset]));
  const differences: Difference[] = [];
  let [same, movedOn] = [0, 0];
  for (const state of known) {
    const copy = left.get(state.key);
    left.delete(state.key);
    if (copy === undefined && state.isDeleted) continue;
    const kind = kindOf(state, copy, by);
    if (kind === undefined) same++;
    else if (positions.length > 0 && state.offset >= (ends.get(state.partition) ?? 0)) movedOn++;
    else differences.push(differenceOf(kind, { state, copy, topic }));
  }
  for (const copy of left.values())
    differences.push(differenceOf('unknown', { state: undefined, copy, topic }));
  return { differences, same, movedOn };
}

function kindOf(
  state: KnownEntity,
  copy: CopiedEntity | undefined,
  by: ComparedBy,
): Difference['kind'] | undefined {
  if (!copy) return 'missing';
  if (state.isDeleted) return 'deleted';
  if (state.mark === markOf(copy, by)) return undefined;
  const [mine, theirs] = [versionOf(copy.version), versionOf(state.version)];
  if (mine === undefined || theirs === undefined || mine === theirs) return 'content';
  return mine < theirs ? 'older' : 'newer';
}

/** By what an entity is known in a comparison. */
export const markOf = (copy: Pick<CopiedEntity, 'version' | 'hash'>, by: ComparedBy): string =>
  (by === 'version' ? copy.version : copy.hash) ?? '';

function differenceOf(
  kind: Difference['kind'],
  {
    state,
    copy,
    topic,
  }: {
    readonly state: KnownEntity | undefined;
    readonly copy: CopiedEntity | undefined;
    readonly topic: string;
  },
): Difference {
  const { partition = 0, offset = 0, version } = state ?? {};
  return {
    key: (state ?? copy)?.key ?? '',
    kind,
    ...(copy?.version !== undefined && { copied: { version: copy.version } }),
    ...(state && {
      logged: {
        ...(version !== undefined && { version }),
        position: positionText({ topic, partition, offset }),
      },
    }),
  };
}
