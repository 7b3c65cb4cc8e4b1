/** One event among those around it; nothing of what stood in it. */
export interface LinkedEventRow {
  readonly id: string;
  readonly source: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly contract: { readonly id: string; readonly version: number; readonly name?: string };
  readonly fate: string;
  readonly position?: string;
  readonly happenedAt?: string;
  readonly judgedAt: string;
  /** From the gateway’s answer for its cause to the answer for it, milliseconds. */
  readonly sinceCauseMs?: number;
  /** How many causes lie between; below zero before the event, above after it. */
  readonly distance: number;
}

export interface CausalityAnswer {
  readonly event: { readonly id: string; readonly source?: string };
  /** The first cause first, then one after the other, the event itself, and what came of it. */
  readonly chain: readonly LinkedEventRow[];
  /** Causes that are named and known here by no more than their id. */
  readonly unknownCauses: readonly string[];
  /** Of the same correlation and not in the chain, oldest first. */
  readonly correlated: readonly LinkedEventRow[];
  readonly isCut: boolean;
}

export interface LinkedRecentlyAnswer {
  readonly events: readonly LinkedEventRow[];
}
