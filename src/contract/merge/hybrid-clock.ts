/** A hybrid logical clock: wall time, and a counter for what happened within one millisecond. */
export interface HybridClock {
  readonly physicalMs: bigint;
  readonly logical: bigint;
}

const FORM = /^(\d{1,18})(?:\.(\d{1,18}))?$/;

export function readHybridClock(text: string): HybridClock | undefined {
  const [, physical, logical = '0'] = FORM.exec(text) ?? [];
  return physical === undefined
    ? undefined
    : { physicalMs: BigInt(physical), logical: BigInt(logical) };
}

/** Negative, zero or positive, as for sorting. */
export function compareHybridClocks(a: HybridClock, b: HybridClock): number {
  if (a.physicalMs !== b.physicalMs) return a.physicalMs < b.physicalMs ? -1 : 1;
  return a.logical === b.logical ? 0 : a.logical < b.logical ? -1 : 1;
}
