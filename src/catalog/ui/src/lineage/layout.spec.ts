import { describe, expect, it } from '@jest/globals';
import type { LineageEdge, LineageNode } from '../api/desk-answers';
import { layOut, layOutTall, NODE } from './layout';

const node = (id: string, distance: number): LineageNode => ({
  ...{ id, distance, name: id, kind: 'service' as const, more: 0 },
});
const edge = (from: string, to: string): LineageEdge => ({
  ...{ from, to, isDeclared: true, isSeen: true, state: 'flows' as const },
});

describe('the drawing of a neighbourhood', () => {
  it('stands in columns by distance, and no two nodes overlap', () => {
    const many = Array.from({ length: 30 }, (_, i) => node(`c${i}`, 1 + (i % 3)));
    const { nodes } = layOut([node('a', 0), node('p', -1), ...many], []);
    const xs = new Set(nodes.map(({ x }) => x));
    expect(xs.size).toBe(5);
    for (const one of nodes)
      for (const other of nodes)
        if (one !== other && one.x === other.x)
          expect(Math.abs(one.y - other.y)).toBeGreaterThanOrEqual(NODE.height);
  });

  it('lines that need not cross do not', () => {
    const nodes = [node('x', -1), node('y', -1), node('m', 0), node('n', 0)];
    const { nodes: placed } = layOut(nodes, [edge('x', 'n'), edge('y', 'm')]);
    const row = (id: string) => placed.find((each) => each.node.id === id)?.row ?? -1;
    expect(Math.sign(row('x') - row('y'))).toBe(Math.sign(row('n') - row('m')));
  });

  it('is the same for the same graph, whatever the order it came in', () => {
    const nodes = [node('a', 0), node('b', 1), node('c', 1), node('d', 1)];
    const edges = [edge('a', 'b'), edge('a', 'c'), edge('a', 'd')];
    const place = (all: readonly LineageNode[]) =>
      layOut(all, edges)
        .nodes.map(({ node: { id }, x, y }) => `${id} ${x} ${y}`)
        .sort();
    expect(place(nodes)).toEqual(place(nodes.toReversed()));
  });

  it('on a phone it goes down: producers above, consumers below, all within its width', () => {
    const nodes = [node('c', 1), node('m', 0), node('p', -1), node('d', 1)];
    const { nodes: placed, edges, width } = layOutTall(nodes, [edge('p', 'm'), edge('m', 'd')]);
    const names = placed.map((each) => each.node.id);
    expect(names.slice(0, 2)).toEqual(['p', 'm']);
    expect(names.slice(2).toSorted()).toEqual(['c', 'd']);
    expect(placed.map(({ row }) => row)).toEqual([0, 1, 2, 3]);
    for (const [i, one] of placed.slice(1).entries())
      expect(one.y - placed[i]!.y).toBeGreaterThan(NODE.height);
    expect(width).toBeLessThanOrEqual(300);
    expect(edges).toHaveLength(2);
    expect(layOutTall([], []).height).toBe(0);
  });

  it('an edge whose end is not shown is not drawn, and nothing at all is drawn as nothing', () => {
    expect(layOut([node('a', 0)], [edge('a', 'gone')]).edges).toEqual([]);
    expect(layOut([], []).nodes).toEqual([]);
  });
});
