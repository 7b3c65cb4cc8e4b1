import { describe, expect, it } from '@jest/globals';
import type { LineageEdge, LineageGraph } from './lineage-graph.js';
import { neighbourhood } from './neighbourhood.js';

function graphOf(...pairs: readonly (readonly [string, string])[]): LineageGraph {
  const edges = pairs.map(([from, to]): LineageEdge => ({
    ...{ from, to, isDeclared: true, isSeen: true, state: 'flows' as const },
  }));
  return {
    at: (id) => ({
      node: { id, kind: 'event', name: id },
      downstream: edges.filter(({ from }) => from === id),
      upstream: edges.filter(({ to }) => to === id),
    }),
  };
}
const distances = (graph: LineageGraph, focus: string, depth: number) =>
  Object.fromEntries(
    neighbourhood(graph, focus, depth).nodes.map(({ id, distance }) => [id, distance]),
  );

describe('what lies around a node', () => {
  const chain = graphOf(
    ['shop', 'order'],
    ['order', 'billing'],
    ['billing', 'invoice'],
    ['shop', 'refund'],
  );

  it('goes down to consumers and up to producers, never sideways', () => {
    expect(distances(chain, 'order', 2)).toEqual({ order: 0, shop: -1, billing: 1, invoice: 2 });
  });

  it('ends at the depth, and says how many neighbours it left out', () => {
    const { nodes } = neighbourhood(chain, 'order', 1);
    expect(nodes.map(({ id, more }) => [id, more])).toEqual([
      ['order', 0],
      ['shop', 1],
      ['billing', 1],
    ]);
  });

  it('a ring of services ends too', () => {
    const ring = graphOf(['a', 'b'], ['b', 'c'], ['c', 'a']);
    expect(Object.keys(distances(ring, 'a', 4)).sort()).toEqual(['a', 'b', 'c']);
  });

  it('beyond its room it counts what it does not show', () => {
    const wide = graphOf(...Array.from({ length: 200 }, (_, i) => ['hub', `n${i}`] as const));
    const { nodes, left } = neighbourhood(wide, 'hub', 1);
    expect(nodes.length + left).toBe(201);
    expect(left).toBeGreaterThan(0);
  });
});
