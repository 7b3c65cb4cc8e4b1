import type { Position } from '#event-log';

/** By what states are compared: all that stands in them, or their version alone. */
export type ComparedBy = 'content' | 'version';

/** What the holder of a copy says of one entity. */
export interface CopiedEntity {
  readonly key: string;
  readonly version?: string | undefined;
  /** `contentHash` of its state. */
  readonly hash?: string | undefined;
}

/** Whose copy it is, and how far it came. */
export interface CopyWish {
  readonly by: ComparedBy;
  /** From where its holder reads on; none: it claims to know all. */
  readonly positions: readonly Position[];
  readonly payload: 'masked' | 'raw';
  readonly waitMs: number;
}

/** What the log says of one entity, as far as a copy is held against it. */
export interface KnownEntity {
  readonly key: string;
  readonly version: string | undefined;
  readonly mark: string;
  readonly isDeleted: boolean;
  readonly partition: number;
  readonly offset: number;
}

/**
 * `missing`: the log knows it, the copy does not. `deleted`: the copy keeps what was deleted. `unknown`:
 * no event in the log speaks of it. `older` and `newer` by their versions. `content`: of the same version.
 */
export type DifferenceKind = 'missing' | 'deleted' | 'unknown' | 'older' | 'newer' | 'content';

export interface Difference {
  readonly key: string;
  readonly kind: DifferenceKind;
  readonly copied?: { readonly version: string };
  readonly logged?: { readonly version?: string; readonly position: string };
}
