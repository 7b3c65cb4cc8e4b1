import type { CheckedContract } from '../check/check-result.js';

/** One version, as whoever published it left it. */
export interface PublishedVersion {
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  /** Why, where that was said. */
  readonly reason?: string;
  /** It was let in although it broke somebody. */
  readonly isForced: boolean;
  /** Against the version before it; the first has none. */
  readonly compared?: CheckedContract;
}

export interface ContractHistory {
  readonly id: string;
  readonly name?: string;
  readonly team: string;
  /** Newest first. */
  readonly versions: readonly PublishedVersion[];
}

/** What was published since a moment, the contract with the newest version first. */
export interface History {
  readonly registry: string;
  readonly since: string;
  readonly contracts: readonly ContractHistory[];
}
