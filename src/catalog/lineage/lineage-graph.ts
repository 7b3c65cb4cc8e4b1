import type { IndexEntry } from '../discover/index-entry.js';
import type { ConsumerParty, ProducerParty } from '../parties/parties-of.js';
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

/** Everything at once; neighbourhoods are cut out of it. */
export interface LineageGraph {
  readonly nodes: ReadonlyMap<string, Omit<LineageNode, 'distance' | 'more'>>;
  readonly downstream: ReadonlyMap<string, readonly LineageEdge[]>;
  readonly upstream: ReadonlyMap<string, readonly LineageEdge[]>;
}

export const eventNode = (id: string) => `event:${id}`;
export const serviceNode = (name: string) => `service:${name}`;

export function lineageGraph(
  entries: readonly IndexEntry[],
  parties: Parties,
  today: string,
): LineageGraph {
  const nodes = new Map<string, Omit<LineageNode, 'distance' | 'more'>>();
  const edges: LineageEdge[] = [];
  const service = (name: string, owner?: string) => {
    const id = serviceNode(name);
    const team = owner ?? nodes.get(id)?.owner;
    nodes.set(id, { id, kind: 'service', name, ...(team !== undefined && { owner: team }) });
    return id;
  };
  for (const { row, contract } of entries) {
    const { producers, consumers } = partiesOf(contract, parties, today);
    const { name, status, owner } = row;
    const id = eventNode(row.id);
    nodes.set(id, { id, kind: 'event', name, status, owner });
    for (const each of producers) edges.push({ from: service(each.name), to: id, ...writes(each) });
    for (const each of consumers)
      edges.push({ from: id, to: service(each.name, each.team), ...reads(each) });
  }
  return {
    nodes,
    downstream: Map.groupBy(edges, ({ from }) => from),
    upstream: Map.groupBy(edges, ({ to }) => to),
  };
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
