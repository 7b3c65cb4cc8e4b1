import type { LineageAnswer, LineageEdge, LineageNode } from '../api/desk-answers';

/** What is drawn as one box: an event, a service, or all those of one column that have no box of their own. */
export type DrawnNode = Omit<LineageNode, 'kind'> & {
  readonly kind: LineageNode['kind'] | 'crowd';
};

export interface Drawn {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly LineageEdge[];
}

/** Of one column; a screen has room for as many. */
const SHOWN_MAX = 8;
/** What is wrong first. */
export const STATES: readonly LineageEdge['state'][] = [
  ...(['stopped', 'refused', 'behind', 'flows', 'silent'] as const),
];

const crowdAt = (distance: number): string => `crowd:${distance}`;
export const isCrowd = ({ kind }: Pick<DrawnNode, 'kind'>): boolean => kind === 'crowd';

/**
 * A hub has a hundred readers, and a drawing of them all shows none. Of each column those are drawn
 * where something is wrong, then those that lead on; the others are one box, unless all are asked for.
 * @param whole columns that are drawn whole, by their distance
 */
export function gatherCrowds(
  { nodes, edges }: Pick<LineageAnswer, 'nodes' | 'edges'>,
  whole: readonly number[],
): Drawn {
  const ranks = ranksOf(edges);
  const crowdOf = new Map<string, string>();
  const crowds: DrawnNode[] = [];
  for (const [distance, column] of Map.groupBy(nodes, (each) => each.distance)) {
    // One alone takes no more room than a box that says so.
    if (whole.includes(distance) || column.length <= SHOWN_MAX + 1) continue;
    const rest = column
      .toSorted((a, b) => rankOf(a, ranks) - rankOf(b, ranks) || (a.id < b.id ? -1 : 1))
      .slice(SHOWN_MAX);
    const id = crowdAt(distance);
    for (const each of rest) crowdOf.set(each.id, id);
    crowds.push({ id, distance, kind: 'crowd', name: `${rest.length} more`, more: 0 });
  }
  return {
    nodes: [...nodes.filter(({ id }) => !crowdOf.has(id)), ...crowds],
    edges: bundled(edges, crowdOf),
  };
}

/** The worst that is so at a line to it. */
function ranksOf(edges: readonly LineageEdge[]): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  for (const { from, to, state } of edges)
    for (const id of [from, to])
      ranks.set(id, Math.min(ranks.get(id) ?? STATES.length, STATES.indexOf(state)));
  return ranks;
}

/** Half a step before others of its state, where it leads on. */
const rankOf = ({ id, more }: LineageNode, ranks: ReadonlyMap<string, number>): number =>
  (ranks.get(id) ?? STATES.length) - (more > 0 ? 0.5 : 0);

/** Lines to the same crowd are one, as bad as the worst of them. */
function bundled(
  edges: readonly LineageEdge[],
  crowdOf: ReadonlyMap<string, string>,
): readonly LineageEdge[] {
  const byEnds = new Map<string, LineageEdge>();
  for (const edge of edges) {
    const [from, to] = [crowdOf.get(edge.from) ?? edge.from, crowdOf.get(edge.to) ?? edge.to];
    const key = `${from} ${to}`;
    const other = byEnds.get(key);
    const worse =
      other && STATES.indexOf(other.state) < STATES.indexOf(edge.state) ? other.state : edge.state;
    byEnds.set(key, {
      ...{ ...edge, from, to, state: worse },
      isDeclared: edge.isDeclared || other?.isDeclared === true,
      isSeen: edge.isSeen || other?.isSeen === true,
    });
  }
  return [...byEnds.values()];
}
