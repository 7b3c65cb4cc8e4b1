import { REFUSING_VERDICTS } from '../live/refusing-verdicts.js';
import type { SeenProducer, TallyRow } from '../store/tally-rows.js';

const MINUTE_MS = 60_000;

/** Who wrote which event, as the gateways met them, added up as they come. */
export class SeenWriters {
  private readonly byEvent = new Map<string, Map<string, SeenProducer>>();
  private readonly events = new Map<string, Set<string>>();
  private readonly told = new Map<string, readonly SeenProducer[]>();

  constructor(known: readonly SeenProducer[] = []) {
    for (const each of known) this.put(each);
  }

  add({ contractId, producer: name, verdict, count, minute, version }: TallyRow): void {
    if (name === '') return;
    const known = this.byEvent.get(contractId)?.get(name);
    const { accepted = 0, refused = 0, versions = [], lastSeen } = known ?? {};
    const isRefused = REFUSING_VERDICTS.includes(verdict);
    this.put({
      ...{ contractId, name },
      accepted: accepted + (isRefused ? 0 : count),
      refused: refused + (isRefused ? count : 0),
      lastSeen: new Date(Math.max(lastSeen?.getTime() ?? 0, minute * MINUTE_MS)),
      versions: versions.includes(version) ? versions : [version, ...versions],
    });
  }

  /** Who wrote one event; who wrote most is first. */
  of(contractId: string): readonly SeenProducer[] {
    const told = this.told.get(contractId) ?? this.inOrder(contractId);
    this.told.set(contractId, told);
    return told;
  }

  /** The ids of the events a name was met with. */
  eventsOf(name: string): ReadonlySet<string> {
    return this.events.get(name) ?? new Set();
  }

  /** Takes the place of what was known of them. */
  put(writer: SeenProducer): void {
    const { contractId, name } = writer;
    const writers = this.byEvent.get(contractId) ?? new Map<string, SeenProducer>();
    this.byEvent.set(contractId, writers.set(name, writer));
    this.events.set(name, (this.events.get(name) ?? new Set()).add(contractId));
    this.told.delete(contractId);
  }

  private inOrder(contractId: string): readonly SeenProducer[] {
    const all = ({ accepted, refused }: SeenProducer) => accepted + refused;
    return [...(this.byEvent.get(contractId)?.values() ?? [])]
      .sort((a, b) => all(b) - all(a))
      .map((each) => ({ ...each, versions: each.versions.toSorted((a, b) => b - a) }));
  }
}
