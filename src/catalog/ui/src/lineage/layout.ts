import type { LineageEdge } from '../api/desk-answers';
import { type DrawnNode, isCrowd } from './gather-crowds';

export interface PlacedNode {
  readonly node: DrawnNode;
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
  readonly nodeWidth: number;
}

export const NODE = { width: 196, height: 46 } as const;
/** Of a drawing that goes down instead of across: as wide as a phone. */
const TALL = { nodeWidth: 238, gutter: 62, gap: 12, step: 22 } as const;
/** Five columns fit the widest page; more keep room for their curves, and the drawing scrolls. */
const GAP = { most: 92, least: 44, y: 18 } as const;
const ROOM = 1_210;
/** Beside a column that was opened, others begin where one sees them without scrolling. */
const TOP_MAX = 320;
const SWEEPS = 8;

/**
 * Columns by distance from where one looks, producers left and consumers right. Within a column a
 * node stands where its neighbours do on average (barycentre), swept to and fro until lines that
 * need not cross do not. The same graph is always drawn the same.
 */
export function layOut(nodes: readonly DrawnNode[], edges: readonly LineageEdge[]): Layout {
  const columns = orderedColumns(nodes, edges);
  const free = (ROOM - columns.length * NODE.width) / Math.max(1, columns.length - 1);
  const gap = Math.max(GAP.least, Math.min(GAP.most, free));
  const height = widest(columns) * (NODE.height + GAP.y) - GAP.y;
  const placed = columns.flatMap((column, c) => {
    const middle = (height - (column.length * (NODE.height + GAP.y) - GAP.y)) / 2;
    const top = Math.min(middle, TOP_MAX);
    return column.map((node, row): PlacedNode => ({
      ...{ node, column: c, row },
      x: c * (NODE.width + gap),
      y: top + row * (NODE.height + GAP.y),
    }));
  });
  return {
    nodes: placed,
    edges: placedEdges(edges, placed, pathOf),
    width: columns.length * (NODE.width + gap) - gap,
    height,
    nodeWidth: NODE.width,
  };
}

/**
 * The same from top to bottom, one node below the other: producers first, consumers last. Lines run
 * in a gutter beside them, the longer the further out, so that none runs through a node.
 */
export function layOutTall(nodes: readonly DrawnNode[], edges: readonly LineageEdge[]): Layout {
  let y = 0;
  const placed = orderedColumns(nodes, edges).flatMap((column, c) => {
    if (c > 0) y += TALL.step;
    return column.map((node): PlacedNode => {
      const at = y;
      y += NODE.height + TALL.gap;
      return { node, column: 0, row: 0, x: TALL.gutter, y: at };
    });
  });
  return {
    nodes: placed.map((each, row) => ({ ...each, row })),
    edges: placedEdges(edges, placed, besideOf),
    width: TALL.gutter + TALL.nodeWidth,
    height: Math.max(0, y - TALL.gap),
    nodeWidth: TALL.nodeWidth,
  };
}

/** By distance, and within one distance so that few lines cross. */
function orderedColumns(
  nodes: readonly DrawnNode[],
  edges: readonly LineageEdge[],
): readonly DrawnNode[][] {
  const columns = columnsOf(nodes);
  const order = new Map<string, number>();
  for (const column of columns) column.forEach(({ id }, i) => order.set(id, i));
  const neighbours = neighboursOf(edges);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of sweep % 2 ? columns.toReversed() : columns) {
      const weight = new Map(column.map(({ id }) => [id, mean(neighbours.get(id), order)]));
      const behind = (each: DrawnNode) => Number(isCrowd(each));
      column.sort(
        (a, b) => behind(a) - behind(b) || (weight.get(a.id) ?? 0) - (weight.get(b.id) ?? 0),
      );
      const offset = (widest(columns) - column.length) / 2;
      column.forEach(({ id }, i) => order.set(id, offset + i));
    }
  }
  return columns;
}

function placedEdges(
  edges: readonly LineageEdge[],
  placed: readonly PlacedNode[],
  path: (from: PlacedNode, to: PlacedNode) => string,
): readonly PlacedEdge[] {
  const byId = new Map(placed.map((each) => [each.node.id, each]));
  return edges.flatMap((edge) => {
    const [from, to] = [byId.get(edge.from), byId.get(edge.to)];
    return from && to ? [{ edge, path: path(from, to) }] : [];
  });
}

function columnsOf(nodes: readonly DrawnNode[]): DrawnNode[][] {
  const byDistance = Map.groupBy(nodes, ({ distance }) => distance);
  return [...byDistance]
    .sort(([a], [b]) => a - b)
    .map(([, column]) => column.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
}

const widest = (columns: readonly (readonly DrawnNode[])[]) =>
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

/** A bow in the gutter, as far out as its ends are apart. */
function besideOf(from: PlacedNode, to: PlacedNode): string {
  const [y1, y2] = [from.y + NODE.height / 2, to.y + NODE.height / 2];
  const out = Math.min(TALL.gutter * 1.3, 24 + Math.abs(y2 - y1) / 7);
  return `M${from.x} ${y1}C${from.x - out} ${y1} ${to.x - out} ${y2} ${to.x} ${y2}`;
}
