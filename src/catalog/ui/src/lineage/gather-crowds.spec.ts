import { describe, expect, it } from '@jest/globals';
import type { LineageEdge, LineageNode } from '../api/desk-answers';
import { gatherCrowds } from './gather-crowds';

const node = (id: string, distance: number, more = 0): LineageNode => ({
  ...{ id, distance, name: id, kind: 'service' as const, more },
});
const edge = (
  from: string,
  to: string,
  state: LineageEdge['state'] = 'flows',
  isSeen = true,
): LineageEdge => ({ from, to, isDeclared: true, isSeen, state });
const hub = (count: number) => ({
  nodes: [
    node('hub', 0),
    ...Array.from({ length: count }, (_, i) => node(`r${String(i).padStart(3, '0')}`, 1)),
  ],
  edges: Array.from({ length: count }, (_, i) => edge('hub', `r${String(i).padStart(3, '0')}`)),
});
const idsOf = (nodes: readonly { readonly id: string }[]) => nodes.map(({ id }) => id);

describe('the crowd around a hub', () => {
  it('is one box with one line, beside the first eight', () => {
    const { nodes, edges } = gatherCrowds(hub(100), []);
    expect(idsOf(nodes)).toEqual(['hub', ...idsOf(hub(8).nodes).slice(1), 'crowd:1']);
    expect(nodes.at(-1)).toMatchObject({ kind: 'crowd', name: '92 more', distance: 1 });
    expect(edges).toHaveLength(9);
    expect(edges.at(-1)).toMatchObject({ from: 'hub', to: 'crowd:1', state: 'flows' });
  });

  it('is drawn whole where it is opened, and where a box would save no room', () => {
    expect(gatherCrowds(hub(100), [1])).toEqual(hub(100));
    expect(gatherCrowds(hub(9), [])).toEqual(hub(9));
    expect(gatherCrowds(hub(10), []).nodes).toHaveLength(10);
  });

  it('hides nobody with whom something is wrong behind those who are well', () => {
    const { nodes, edges } = hub(100);
    const bad = edges.map((each) =>
      each.to === 'r099'
        ? edge('hub', 'r099', 'stopped')
        : each.to === 'r050'
          ? edge('hub', 'r050', 'silent', false)
          : each,
    );
    const leading = nodes.map((each) => (each.id === 'r070' ? node('r070', 1, 3) : each));
    const drawn = gatherCrowds({ nodes: leading, edges: bad }, []);
    expect(idsOf(drawn.nodes).filter((id) => id > 'r006')).toEqual(['r070', 'r099']);
    expect(drawn.nodes.some(({ id }) => id === 'r050')).toBe(false);
  });

  it('has the line of the worst in it, seen where one of them was', () => {
    const { nodes, edges } = hub(30);
    const all = edges.map(({ to }, i) =>
      i < 12 ? edge('hub', to, 'refused') : edge('hub', to, 'silent', false),
    );
    const { edges: drawn } = gatherCrowds({ nodes, edges: all }, []);
    expect(drawn.at(-1)).toMatchObject({ to: 'crowd:1', state: 'refused', isSeen: true });
  });

  it('joins what lies beyond it to itself', () => {
    const { nodes, edges } = hub(30);
    const beyond = { nodes: [...nodes, node('far', 2)], edges: [...edges, edge('r025', 'far')] };
    const { edges: drawn } = gatherCrowds(beyond, []);
    expect(drawn.at(-1)).toMatchObject({ from: 'crowd:1', to: 'far' });
  });
});
