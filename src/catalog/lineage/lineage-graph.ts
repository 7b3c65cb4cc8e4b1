import type { CatalogSnapshot } from '../discover/catalog-index.js';
import type { DeclaredNames } from './declared-names.js';
import { byName, type IndexEntry } from '../discover/index-entry.js';
import type { ConsumerParty, PartiesOfEvent, ProducerParty } from '../parties/parties-of.js';
import { partiesOf } from '../parties/parties-of.js';
import type { Parties } from '../parties/party-book.js';

export interface LineageNode {
  /** `event:<id>` or `service:<name>`. */
  readonly id: string;
  readonly kind: 'event' | 'service';
  readonly name: string;
  readonly status?: string;
  readonly owner?: string;
  /** Steps from where one looks: below zero towards producers, above towards consumers. */
  readonly distance: number;
  /** Neighbours that the depth left out. */
  readonly more: number;
}

export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly isDeclared: boolean;
  readonly isSeen: boolean;
  /** `stopped`: events wait and nobody reads. `refused`: the gateway lets none or not all through. */
  readonly state: 'flows' | 'silent' | 'refused' | 'behind' | 'stopped';
  readonly accepted?: number;
  readonly refused?: number;
  readonly lag?: number;
}

/** A node joined to its neighbours. */
export interface LineagePlace {
  readonly node: Omit<LineageNode, 'distance' | 'more'>;
  readonly upstream: readonly LineageEdge[];
  readonly downstream: readonly LineageEdge[];
}

/** Joined where somebody looks: everything at once takes a while in a large catalog. */
export interface LineageGraph {
  readonly at: (node: string) => LineagePlace | undefined;
}

const EVENT = 'event:';
const SERVICE = 'service:';
const serviceNode = (name: string) => `${SERVICE}${name}`;

/** An event with the teams of those who read it, which is how a service's owner is known. */
interface EventPlace extends LineagePlace {
  readonly teams: ReadonlyMap<string, string>;
}

/** @param today a day, `YYYY-MM-DD` */
export function lineageGraph(
  { byId, names }: Pick<CatalogSnapshot, 'byId'> & { readonly names: DeclaredNames },
  parties: Parties,
  today: string,
): LineageGraph {
  const places = new Map<string, EventPlace>();
  const services = new Map<string, LineagePlace | undefined>();
  const eventsOf = eventsOfServices(names, parties);
  const eventAt = (entry: IndexEntry): EventPlace => {
    const { id } = entry.row;
    const place = places.get(id) ?? eventPlace(entry, partiesOf(entry.contract, parties, today));
    places.set(id, place);
    return place;
  };
  const serviceAt = (name: string): LineagePlace | undefined => {
    if (services.has(name)) return services.get(name);
    const entries = [...eventsOf(name)].flatMap((id) => byId.get(id) ?? []);
    const place = servicePlace(name, entries.sort(byName).map(eventAt));
    services.set(name, place);
    return place;
  };
  return {
    at: (node) => {
      if (node.startsWith(SERVICE)) return serviceAt(node.slice(SERVICE.length));
      const entry = node.startsWith(EVENT) ? byId.get(node.slice(EVENT.length)) : undefined;
      return entry && eventAt(entry);
    },
  };
}

function eventPlace({ row }: IndexEntry, { producers, consumers }: PartiesOfEvent): EventPlace {
  const { name, status, owner } = row;
  const id = `${EVENT}${row.id}`;
  return {
    node: { id, kind: 'event', name, status, owner },
    upstream: producers.map((each) => ({ from: serviceNode(each.name), to: id, ...writes(each) })),
    downstream: consumers.map((each) => ({ from: id, to: serviceNode(each.name), ...reads(each) })),
    teams: new Map(
      consumers.flatMap(({ name, team }) => (team === undefined ? [] : [[name, team]])),
    ),
  };
}

/** Nothing where the name is nobody's. */
function servicePlace(name: string, events: readonly EventPlace[]): LineagePlace | undefined {
  const id = serviceNode(name);
  const downstream = events.flatMap(({ upstream }) => upstream.filter(({ from }) => from === id));
  const upstream = events.flatMap(({ downstream }) => downstream.filter(({ to }) => to === id));
  if (downstream.length + upstream.length === 0) return undefined;
  const owner = events.findLast(({ teams }) => teams.has(name))?.teams.get(name);
  const node = { id, kind: 'service', name, ...(owner !== undefined && { owner }) } as const;
  return { node, upstream, downstream };
}

/** The events a name may write or read; whether it does, the event itself says. */
function eventsOfServices(
  { writers: declared, events }: DeclaredNames,
  { writers, groups, consumptions }: Parties,
): (name: string) => ReadonlySet<string> {
  const readers = new Map<string, Set<string>>();
  const note = (name: string, ids: Iterable<string>) =>
    readers.set(name, (readers.get(name) ?? new Set()).union(new Set(ids)));
  for (const [topic, seen] of groups)
    for (const { name } of seen) note(name, events.get(topic) ?? []);
  for (const [id, said] of consumptions)
    for (const { consumption } of said) note(consumption.consumer, [id]);
  return (name) =>
    new Set(declared.get(name)).union(writers.eventsOf(name)).union(readers.get(name) ?? new Set());
}

function writes({ isDeclared, isSeen, accepted, refused }: ProducerParty) {
  const state = !isSeen ? 'silent' : refused > 0 ? 'refused' : 'flows';
  return { isDeclared, isSeen, accepted, refused, state } as const;
}

function reads({ isDeclared, isSeen, lag = 0, members = 0 }: ConsumerParty) {
  const behind = members === 0 ? 'stopped' : 'behind';
  const state = !isSeen ? 'silent' : lag === 0 ? 'flows' : behind;
  return { isDeclared, isSeen, state, ...(isSeen && { lag }) } as const;
}
