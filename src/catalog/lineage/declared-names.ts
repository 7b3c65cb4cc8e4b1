import type { IndexEntry } from '../discover/index-entry.js';

/** What contracts say of names. It holds until somebody publishes. */
export interface DeclaredNames {
  /** Ids of events by who is declared to write them. */
  readonly writers: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids of events by their topic. */
  readonly events: ReadonlyMap<string, ReadonlySet<string>>;
}

export function declaredNames(entries: Iterable<IndexEntry>): DeclaredNames {
  const [writers, events] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  const note = (map: typeof events, name: string, id: string) =>
    map.set(name, (map.get(name) ?? new Set()).add(id));
  for (const { row, contract } of entries) {
    note(events, contract.channel.topic, row.id);
    for (const { principal, source } of contract.producers) {
      const name = principal ?? source;
      if (name !== undefined) note(writers, name, row.id);
    }
  }
  return { writers, events };
}
