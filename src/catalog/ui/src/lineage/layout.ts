import type { LineageEdge, LineageNode } from '../api/desk-answers';

export interface PlacedNode {
  readonly node: LineageNode;
  readonly column: number;
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly edge: LineageEdge;
  readonly path: string;
}

export interface Layout {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly width: number;
  readonly height: number;
}

export const NODE = { width: 196, height: 46 } as const;
/** Five columns fit the widest page; more keep room for their curves, and the drawing scrolls. */
const GAP = { most: 92, least: 44, y: 18 } as const;
const ROOM = 1_210;
const SWEEPS = 8;

/**
 * Columns by distance from where one looks, producers left and consumers right. Within a column a
 * node stands where its neighbours do on average (barycentre), swept to and fro until lines that
 * need not cross do not. The same graph is always drawn the same.
 */
export function layOut(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): Layout {
  const columns = columnsOf(nodes);
  const order = new Map<string, number>();
  for (const column of columns) column.forEach(({ id }, i) => order.set(id, i));
  const neighbours = neighboursOf(edges);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 ? columns.toReversed() : columns) {
      const weight = new Map(column.map(({ id }) => [id, mean(neighbours.get(id), order)]));
      column.sort((a, b) => (weight.get(a.id) ?? 0) - (weight.get(b.id) ?? 0));
      const offset = (widest(columns) - column.length) / 2;
      column.forEach(({ id }, i) => order.set(id, offset + i));
    }
  }
  const free = (ROOM - columns.length * NODE.width) / Math.max(1, columns.length - 1);
  const gap = Math.max(GAP.least, Math.min(GAP.most, free));
  const height = widest(columns) * (NODE.height + GAP.y) - GAP.y;
  const placed = columns.flatMap((column, c) => {
    const top = (height - (column.length * (NODE.height + GAP.y) - GAP.y)) / 2;
    return column.map((node, row): PlacedNode => ({
      ...{ node, column: c, row },
      x: c * (NODE.width + gap),
      y: top + row * (NODE.height + GAP.y),
    }));
  });
  const byId = new Map(placed.map((each) => [each.node.id, each]));
  return {
    nodes: placed,
    edges: edges.flatMap((edge) => {
      const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
      return from && to ? [{ edge, path: pathOf(from, to) }] : [];
    }),
    width: columns.length * (NODE.width + gap) - gap,
    height,
  };
}

function columnsOf(nodes: readonly LineageNode[]): LineageNode[][] {
  const byDistance = Map.groupBy(nodes, ({ distance }) => distance);
  return [...byDistance]
    .sort(([a], [b]) => a - b)
    .map(([, column]) => column.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
}

const widest = (columns: readonly (readonly LineageNode[])[]) =>
  Math.max(1, ...columns.map(({ length }) => length));

function neighboursOf(edges: readonly LineageEdge[]): ReadonlyMap<string, readonly string[]> {
  const pairs = edges.flatMap(({ from, to }) => [[from, to] as const, [to, from] as const]);
  const grouped = Map.groupBy(pairs, ([of]) => of);
  return new Map([...grouped].map(([of, all]) => [of, all.map(([, other]) => other)]));
}

function mean(neighbours: readonly string[] = [], order: ReadonlyMap<string, number>): number {
  const places = neighbours.map((id) => order.get(id) ?? 0);
  return places.length === 0 ? 0 : places.reduce((a, b) => a + b, 0) / places.length;
}

/** A curve that leaves to the right and arrives from the left; back edges go round underneath. */
function pathOf(from: PlacedNode, to: PlacedNode): string {
  const [x1, y1] = [from.x + NODE.width, from.y + NODE.height / 2];
  const [x2, y2] = [to.x, to.y + NODE.height / 2];
  const bend = x2 > x1 ? (x2 - x1) / 2 : GAP.most;
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
