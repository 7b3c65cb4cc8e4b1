/** How far each writer had come when the event was made. A writer that is not named stands at 0. */
export type VectorClock = ReadonlyMap<string, bigint>;

/** Sources are URI references, so the pairs are split at the last `=` before a comma. */
const PAIR = /^(.+)=(\d{1,18})$/;

/** `source=counter` pairs, separated by commas, each source once. */
export function readVectorClock(text: string): VectorClock | undefined {
  const clock = new Map<string, bigint>();
  for (const pair of text.split(',')) {
    const [, source, counter] = PAIR.exec(pair.trim()) ?? [];
    if (source === undefined || counter === undefined || clock.has(source)) return undefined;
    clock.set(source, BigInt(counter));
  }
  return clock;
}

/** Whether one knew of the other (Lamport's happened-before, by components). */
export function compareVectorClocks(
  a: VectorClock,
  b: VectorClock,
): 'equal' | 'before' | 'after' | 'concurrent' {
  let isBehind = false;
  let isAhead = false;
  for (const source of new Set([...a.keys(), ...b.keys()])) {
    const [mine, theirs] = [a.get(source) ?? 0n, b.get(source) ?? 0n];
    if (mine < theirs) isBehind = true;
    if (mine > theirs) isAhead = true;
  }
  if (isBehind && isAhead) return 'concurrent';
  return isAhead ? 'after' : isBehind ? 'before' : 'equal';
}

/** The clock of whoever knows of both. */
export function joinVectorClocks(a: VectorClock, b: VectorClock): string {
  const sources = [...new Set([...a.keys(), ...b.keys()])].sort();
  const counters = sources.map((source) => {
    const [mine, theirs] = [a.get(source) ?? 0n, b.get(source) ?? 0n];
    return `${source}=${mine > theirs ? mine : theirs}`;
  });
  return counters.join(',');
}
