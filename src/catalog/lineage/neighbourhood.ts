import type { LineageEdge, LineageGraph, LineageNode } from './lineage-graph.js';

export interface Neighbourhood {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  /** Nodes within the depth that there was no room for. */
  readonly left: number;
}

const NODES_MAX = 120;

/**
 * What lies within so many steps of a node, upstream and downstream apart: a consumer's other
 * events are not the neighbourhood of this one. Nearest first; beyond the room they are counted.
 */
export function neighbourhood(graph: LineageGraph, focus: string, depth: number): Neighbourhood {
  const distances = new Map([[focus, 0]]);
  let left = 0;
  for (const [sign, side, end] of [
    [-1, 'upstream', 'from'],
    [1, 'downstream', 'to'],
  ] as const) {
    let rim = [focus];
    for (let step = 1; step <= depth; step++) {
      const found = new Set(
        rim.flatMap((id) => (graph.at(id)?.[side] ?? []).map((edge) => edge[end])),
      );
      rim = [...found].filter((id) => !distances.has(id));
      for (const id of rim) {
        if (distances.size < NODES_MAX) distances.set(id, sign * step);
        else left++;
      }
      rim = rim.filter((id) => distances.has(id));
    }
  }
  const isShown = ({ from, to }: LineageEdge) => distances.has(from) && distances.has(to);
  const places = [...distances].flatMap(([id, distance]) => {
    const place = graph.at(id);
    return place ? [{ ...place, distance }] : [];
  });
  const nodes = places.map(({ node, upstream, downstream, distance }): LineageNode => {
    const more = [...upstream, ...downstream].filter((edge) => !isShown(edge)).length;
    return { ...node, distance, more };
  });
  const edges = places.flatMap(({ downstream }) => downstream.filter(isShown));
  return { nodes, edges, left };
}
