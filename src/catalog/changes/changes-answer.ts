import type { ClassifiedVersion } from './class-of.js';
import type { ChangeKind } from './change-words.js';

/** One change, as it is told. */
export interface ToldChange {
  /** The same for the same change, always. */
  readonly key: string;
  readonly at: string;
  /** A principal; `concordat` for what no person asked for. */
  readonly by: string;
  readonly kinds: readonly ChangeKind[];
  readonly sentence: string;
  /** In the words of who did it; absent where nothing was said. */
  readonly reason?: string;
  /** The contract it is about; absent where it is about more than one, or none. */
  readonly event?: { readonly id: string; readonly name: string; readonly owner: string };
  /** The version it made, which is compared with the one before. */
  readonly version?: number;
  /** Whom that version breaks; absent where it is the first, or not worked out yet. */
  readonly effect?: ClassifiedVersion & {
    /** The class in words. */
    readonly says: string;
  };
}

export interface ChangeFacet {
  readonly value: string;
  /** As people call it. */
  readonly word: string;
  readonly count: number;
}

/** What changed, newest first, and how much there is of it. */
export interface ChangesAnswer {
  /** The moment asked for; absent means from the beginning. */
  readonly since?: string;
  readonly until?: string;
  /** The one contract asked for. */
  readonly contract?: { readonly id: string; readonly name: string };
  readonly total: number;
  /** Events there are: none changed where there are none. */
  readonly catalogSize: number;
  /** Of each, whatever is chosen of it. */
  readonly facets: {
    readonly kind: readonly ChangeFacet[];
    readonly team: readonly ChangeFacet[];
    readonly reads: readonly ChangeFacet[];
  };
  readonly changes: readonly ToldChange[];
  /** Where the next page begins. */
  readonly next?: string;
}
